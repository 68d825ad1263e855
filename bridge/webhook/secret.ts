import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const bearer = /^Bearer +/i;

/**
 * Whether a header's value is one of the secrets, as it stands or after "Bearer". Takes as long for a wrong one as for a
 * right one: digests have one length, and all of them are compared.
 */
export const createSecretCheck = (secrets: readonly string[]): ((header: string | string[] | undefined) => boolean) => {
  const known = secrets.map(digest);
  return (header) => {
    if (typeof header !== 'string') return false;
    let isRight = false;
    for (const candidate of [digest(header), digest(header.replace(bearer, ''))]) {
      for (const secret of known) if (timingSafeEqual(candidate, secret)) isRight = true;
    }
    return isRight;
  };
};
