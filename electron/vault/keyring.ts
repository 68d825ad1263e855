import type { SafeStorageApi } from '../electron-api.ts';

/** The operating system's own store that protects our key. */
export interface Keyring {
  readonly backend: string;
  /** For an operator, as part of a sentence. */
  readonly title: string;
  /** A real one that does not open when the app starts may still be opened later. */
  readonly condition: 'open' | 'shut' | 'none';
}

const titles: Readonly<Record<string, string>> = {
  keychain: 'the macOS Keychain',
  dpapi: 'your Windows sign-in',
  gnome_libsecret: 'the keyring of your desktop',
  kwallet: 'KDE Wallet',
  kwallet5: 'KDE Wallet',
  kwallet6: 'KDE Wallet',
};

/**
 * Linux without a desktop keyring answers `basic_text`: encryption with a password that is written in Chromium's source,
 * which protects nothing and is therefore not used.
 * https://www.electronjs.org/docs/latest/api/safe-storage
 */
export const findKeyring = async (safeStorage: SafeStorageApi, platform: NodeJS.Platform): Promise<Keyring> => {
  const backend = backendOf(safeStorage, platform);
  const title = titles[backend];
  if (title === undefined) return { backend, title: 'no keyring', condition: 'none' };
  return { backend, title, condition: (await isAvailable(safeStorage)) ? 'open' : 'shut' };
};

export const isAvailable = async (safeStorage: SafeStorageApi): Promise<boolean> => {
  try {
    return await safeStorage.isAsyncEncryptionAvailable();
  } catch {
    return false;
  }
};

const backendOf = (safeStorage: SafeStorageApi, platform: NodeJS.Platform): string => {
  if (platform === 'darwin') return 'keychain';
  if (platform === 'win32') return 'dpapi';
  return safeStorage.getSelectedStorageBackend();
};
