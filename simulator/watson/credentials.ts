import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { roleNames, type RoleName } from './roles.ts';

const id = z.string().regex(/^[A-Za-z0-9_.-]{1,36}$/);
const secret = z.string().min(1).max(200);
const apiKey = z.string().regex(/^a-[A-Za-z0-9_.]{1,36}-[A-Za-z0-9]{10}$/);
const keySchema = z.strictObject({ apiKey, apiToken: secret });

/** What an API key is shown as when it is made, and never again. */
export type KeyCredentials = z.infer<typeof keySchema>;

const keysSchema = z.strictObject({
  standard: keySchema,
  operations: keySchema,
  admin: keySchema,
  backendTrusted: keySchema,
  dataProcessor: keySchema,
  visualization: keySchema,
  device: keySchema,
} satisfies Readonly<Record<RoleName, typeof keySchema>>);

/**
 * What the practice platform lets in from the start: an API key for each role, and one device that nobody simulates.
 * `apiKey` and `apiToken` are those of the standard role.
 */
export const practiceCredentialsSchema = z.strictObject({
  org: id,
  apiKey,
  apiToken: secret,
  device: z.strictObject({ typeId: id, deviceId: id, token: secret }),
  keys: keysSchema,
});
export type PracticeCredentials = z.infer<typeof practiceCredentialsSchema>;

const lowercase = 'abcdefghijklmnopqrstuvwxyz0123456789';
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const randomText = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** The platform's form: 18 characters. */
export const createToken = (): string => randomText(`${alphanumeric}-_*@`, 18);

/** The platform's form: an API key `a-{org}-{10}`. */
export const createKey = (org: string): KeyCredentials => ({
  apiKey: `a-${org}-${randomText(alphanumeric, 10)}`,
  apiToken: createToken(),
});

/** New with every start; an org is 6 characters. */
export const createCredentials = (): PracticeCredentials => {
  const org = randomText(lowercase, 6);
  const keys = keysSchema.parse(Object.fromEntries(roleNames.map((name) => [name, createKey(org)])));
  const device = { typeId: 'van', deviceId: 'VAN-SPARE', token: createToken() };
  return { org, ...keys.standard, device, keys };
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes the same time wherever the difference is. */
export const isSameSecret = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));
