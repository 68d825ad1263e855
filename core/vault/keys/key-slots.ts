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
  /** Makes both files of each slot whole and the same. Only while nobody writes. */
  repair(): Promise<void>;
  /** `check` is given what was read back, before the former file goes; it throws where that is not what it should be. */
  write(slot: KeySlot, check: (written: KeySlot) => Promise<void> | void): Promise<void>;
  remove(keyId: string): Promise<void>;
  /** `damaged`: there is a file, and nobody may act as if there were none. */
  choice(): Promise<VaultChoiceFile | 'undecided' | 'damaged'>;
  choose(choice: VaultChoiceFile): Promise<void>;
}

const slotName = /^key-([a-z0-9]+)(\.copy)?\.json$/;
const choiceName = 'vault.json';

/**
 * Each slot stands in two files, as in LUKS, because all secrets are lost with the only one. The first is written first
 * and is the one that counts as long as it is whole.
 */
export const openKeySlots = (folder: string, onStep?: OnStep): KeySlots => {
  const nameOf = (keyId: string): string => `key-${keyId}.json`;
  const copyNameOf = (keyId: string): string => `key-${keyId}.copy.json`;
  const textOf = (slot: KeySlot): string => `${JSON.stringify(slot, undefined, 2)}\n`;

  const readBoth = async (keyId: string) => {
    const [first, copy] = await Promise.all(
      [nameOf(keyId), copyNameOf(keyId)].map((name) => readParsed(join(folder, name), keySlotSchema)),
    );
    const slots = [first, copy].map((slot) => (typeof slot === 'object' && slot.keyId === keyId ? slot : undefined));
    return { first: slots[0], copy: slots[1] };
  };

  const listBoth = async () => {
    const keyIds = (await readdir(folder)).flatMap((name) => slotName.exec(name)?.[1] ?? []);
    return await Promise.all([...new Set(keyIds)].map((keyId) => readBoth(keyId)));
  };

  return {
    list: async () => (await listBoth()).flatMap(({ first, copy }) => first ?? copy ?? []),
    repair: async () => {
      for (const { first, copy } of await listBoth()) {
        const slot = first ?? copy;
        if (slot === undefined) continue;
        const text = textOf(slot);
        if (first === undefined) await writeAtomically(join(folder, nameOf(slot.keyId)), text, { onStep });
        if (copy === undefined || textOf(copy) !== text) {
          await writeAtomically(join(folder, copyNameOf(slot.keyId)), text, { onStep });
        }
      }
    },
    write: async (slot, check) => {
      const checkText = async (text: string): Promise<void> => {
        await check(keySlotSchema.parse(JSON.parse(text)));
      };
      await writeAtomically(join(folder, nameOf(slot.keyId)), textOf(slot), { check: checkText, onStep });
      await writeAtomically(join(folder, copyNameOf(slot.keyId)), textOf(slot), { onStep });
    },
    remove: async (keyId) => {
      await removeForGood(folder, nameOf(keyId));
      await onStep?.('key slot removed');
      await removeForGood(folder, copyNameOf(keyId));
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
