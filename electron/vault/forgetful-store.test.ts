import type Store from 'electron-store';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../../core/log.ts';
import { openCiphertextStore } from './ciphertext-store.ts';

/** A disk that takes every write and keeps none. */
vi.mock('electron-store', async (importActual) => {
  const { default: Actual } = await importActual<{ default: typeof Store }>();
  return {
    default: class extends Actual {
      override set(): void {
        // Nothing is kept.
      }
    },
  };
});

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetdeck-forgetful-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('what the first version wrote stays where what takes its place cannot be read back', async () => {
  const file = join(folder, 'secrets.json');
  const text = JSON.stringify({ 'connection/depot/password': { backend: 'keychain', ciphertext: 'c2VhbGVk' } });
  await writeFile(file, text);
  expect(() => openCiphertextStore(folder, silentLog, 0)).toThrow('what was read back is not what was written');
  expect(await readFile(file, 'utf8')).toBe(text);
});
