import type { SettingsStore } from '../../settings/settings-store.ts';
import type { BackupVault } from '../backup-vault.ts';

export interface Interruptible {
  readonly settings: SettingsStore;
  readonly vault: BackupVault;
}

/** Calls `step` before and after each change, with a number that goes up: the places where a console can die. */
export const withSteps = ({ settings, vault }: Interruptible, step: (number: number) => void): Interruptible => {
  let count = 0;
  const around = <T>(change: () => T): T => {
    step(++count);
    const result = change();
    step(++count);
    return result;
  };
  return {
    settings: {
      get: (key) => settings.get(key),
      set: (key, value) => {
        around(() => {
          settings.set(key, value);
        });
      },
      setAll: (values) => {
        around(() => {
          settings.setAll(values);
        });
      },
    },
    vault: {
      read: (key) => vault.read(key),
      entries: () => vault.entries(),
      save: (key, secret) => around(() => vault.save(key, secret)),
      remove: (key) => around(() => vault.remove(key)),
    },
  };
};
