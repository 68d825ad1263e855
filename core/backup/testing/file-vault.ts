import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createTestVault, type TestVault } from './backup-fixture.ts';

/** For tests with made-up secrets: a vault that outlives its process, each change whole. */
export const openFileVault = (file: string): TestVault => {
  const stored: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const held = new Map(Object.entries(stored as Readonly<Record<string, string>>));
  return createTestVault(held, () => {
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(held)));
    renameSync(`${file}.new`, file);
  });
};
