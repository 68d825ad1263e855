import { Decrypter, Encrypter, armor, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { passphraseProblem } from '../../shared/backup/passphrase.ts';
import type { Result } from '../../shared/contract/result.ts';
import { largestWorkFactor } from './passphrase-stanza.ts';
import { proposePassphrase } from './propose-passphrase.ts';
import { isSealed, openSealed, seal } from './sealed-file.ts';

const passphrase = 'quiet harbour lamp 7';
const quick = { workFactor: 8 };

const sealed = async (text: string): Promise<string> => {
  const result = await seal(text, passphrase, quick);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const reasonOf = (result: Result<unknown>): unknown => (result.ok ? 'opened' : result.error.details);

/** A file as another program of the age family writes it, with age-encryption's own passphrase recipient. */
const foreign = async (text: string, workFactor = 8): Promise<Uint8Array> => {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return encrypter.encrypt(text);
};

test('what was sealed is opened with the passphrase, whatever characters are in it', async () => {
  const text = 'Dépôt 😀\n'.repeat(20_000);
  expect(await openSealed(await sealed(text), passphrase)).toEqual({ ok: true, value: text });
  expect(await openSealed(await sealed(''), passphrase)).toEqual({ ok: true, value: '' });
});

test('the file is of the age format: version, one scrypt recipient, authentication code', async () => {
  const result = await seal('x', passphrase);
  const bytes = armor.decode(result.ok ? result.value : '');
  expect(Buffer.from(bytes).toString('latin1')).toMatch(
    /^age-encryption\.org\/v1\n-> scrypt [\w+/]{22} 18\n[\w+/]{43}\n--- [\w+/]{43}\n/,
  );
});

test('the reference implementation opens what this console seals', async () => {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  expect(await decrypter.decrypt(armor.decode(await sealed('Hamburg')), 'text')).toBe('Hamburg');
});

test('this console opens what the reference implementation seals, armoured or not, as text or bytes', async () => {
  const bytes = await foreign('Hamburg');
  const armored = armor.encode(bytes);
  for (const content of [bytes, armored, Buffer.from(armored), `\n${armored}\n`]) {
    expect(await openSealed(content, passphrase)).toEqual({ ok: true, value: 'Hamburg' });
  }
});

test('a wrong passphrase says so', async () => {
  expect(reasonOf(await openSealed(await sealed('x'), 'quiet harbour lamp 8'))).toEqual({ reason: 'wrong-passphrase' });
});

test.each(['', 'plain text', '{"format":"fleetdeck-settings"}', '\0\0\0\0', '-----BEGIN CERTIFICATE-----'])(
  'what is no age file says so (%j)',
  async (content) => {
    expect(isSealed(content)).toBe(false);
    expect(reasonOf(await openSealed(content, passphrase))).toEqual({ reason: 'not-sealed' });
  },
);

test('a file that was cut anywhere is never opened, and says that it is not whole', async () => {
  const bytes = await foreign('Hamburg');
  for (let length = 30; length < bytes.length; length += 7) {
    expect(['incomplete', 'damaged'].map((reason) => ({ reason }))).toContainEqual(
      reasonOf(await openSealed(bytes.subarray(0, length), passphrase)),
    );
  }
  const armored = armor.encode(bytes);
  expect(reasonOf(await openSealed(armored.slice(0, armored.length - 40), passphrase))).toEqual({
    reason: 'incomplete',
  });
});

test('a file with one byte changed is never opened', async () => {
  const bytes = await foreign('Hamburg');
  for (let index = 22; index < bytes.length; index += 5) {
    const changed = Uint8Array.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(reasonOf(await openSealed(changed, passphrase)), `byte ${String(index)}`).not.toBe('opened');
  }
});

const withWorkFactor = async (text: string): Promise<Uint8Array> => {
  const bytes = await foreign('x');
  return Buffer.from(
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/(-> scrypt \S+) 8\n/, `$1 ${text}\n`),
    'latin1',
  );
};

test('a file that asks for more work than is sensible is refused before any of it is done', async () => {
  for (const text of [String(largestWorkFactor + 1), '40', '999999999']) {
    expect(reasonOf(await openSealed(await withWorkFactor(text), passphrase))).toEqual({ reason: 'too-much-work' });
  }
});

test.each(['0', '08', '-1', '1e1', '8 8', 'x'])('a work factor that is no number is damage (%s)', async (text) => {
  expect(reasonOf(await openSealed(await withWorkFactor(text), passphrase))).toEqual({ reason: 'damaged' });
});

test('a file for a key, not a passphrase, says so', async () => {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(await generateX25519Identity()));
  expect(reasonOf(await openSealed(await encrypter.encrypt('x'), passphrase))).toEqual({ reason: 'other-key' });
});

test('a file that is too large is not looked at', async () => {
  expect(reasonOf(await openSealed('x'.repeat(16_000_001), passphrase))).toEqual({ reason: 'too-large' });
});

test('a timer falls due while a file is being sealed: the work is not done on this thread', async () => {
  let isSealing = true;
  let turns = 0;
  const turn = () => {
    turns++;
    if (isSealing) setImmediate(turn);
  };
  setImmediate(turn);
  await seal('x', passphrase, { workFactor: 14 });
  isSealing = false;
  expect(turns).toBeGreaterThan(5);
});

test.each([
  ['short', 'Use at least 12 characters.'],
  ['aaaaaaaaaaaaaaaa', 'different characters'],
  ['abababababababab', 'different characters'],
  ['abcdefghijklmnop', 'in their order'],
  ['9876543210987654', 'in their order'],
  [' quiet harbour lamp', 'spaces'],
  ['😀'.repeat(11), 'Use at least 12 characters.'],
  ['ab'.repeat(600), 'at most 1000'],
])('a passphrase that protects nothing is not taken (%s)', async (weak, words) => {
  expect(passphraseProblem(weak)).toContain(words);
  expect(reasonOf(await seal('x', weak, quick))).toEqual({ reason: 'weak-passphrase' });
});

test('a proposed passphrase is taken, is another each time, and has the entropy that it says', () => {
  const proposals = Array.from({ length: 200 }, proposePassphrase);
  expect(new Set(proposals.map((proposal) => proposal.passphrase)).size).toBe(200);
  for (const proposal of proposals) {
    expect(proposal.passphrase).toMatch(/^([a-hj-km-np-z2-9]{4}-){4}[a-hj-km-np-z2-9]{4}$/);
    expect(passphraseProblem(proposal.passphrase)).toBeUndefined();
    expect(proposal.entropyBits).toBe(99);
  }
  const used = new Set(proposals.flatMap((proposal) => Array.from(proposal.passphrase.replaceAll('-', ''))));
  expect(used.size).toBe(31);
});
