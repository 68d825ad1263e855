import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const id = z.string().regex(/^[A-Za-z0-9_.-]{1,36}$/);
const secret = z.string().min(1).max(200);

/** What the practice platform lets in: one API key, and one device that nobody simulates. */
export const practiceCredentialsSchema = z.strictObject({
  org: id,
  apiKey: z.string().regex(/^a-[A-Za-z0-9_.]{1,36}-[A-Za-z0-9]{10}$/),
  apiToken: secret,
  device: z.strictObject({ typeId: id, deviceId: id, token: secret }),
});
export type PracticeCredentials = z.infer<typeof practiceCredentialsSchema>;

const lowercase = 'abcdefghijklmnopqrstuvwxyz0123456789';
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const randomText = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** The platform's forms: an org of 6, an API key `a-{org}-{10}`, tokens of 18 characters. New with every start. */
export const createCredentials = (): PracticeCredentials => {
  const org = randomText(lowercase, 6);
  const token = (): string => randomText(`${alphanumeric}-_*@`, 18);
  return {
    org,
    apiKey: `a-${org}-${randomText(alphanumeric, 10)}`,
    apiToken: token(),
    device: { typeId: 'van', deviceId: 'VAN-SPARE', token: token() },
  };
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes the same time wherever the difference is. */
export const isSameSecret = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));
