import type { AdminHandlers } from '../../core/admin-handlers.ts';
import type { AuditEntry } from '../../shared/audit/entry.ts';
import type { ImportPreview } from '../../shared/backup/backup.ts';
import { ok } from '../../shared/contract/result.ts';
import type { MethodHandlers } from '../../shared/contract/server.ts';
import type { VaultView } from '../../shared/vault/vault.ts';
import { fakeNowMs } from './fake-data.ts';

export const fakeVaultView: VaultView = {
  backend: 'memory',
  isPersistent: false,
  explanation: 'Secrets are kept in memory only and are forgotten when the console is closed.',
  entries: [
    {
      key: 'connection/fake/password',
      title: 'Password of Fake fleet',
      isLeftOver: false,
      backend: 'memory',
      createdAtMs: fakeNowMs - 86_400_000,
      lastUsedAtMs: fakeNowMs - 60_000,
      status: 'ok',
    },
  ],
  management: {
    backend: 'memory',
    isLocked: false,
    choices: [
      { backend: 'os-keyring', isAvailable: false, explanation: 'This computer has no keyring that can be used.' },
      { backend: 'passphrase', isAvailable: true, explanation: 'Secrets are stored encrypted under a passphrase.' },
      { backend: 'memory', isAvailable: true, explanation: 'Secrets are forgotten when the console is closed.' },
    ],
    unfinished: null,
    retryUnlockAtMs: null,
    minimumPassphraseLength: 12,
  },
};

export const fakeAuditEntry: AuditEntry = {
  sequence: 1,
  atMs: fakeNowMs - 60_000,
  user: 'ana',
  kind: 'token',
  connectionId: 'fake',
  connectionName: 'Fake fleet',
  action: 'token.create',
  target: 'night-shift',
  outcome: 'succeeded',
  detail: 'Operator',
  operationId: null,
  previousHash: '0'.repeat(64),
  hash: 'a'.repeat(64),
};

export const fakeImportPreview: ImportPreview = {
  previewId: 'preview-1',
  expiresAtMs: fakeNowMs + 600_000,
  exportedAtMs: fakeNowMs - 86_400_000,
  isSealed: false,
  connections: [
    {
      id: 'depot',
      name: 'Depot',
      change: 'added',
      changes: [{ field: 'Address', former: null, next: 'mqtts://broker.example.com:8883' }],
      changeCount: 1,
      secrets: [{ title: 'Password', effect: 'missing' }],
      choices: ['keep', 'take'],
      notices: [],
    },
  ],
  preferences: [],
  managed: [],
  notices: [],
};

const report = { movedCount: 1, leftBehind: [] };

export const plausibleAdminMethods: AdminHandlers = {
  'vault.view': () => ok(fakeVaultView),
  'vault.unlock': () => ok(fakeVaultView),
  'vault.lock': () => ok(fakeVaultView),
  'vault.setPassphrase': () => ok(report),
  'vault.migrate': () => ok(report),
  'vault.forget': () => ok({ ...fakeVaultView, entries: [] }),
  'audit.query': () => ok({ entries: [fakeAuditEntry], hasMore: false }),
  'audit.interrupted': () => ok([]),
  'audit.verify': () =>
    ok({
      isIntact: true,
      rowCount: 1,
      breaks: [],
      breakCount: 0,
      consistentFrom: 1,
      head: { sequence: 1, hash: fakeAuditEntry.hash },
      end: 'as-noted',
      checkedAtMs: fakeNowMs,
    }),
  'audit.export': ({ format }) => ok({ fileName: `audit.${format}`, mediaType: 'text/plain', content: '' }),
  'backup.export': () =>
    ok({
      fileName: 'fleetdeck-settings.json',
      mediaType: 'application/json',
      content: '{}',
      isSealed: false,
      connectionCount: 1,
      secretCount: 0,
      leftOut: [],
    }),
  'backup.preview': () => ok(fakeImportPreview),
  'backup.apply': () => ok({ addedCount: 1, changedCount: 0, secretCount: 0, notices: [] }),
  'backup.discard': () => ok(null),
  'passphrase.propose': () => ok({ passphrase: 'proposed-words-for-a-file', entropyBits: 80 }),
};

export const plausibleAdminParams: { readonly [M in keyof AdminHandlers]: Parameters<MethodHandlers[M]>[0] } = {
  'vault.view': {},
  'vault.unlock': { passphrase: 'a passphrase for tests' },
  'vault.lock': {},
  'vault.setPassphrase': { former: null, next: 'a passphrase for tests' },
  'vault.migrate': { backend: 'memory' },
  'vault.forget': { key: 'connection/gone/password' },
  'audit.query': { limit: 100 },
  'audit.interrupted': {},
  'audit.verify': {},
  'audit.export': { format: 'jsonl', filter: {} },
  'backup.export': { withSecrets: null },
  'backup.preview': { content: '{}' },
  'backup.apply': { previewId: 'preview-1', decision: { connections: {}, preferences: 'keep', managed: 'keep' } },
  'backup.discard': { previewId: 'preview-1' },
  'passphrase.propose': {},
};
