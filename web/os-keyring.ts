import type { AsyncEntry } from '@napi-rs/keyring';
import type { KeyringAnswer, OsKeyring } from '../core/vault/keys/os-keyring.ts';

const service = 'Fleetdeck';

const titles: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'the macOS Keychain',
  win32: 'the Windows Credential Manager',
};

/**
 * The keyring of this computer. On Linux it is the Secret Service (GNOME Keyring, KDE Wallet, KeePassXC) or none: where
 * there is none, the library would fall back to the kernel's keys, which are gone after a restart of the machine.
 * https://github.com/Brooooooklyn/keyring-node#linux-backend-selection
 */
export const openOsKeyring = async (): Promise<KeyringAnswer> => {
  let Entry: typeof AsyncEntry;
  try {
    ({ AsyncEntry: Entry } = await import('@napi-rs/keyring'));
  } catch {
    return { isUsable: false, reason: "Fleetdeck's part that speaks to keyrings does not run on this computer" };
  }
  const entryOf = (account: string): AsyncEntry => new Entry(service, account, { linux: { store: 'secret-service' } });
  try {
    entryOf('none');
  } catch {
    return {
      isUsable: false,
      reason: 'no keyring (such as GNOME Keyring, KDE Wallet or KeePassXC) runs for this user on this computer',
    };
  }
  const keyring: OsKeyring = {
    title: titles[process.platform] ?? 'the keyring of your desktop',
    get: async (account) => await entryOf(account).getPassword(),
    set: async (account, secret) => {
      await entryOf(account).setPassword(secret);
    },
    remove: async (account) => {
      await entryOf(account).deleteCredential();
    },
  };
  return { isUsable: true, keyring };
};
