import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Called between the steps of what has to survive being killed; tests end the process in it. */
export type OnStep = (step: string) => void | Promise<void>;

/** Of a file that is being written. One that was left by a process that was killed holds nothing that is not sealed. */
export const temporarySuffix = '.tmp';

export interface AtomicWriteOptions {
  /** Throws where what was read back from the disk is not what it should be; the file is then not replaced. */
  readonly check?: (written: string) => void | Promise<void>;
  readonly onStep?: OnStep | undefined;
}

/**
 * Replaces a file as a whole, readable by this user only: after a crash at any moment there is the former text or the new
 * one. The new text is on the disk, and has been read back, before the former one goes.
 *
 * @throws what the file system says; the former file is then untouched.
 */
export const writeAtomically = async (
  path: string,
  text: string,
  { check, onStep }: AtomicWriteOptions = {},
): Promise<void> => {
  const temporary = `${path}.${randomBytes(6).toString('hex')}${temporarySuffix}`;
  try {
    await onStep?.('before the temporary file');
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text, 'utf8');
      await onStep?.('temporary file written');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await onStep?.('temporary file on disk');
    await check?.(await readFile(temporary, 'utf8'));
    await onStep?.('temporary file read back');
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await onStep?.('file replaced');
  await syncFolder(dirname(path));
  await onStep?.('folder on disk');
};

/** Without this a renamed or removed file can come back after a power cut. Windows has no such call for folders. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** A file that is not there is no error. */
export const removeForGood = async (folder: string, name: string): Promise<void> => {
  await rm(join(folder, name), { force: true });
  await syncFolder(folder);
};
