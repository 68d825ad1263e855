import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { removeForGood, writeAtomically, type OnStep } from '../files/atomic-file.ts';
import { isMissing } from '../files/secret-files.ts';
import { wrappedKeySchema } from './passphrase.ts';
import { seal, unseal, type Sealed } from './seal.ts';

const common = {
  version: z.literal(1),
  keyId: z.string().regex(/^[a-z0-9]+$/),
  createdAtMs: z.number(),
  /** Opens with the right key only: a key from elsewhere is not taken for ours. */
  proof: z.base64(),
};

/** How to come by one data key. */
const keySlotSchema = z.discriminatedUnion('backend', [
  z.strictObject({ ...common, backend: z.literal('passphrase'), wrapped: wrappedKeySchema }),
  z.strictObject({
    ...common,
    backend: z.literal('os-keyring'),
    /** The name of the keyring's entry. */
    account: z.string().min(1),
  }),
]);
export type KeySlot = z.infer<typeof keySlotSchema>;
export type PassphraseSlot = Extract<KeySlot, { backend: 'passphrase' }>;
export type KeyringSlot = Extract<KeySlot, { backend: 'os-keyring' }>;

/** Which backend new secrets go to. `keyId` is null for the one that has no key: memory. */
const choiceSchema = z.discriminatedUnion('backend', [
  z.strictObject({ version: z.literal(1), backend: z.literal('memory'), keyId: z.null() }),
  z.strictObject({ version: z.literal(1), backend: z.enum(['os-keyring', 'passphrase']), keyId: z.string().min(1) }),
]);
export type VaultChoiceFile = z.infer<typeof choiceSchema>;

export interface KeySlots {
  list(): Promise<readonly KeySlot[]>;
  /** `check` is given what was read back, before the former file goes; it throws where that is not what it should be. */
  write(slot: KeySlot, check: (written: KeySlot) => Promise<void> | void): Promise<void>;
  remove(keyId: string): Promise<void>;
  /** `damaged`: there is a file, and nobody may act as if there were none. */
  choice(): Promise<VaultChoiceFile | 'undecided' | 'damaged'>;
  choose(choice: VaultChoiceFile): Promise<void>;
}

const prefix = 'key-';
const suffix = '.json';
const choiceName = 'vault.json';

export const openKeySlots = (folder: string, onStep?: OnStep): KeySlots => {
  const nameOf = (keyId: string): string => `${prefix}${keyId}${suffix}`;
  return {
    list: async () => {
      const names = (await readdir(folder)).filter((name) => name.startsWith(prefix) && name.endsWith(suffix));
      const slots = await Promise.all(names.map((name) => readParsed(join(folder, name), keySlotSchema)));
      return slots.flatMap((slot) => (typeof slot === 'string' ? [] : [slot]));
    },
    write: (slot, check) =>
      writeAtomically(join(folder, nameOf(slot.keyId)), `${JSON.stringify(slot, undefined, 2)}\n`, {
        check: async (text) => {
          await check(keySlotSchema.parse(JSON.parse(text)));
        },
        onStep,
      }),
    remove: async (keyId) => {
      await removeForGood(folder, nameOf(keyId));
      await onStep?.('key slot removed');
    },
    choice: async () => {
      const choice = await readParsed(join(folder, choiceName), choiceSchema);
      return choice === 'absent' ? 'undecided' : choice;
    },
    choose: (choice) =>
      writeAtomically(join(folder, choiceName), `${JSON.stringify(choice, undefined, 2)}\n`, { onStep }),
  };
};

const readParsed = async <T>(path: string, schema: z.ZodType<T>): Promise<T | 'absent' | 'damaged'> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return 'absent';
    throw error;
  }
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : 'damaged';
  } catch {
    return 'damaged';
  }
};

const proofText = 'fleetdeck';
const proofContext = (keyId: string): readonly string[] => ['fleetdeck-vault-proof', keyId];

export const proofOf = (key: Buffer, keyId: string): Sealed => seal(key, proofText, proofContext(keyId));
export const fitsProof = (key: Buffer, slot: KeySlot): boolean =>
  unseal(key, slot.proof, proofContext(slot.keyId)) === proofText;
