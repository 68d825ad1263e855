import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { EngineProvider } from '../engine/engine-context.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { loadPreferences, usePreferences } from '../preferences/preferences-store.ts';
import { theme } from '../theme/theme.ts';
import { inMemoryColorScheme } from '../theme/color-scheme.ts';
import { Shell } from './shell.tsx';

export const App = ({ engine }: { readonly engine: EngineLink }) => {
  const { theme: scheme } = usePreferences();

  useEffect(() => {
    void loadPreferences(engine);
    return engine.onStateChange(() => {
      if (engine.state === 'ready') void loadPreferences(engine);
    });
  }, [engine]);

  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={inMemoryColorScheme}
      {...(scheme === 'auto' ? {} : { forceColorScheme: scheme })}
    >
      <Notifications position="bottom-right" autoClose={8000} />
      <EngineProvider value={engine}>
        <Shell />
      </EngineProvider>
    </MantineProvider>
  );
};
