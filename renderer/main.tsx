import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/tokens.css';
import './theme/global.css';
import { App } from './app/app.tsx';
import { connectEngine } from './engine/connect.ts';
import { EngineLink } from './engine/engine-link.ts';
import { documentVisibility } from './engine/visibility.ts';

// zod compiles checks with `new Function` where it may; the page's content security policy says that it may not.
z.config({ jitless: true });

const engine = new EngineLink({
  connect: connectEngine,
  visibility: documentVisibility,
  onProtocolError: (explanation, cause) => {
    reportError(new Error(explanation, { cause }));
  },
});

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no element with the id "app"');
createRoot(root).render(
  <StrictMode>
    <App engine={engine} />
  </StrictMode>,
);
