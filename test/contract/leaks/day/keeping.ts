import { readBackup } from '../../../../core/backup/backup-file.ts';
import { openSealed } from '../../../../core/sealed-file/sealed-file.ts';
import type { Place } from '../../../support/leaks/places.ts';
import { newSecret, type DaysMaterial } from './material.ts';

/** The vault under a passphrase that is mistyped, changed, locked and opened. Answers the one that opens it. */
export const keepUnderPassphrase = async ({ window, search }: DaysMaterial): Promise<string> => {
  const first = newSecret(search, "the vault's first passphrase");
  const next = newSecret(search, "the vault's passphrase");
  const mistyped = newSecret(search, 'a mistyped passphrase');
  await window.call('vault.setPassphrase', { former: null, next: first });
  await window.call('vault.setPassphrase', { former: first, next });
  await window.call('vault.lock', {});
  await window.refused('vault.unlock', { passphrase: mistyped });
  return next;
};

/** Everything that leaves as a file. What the backup holds is known from then on: nobody else gets to see it. */
export const takeAway = async ({ window, search }: DaysMaterial): Promise<readonly Place[]> => {
  const passphrase = newSecret(search, "the backup's passphrase");
  const mistyped = newSecret(search, "a mistyped backup's passphrase");
  const open = await window.call('backup.export', { withSecrets: null });
  const sealed = await window.call('backup.export', { withSecrets: passphrase });
  const opened = await openSealed(sealed.content, passphrase);
  if (!opened.ok) throw new Error('The backup cannot be opened.');
  const backup = readBackup(opened.value);
  if (!backup.ok) throw new Error(backup.error.message);
  for (const [id, secrets] of backup.value.secrets) {
    for (const [name, secret] of secrets) search.know(`in the backup: ${name} of ${id}`, secret);
  }
  await window.refused('backup.preview', { content: sealed.content, passphrase: mistyped });
  const copied = [...backup.value.secrets.keys()].slice(0, 3);
  for (const id of copied) {
    // What is the same here as in the file cannot be taken over.
    const { settings } = await window.call('connections.get', { id });
    await window.call('connections.save', {
      id,
      settings: { ...settings, name: `${settings.name} today` },
      secrets: {},
    });
  }
  const { previewId } = await window.call('backup.preview', { content: sealed.content, passphrase });
  const copies = Object.fromEntries(copied.map((id) => [id, 'copy' as const]));
  await window.call('backup.apply', {
    previewId,
    decision: { connections: copies, preferences: 'keep', managed: 'keep' },
  });
  const csv = await window.call('audit.export', { format: 'csv', filter: {} });
  const lines = await window.call('audit.export', { format: 'jsonl', filter: {} });
  await window.call('audit.query', { limit: 500 });
  await window.call('vault.view', {});
  await window.call('connections.rejected', {});
  return [
    { name: 'backup without secrets', content: open.content },
    { name: 'backup under a passphrase', content: sealed.content },
    { name: 'audit log as CSV', content: csv.content },
    { name: 'audit log as JSON lines', content: lines.content },
  ];
};
