import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { ConnectionTest } from '../../shared/connection/status.ts';
import type { MethodHandlers } from '../../shared/contract/server.ts';
import { nodeSignal } from '../abort-signal.ts';
import type { Audit } from '../audit/audit-log.ts';
import { recorded } from '../audit/recorded.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { presets } from '../presets/presets.ts';
import { mappingProblems } from '../telemetry/mapping-problems.ts';
import { checkConnection } from './connection-check.ts';
import type { ConnectionManager } from './connection-manager.ts';
import { changeWords, hostsOf, testWords } from './connection-words.ts';

export type ConnectionHandlers = Pick<MethodHandlers, Extract<keyof MethodHandlers, `connections.${string}`>>;

export interface ConnectionHandlersNeeds {
  readonly connections: ConnectionManager;
  readonly audit: Pick<Audit, 'append'>;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a connection test listens; the default suits people. */
  readonly testListenMs?: number | undefined;
}

/** What a window asks of connections. Every change of one is on record: with it a token is entered, replaced or forgotten. */
export const connectionHandlers = ({
  connections,
  audit,
  clock,
  log,
  testListenMs,
}: ConnectionHandlersNeeds): ConnectionHandlers => {
  const nameOf = (id: string): string => connections.statuses().find((status) => status.id === id)?.name ?? id;

  const onRecord = <T>(
    verb: 'save' | 'remove' | 'switch-on' | 'switch-off',
    { id, name, detail = '' }: { readonly id?: string | undefined; readonly name: string; readonly detail?: string },
    act: () => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> => {
    const connection = id === undefined ? undefined : { id, name: nameOf(id) };
    const action = { kind: 'connection', action: `connection.${verb}`, target: name, detail, connection } as const;
    return recorded(audit, action, () => Promise.resolve(act()));
  };

  return {
    'connections.presets': () => ok([...presets]),
    'connections.get': ({ id }) => connections.view(id),
    'connections.save': ({ id, settings, secrets }) => {
      const faults = mappingProblems(settings.mapping);
      if (faults.length > 0) {
        return fail('invalid-params', `The connection was not saved, because of its mapping. ${faults.join(' ')}`, [
          { path: 'settings.mapping', message: faults.join(' ') },
        ]);
      }
      return onRecord('save', { id, name: settings.name, detail: changeWords(id, settings, secrets) }, () =>
        connections.save(id, settings, secrets),
      );
    },
    'connections.remove': ({ id }) => onRecord('remove', { id, name: nameOf(id) }, () => connections.remove(id)),
    'connections.setEnabled': ({ id, isEnabled }) =>
      onRecord(isEnabled ? 'switch-on' : 'switch-off', { id, name: nameOf(id) }, () =>
        connections.setEnabled(id, isEnabled),
      ),
    'connections.retry': ({ id }) => connections.retry(id),
    'connections.rejected': ({ id }) => connections.rejected(id),
    'connections.test': (params, { signal }) => {
      const { id, settings, secrets } = params;
      const detail = testWords(id !== undefined, secrets);
      const action = {
        ...({ kind: 'connection', action: 'connection.test', detail } as const),
        target: hostsOf(settings).join(' and ') || settings.name,
        connection: id === undefined ? undefined : { id, name: nameOf(id) },
      };
      const act = async (): Promise<Result<ConnectionTest>> => {
        const check = { ...params, id, signal: nodeSignal(signal), connections, clock, log, listenMs: testListenMs };
        const test = await checkConnection(check);
        return signal.aborted ? fail('cancelled', 'The test was cancelled.') : ok(test);
      };
      return recorded(audit, action, act, ({ isSuccess, problem }) => ({
        outcome: isSuccess ? 'succeeded' : 'failed',
        detail: problem === null ? detail : `${detail} ${problem.message}`,
      }));
    },
  };
};
