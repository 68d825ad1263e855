import { beginCounting } from '../../data-folder/testing/begin-counting.ts';
import { createKeyringInFolder } from './keyring-double.ts';
import { openTestVault } from './vault-fixture.ts';
import type { FolderVault, VaultHandOver } from '../folder-vault.ts';
import type { VaultOutcome } from '../vault-management.ts';

/** What the test, which plays the launcher, tells this process over IPC: no passphrase goes into an argument. */
export interface KilledVaultOrder {
  readonly folder: string;
  readonly keyringFolder: string;
  readonly handedOver: VaultHandOver;
  /** Opened before the step counting begins. */
  readonly passphrase: string;
  readonly nextPassphrase: string;
  readonly action: 'save' | 'remove' | 'change-passphrase' | 'to-passphrase' | 'to-os-keyring' | 'to-memory';
  readonly key: string;
  readonly secret: string;
  /** The named step in which this process ends by SIGKILL, counted from one; null where its system calls are counted. */
  readonly killAtStep: number | null;
}

export type KilledVaultMessage =
  | { readonly type: 'hand-over'; readonly handOver: VaultHandOver }
  /** It was not killed. */
  | { readonly type: 'done' };

const tell = (message: KilledVaultMessage): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(message, () => {
      resolve();
    });
  });

const run = async (order: KilledVaultOrder): Promise<void> => {
  let isCounting = false;
  let stepCount = 0;
  const vault = await openTestVault({
    folder: order.folder,
    openKeyring: createKeyringInFolder(order.keyringFolder),
    handedOver: order.handedOver,
    onHandOver: (handOver) => tell({ type: 'hand-over', handOver }),
    onStep: () => {
      if (!isCounting) return;
      stepCount += 1;
      if (stepCount === order.killAtStep) process.kill(process.pid, 'SIGKILL');
    },
  });
  await vault.management.unlock(order.passphrase);
  isCounting = true;
  beginCounting();
  await act(vault, order);
  await tell({ type: 'done' });
  process.disconnect();
};

const act = async (vault: FolderVault, order: KilledVaultOrder): Promise<void> => {
  const { management } = vault;
  switch (order.action) {
    case 'save':
      await vault.save(order.key, order.secret);
      return;
    case 'remove':
      await vault.remove(order.key);
      return;
    case 'change-passphrase':
      must(await management.setPassphrase(order.passphrase, order.nextPassphrase));
      return;
    case 'to-passphrase':
      must(await management.setPassphrase(null, order.passphrase));
      return;
    case 'to-os-keyring':
      must(await management.migrateTo('os-keyring'));
      return;
    case 'to-memory':
      must(await management.migrateTo('memory'));
      return;
  }
};

const must = (outcome: VaultOutcome<unknown>): void => {
  if (!outcome.isDone) throw new Error(outcome.problem.message);
};

process.once('message', (order: KilledVaultOrder) => void run(order));
