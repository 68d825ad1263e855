import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { render, type RenderResult } from '@testing-library/react';
import { createElement, useState, type ReactNode } from 'react';
import { serveSession } from '../../shared/contract/server.ts';
import { systemTimers } from '../../shared/contract/timers.ts';
import { createInMemoryTransports } from '../../shared/contract/transports/in-memory.ts';
import { ConnectionsProvider } from '../../renderer/engine/connections-context.ts';
import { EngineProvider } from '../../renderer/engine/engine-context.ts';
import { EngineLink } from '../../renderer/engine/engine-link.ts';
import { useTopic } from '../../renderer/engine/use-topic.ts';
import { FleetProvider } from '../../renderer/fleet/fleet-context.ts';
import { FleetSession } from '../../renderer/fleet/fleet-session.ts';
import type { FakeHandlers } from './fake-engine.ts';

export interface Rendered extends RenderResult {
  readonly engine: EngineLink;
  /** The engine goes away, as when its process ends; nobody comes back. */
  readonly loseEngine: () => void;
}

/** A component of the window over a real link and a real session, with an engine whose answers the test decides. */
export const renderWithEngine = (element: ReactNode, handlers: FakeHandlers): Rendered => {
  let connections = 0;
  let endSession: () => void = () => undefined;
  const engine = new EngineLink({
    connect: () => {
      connections += 1;
      if (connections > 1) return Promise.reject(new Error('the engine is gone'));
      const [windowEnd, engineEnd] = createInMemoryTransports();
      const session = serveSession(engineEnd, handlers);
      endSession = () => {
        session.close();
      };
      return Promise.resolve(windowEnd);
    },
  });
  const rendered = render(
    createElement(
      MantineProvider,
      { env: 'test' },
      createElement(Notifications),
      createElement(EngineProvider, { value: engine }, createElement(Providers, { engine }, element)),
    ),
  );
  return {
    ...rendered,
    engine,
    loseEngine: () => {
      endSession();
    },
  };
};

const Providers = ({ engine, children }: { readonly engine: EngineLink; readonly children?: ReactNode }) => {
  const connections = useTopic('connections', {})?.connections;
  const [fleet] = useState(() => new FleetSession(engine, systemTimers));
  return createElement(
    ConnectionsProvider,
    { value: connections },
    createElement(FleetProvider, { value: fleet }, children),
  );
};
