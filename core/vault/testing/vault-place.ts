import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyHandOver, type FolderVault, type VaultHandOver } from '../folder-vault.ts';
import type { VaultEvent } from '../vault-events.ts';
import { createKeyringDouble } from './keyring-double.ts';
import { createHandClock, openTestVault, valueOf } from './vault-fixture.ts';

export const startMs = Date.UTC(2030, 0, 2);

/** A folder for a vault, its computer's keyring and clock, and the launcher that holds what is handed over; for one test. */
export class VaultPlace {
  readonly folder: string;
  readonly keyring = createKeyringDouble();
  readonly clock = createHandClock(startMs);
  handOver: VaultHandOver = emptyHandOver;
  readonly #home: string;

  private constructor(home: string) {
    this.#home = home;
    this.folder = join(home, 'vault');
  }

  static async make(): Promise<VaultPlace> {
    return new VaultPlace(await mkdtemp(join(tmpdir(), 'fleetdeck-vault-')));
  }

  /** As after a start of the whole console; with what was handed over as after one of the engine's process alone. */
  open(handedOver?: VaultHandOver): Promise<FolderVault> {
    return openTestVault({
      ...{ folder: this.folder, openKeyring: this.keyring.open, clock: this.clock, handedOver },
      onHandOver: (next) => {
        this.handOver = next;
      },
    });
  }

  async openWithPassphrase(passphrase: string): Promise<FolderVault> {
    this.keyring.mode = 'missing';
    const vault = await this.open();
    valueOf(await vault.management.setPassphrase(null, passphrase));
    return vault;
  }

  async remove(): Promise<void> {
    await rm(this.#home, { recursive: true });
  }
}

export const recordEvents = (vault: FolderVault): VaultEvent[] => {
  const events: VaultEvent[] = [];
  vault.onEvent((event) => events.push(event));
  return events;
};
