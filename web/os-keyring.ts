import type { AsyncEntry } from '@napi-rs/keyring';
import type { KeyringAnswer, OsKeyring } from '../core/vault/keys/os-keyring.ts';

const service = 'Fleetdeck';

const titles: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'the macOS Keychain',
  win32: 'the Windows Credential Manager',
};

/**
 * The way to the keyring of this computer. On Linux it is the Secret Service (GNOME Keyring, KDE Wallet, KeePassXC) or
 * none: where there is none, the library would fall back to the kernel's keys, which are gone after a restart of the machine.
 * https://github.com/Brooooooklyn/keyring-node#linux-backend-selection
 */
export const createKeyringOpener = (): (() => Promise<KeyringAnswer>) => {
  const inTurn = createTurns();
  return async () => {
    let Entry: typeof AsyncEntry;
    try {
      ({ AsyncEntry: Entry } = await import('@napi-rs/keyring'));
    } catch {
      return { isUsable: false, reason: "Fleetdeck's part that speaks to keyrings does not run on this computer" };
    }
    const entryOf = (account: string) => new Entry(service, account, { linux: { store: 'secret-service' } });
    try {
      entryOf('none');
    } catch {
      const reason = 'no keyring (such as GNOME Keyring, KDE Wallet or KeePassXC) runs for this user on this computer';
      return { isUsable: false, reason };
    }
    const keyring: OsKeyring = {
      title: titles[process.platform] ?? 'the keyring of your desktop',
      get: (account) => inTurn(() => entryOf(account).getPassword()),
      set: (account, secret) => inTurn(() => entryOf(account).setPassword(secret)),
      remove: (account) =>
        inTurn(async () => {
          await entryOf(account).deleteCredential();
        }),
    };
    return { isUsable: true, keyring };
  };
};

/**
 * One after the other. Each question takes a thread of Node's pool until the user has answered the keyring's dialogue, and
 * reading files needs those threads, too: four questions at once would stop everything.
 * https://nodejs.org/docs/latest-v24.x/api/cli.html#uv_threadpool_sizesize
 */
const createTurns = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(action: () => Promise<T>): Promise<T> => {
    const turn = last.then(action);
    last = turn.catch(() => undefined);
    return turn;
  };
};
