import { createClient, type ClientOptions, type ContractClient } from '../../../shared/contract/client.ts';
import { serveSession, type Session } from '../../../shared/contract/server.ts';
import { createCollector, type Collector } from '../../support/collector.ts';
import { fakeHandlers, type FakeHandlers } from '../../support/fake-engine.ts';
import { createManualTimers, type ManualTimers } from '../../support/manual-timers.ts';
import type { Link, LinkMaker } from './links.ts';

/** One window in session with one fake engine, with everything that either side has to report. */
export interface OpenSession extends Link {
  readonly client: ContractClient;
  readonly session: Session;
  /** The window's and the engine's, one clock for each. */
  readonly clientTimers: ManualTimers;
  readonly serverTimers: ManualTimers;
  readonly clientProtocolErrors: Collector<string>;
  readonly serverProtocolErrors: Collector<string>;
  readonly internalErrors: Collector<{ readonly error: unknown; readonly where: string }>;
  /** Answered when the engine has dealt with all that was sent before, and the window with all that came before. */
  readonly settle: () => Promise<void>;
}

export const openSession = async (
  links: LinkMaker,
  overrides: Parameters<typeof fakeHandlers>[0] = {},
  clientOptions: ClientOptions = {},
): Promise<OpenSession> => {
  const { window, engine } = await links.connect();
  const handlers: FakeHandlers = fakeHandlers(overrides);
  const clientTimers = createManualTimers();
  const serverTimers = createManualTimers();
  const clientProtocolErrors = createCollector<string>();
  const serverProtocolErrors = createCollector<string>();
  const internalErrors = createCollector<{ readonly error: unknown; readonly where: string }>();
  const session = serveSession(engine, {
    ...handlers,
    timers: serverTimers,
    onInternalError: (error, where) => internalErrors.add({ error, where }),
    onProtocolError: serverProtocolErrors.add,
  });
  const client = createClient(window, {
    timers: clientTimers,
    onProtocolError: clientProtocolErrors.add,
    ...clientOptions,
  });
  return {
    window,
    engine,
    client,
    session,
    clientTimers,
    serverTimers,
    clientProtocolErrors,
    serverProtocolErrors,
    internalErrors,
    // Twice: what the first one sets off (an acknowledgement, a wake) is on its way before the second.
    settle: async () => {
      await client.call('preferences.get', {});
      await client.call('preferences.get', {});
    },
  };
};
