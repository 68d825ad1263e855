import type { LongWorkName } from '../shared/contract/long-work.ts';
import type { AuditEntry } from '../shared/audit/entry.ts';
import { fail, ok, type Result } from '../shared/contract/result.ts';
import type { MethodHandlers } from '../shared/contract/server.ts';
import type { VaultView } from '../shared/vault/vault.ts';
import { nodeSignal } from './abort-signal.ts';
import type { Audit } from './audit/audit-log.ts';
import { recorded } from './audit/recorded.ts';
import type { Backup } from './backup/backup.ts';
import { secretTitle } from './backup/secret-names.ts';
import type { Clock } from './clock.ts';
import type { LongWorks, WorkUnderWay } from './long-work/long-works.ts';
import { proposePassphrase } from './sealed-file/propose-passphrase.ts';
import type { Vault } from './vault/vault.ts';
import { VaultError } from './vault/vault-error.ts';
import type { VaultManagement, VaultOutcome } from './vault/vault-management.ts';

type AdminMethod = Extract<
  keyof MethodHandlers,
  `vault.${string}` | `audit.${string}` | `backup.${string}` | `passphrase.${string}`
>;
export type AdminHandlers = Pick<MethodHandlers, AdminMethod>;

export interface AdminNeeds {
  readonly vault: Vault;
  readonly audit: Audit;
  readonly backup: Backup;
  /** What the last end of the console has left. */
  readonly interrupted: readonly AuditEntry[];
  readonly longWorks: LongWorks;
  readonly clock: Pick<Clock, 'now'>;
  readonly connectionName: (id: string) => string | undefined;
}

/** More text than this is no file for a window to hold. */
const longestExport = 64_000_000;

/** The admin's desk: where secrets are kept, the log of what was done, and settings as a file. Every act of it is on record. */
export const adminHandlers = ({
  vault,
  audit,
  backup,
  interrupted,
  longWorks,
  clock,
  connectionName,
}: AdminNeeds): AdminHandlers => {
  const shown = async <T>(name: LongWorkName, act: (work: WorkUnderWay) => Promise<T>): Promise<T> => {
    const work = longWorks.begin(name);
    try {
      return await act(work);
    } finally {
      work.end();
    }
  };

  const view = async (): Promise<VaultView> => {
    const { backend, isPersistent, explanation } = vault.info();
    const state = await vault.management?.state();
    const entries = await vault.entries();
    return {
      ...{ backend, isPersistent, explanation },
      entries: entries.map((entry) => ({
        ...entry,
        title: titleOf(entry.key, connectionName),
        isLeftOver: isLeftOver(entry.key, connectionName),
      })),
      management:
        state === undefined
          ? null
          : {
              backend: state.backend,
              isLocked: state.isLocked,
              choices: state.choices.map((choice) => ({ ...choice })),
              unfinished: state.unfinished === null ? null : { ...state.unfinished, from: [...state.unfinished.from] },
              retryUnlockAtMs: state.retryUnlockAtMs,
              minimumPassphraseLength: state.minimumPassphraseLength,
            },
    };
  };

  const manage = async <T>(act: (management: VaultManagement) => Promise<VaultOutcome<T>>): Promise<Result<T>> => {
    if (vault.management === undefined) {
      return fail(
        'unsupported',
        'On this computer the operating system’s keyring keeps the secrets; there is nothing to choose.',
      );
    }
    const outcome = await act(vault.management);
    if (outcome.isDone) return ok(outcome.value);
    const { code, message, retryAtMs } = outcome.problem;
    return fail(code === 'locked' ? 'vault-locked' : 'refused', message, {
      reason: code,
      ...(retryAtMs === undefined ? {} : { retryAtMs }),
    });
  };

  const viewAfter = async (answer: Result<unknown>): Promise<Result<VaultView>> =>
    answer.ok ? ok(await view()) : answer;

  return {
    'vault.view': async () => ok(await view()),
    'vault.unlock': async ({ passphrase }) => viewAfter(await manage((management) => management.unlock(passphrase))),
    'vault.lock': async () => viewAfter(await manage((management) => management.lock())),
    'vault.setPassphrase': async ({ former, next }) =>
      report(await manage((management) => management.setPassphrase(former, next))),
    'vault.migrate': async ({ backend, passphrase, leaveUnreadable }) =>
      report(
        await shown('vault-move', ({ reach }) =>
          manage((management) =>
            management.migrateTo(backend, {
              ...(passphrase === undefined ? {} : { passphrase }),
              ...(leaveUnreadable === undefined ? {} : { leaveUnreadable }),
              onProgress: ({ doneCount, totalCount }) => {
                reach(doneCount, totalCount);
              },
            }),
          ),
        ),
      ),

    'vault.forget': async ({ key }) => {
      if (!isLeftOver(key, connectionName)) {
        return fail(
          'refused',
          'This secret is in use. Take it away where it is used: under Connections, or under Tokens.',
        );
      }
      try {
        await vault.remove(key);
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        return fail('refused', error.message);
      }
      return ok(await view());
    },

    'audit.query': (query, { signal }) => audit.find(query, nodeSignal(signal)),
    'audit.interrupted': () => ok([...interrupted]),
    'audit.verify': (_params, { signal }) =>
      shown('audit-check', ({ reach }) => audit.verify(nodeSignal(signal), reach)),
    'audit.export': ({ format, filter }) =>
      recorded(audit, { kind: 'audit', action: 'audit.export', target: format }, async () => {
        const pieces: string[] = [];
        let length = 0;
        for await (const piece of audit.export(format, filter)) {
          pieces.push(piece);
          length += piece.length;
          if (length > longestExport) return tooLong;
        }
        const day = new Date(clock.now()).toISOString().slice(0, 10);
        const mediaType = format === 'csv' ? 'text/csv' : 'application/jsonl';
        return ok({ fileName: `fleetdeck-audit-${day}.${format}`, mediaType, content: pieces.join('') });
      }),

    'backup.export': ({ withSecrets }) =>
      recorded(
        audit,
        { kind: 'backup', action: 'backup.export', target: withSecrets === null ? 'without secrets' : 'with secrets' },
        () => backup.export({ withSecrets }),
      ),
    'backup.preview': ({ content, passphrase }) => backup.preview(content, passphrase),
    'backup.apply': ({ previewId, decision }) =>
      recorded(audit, { kind: 'backup', action: 'backup.import', target: 'settings' }, () =>
        backup.apply(previewId, decision),
      ),
    'backup.discard': ({ previewId }) => {
      backup.discard(previewId);
      return ok(null);
    },
    'passphrase.propose': () => ok(proposePassphrase()),
  };
};

const report = (
  answer: Result<{ readonly movedCount: number; readonly leftBehind: readonly string[] }>,
): Result<{ movedCount: number; leftBehind: string[] }> =>
  answer.ok ? ok({ movedCount: answer.value.movedCount, leftBehind: [...answer.value.leftBehind] }) : answer;

const tooLong = fail(
  'too-large',
  'The log is too long to be exported in one piece. Choose a shorter time, and export it in parts.',
);

/** Only what was entered for a connection: what is under way with tokens and imports looks after its own. */
const isLeftOver = (key: string, connectionName: (id: string) => string | undefined): boolean => {
  const [scope, id] = key.split('/');
  return scope === 'connection' && id !== undefined && connectionName(id) === undefined;
};

/** A secret's key in words; one that this version does not know keeps its own. */
const titleOf = (key: string, connectionName: (id: string) => string | undefined): string => {
  const [scope = '', id = '', name = '', connectionId = ''] = key.split('/');
  const connectionOf = (connection: string): string =>
    connectionName(connection) ?? `a connection that is not there any more (${connection})`;
  switch (scope) {
    case 'connection':
      return `${secretTitle(name)} of ${connectionOf(id)}`;
    case 'creation':
      return 'Secret of a new token, until it is taken';
    case 'rotation':
      return name === 'former'
        ? `Former token of ${connectionOf(connectionId)}, until its replacement has ended`
        : 'New token of a replacement under way';
    case 'import':
      return 'Secret of an import under way';
    default:
      return key;
  }
};
