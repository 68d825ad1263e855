import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing, for this user only. One by one: Node's own way to make them all
 * never comes back where a folder is there and yet nothing can be made in it, as under /proc.
 *
 * @throws what the file system says.
 */
export const makeFolder = (folder: string): void => {
  for (const above of missingFolders(dirname(resolve(folder)))) makeOne(above);
  makeOne(resolve(folder));
};

/** From the highest down. */
const missingFolders = (folder: string): readonly string[] => {
  const parent = dirname(folder);
  return existsSync(folder) || parent === folder ? [] : [...missingFolders(parent), folder];
};

const makeOne = (folder: string): void => {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // It was there before, or somebody else has made it meanwhile.
    if (existsSync(folder) && statSync(folder).isDirectory()) return;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error(`no folder can be made in ${dirname(folder)}`, { cause: error });
    }
    throw error;
  }
};
