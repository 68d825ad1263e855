import { X509Certificate } from 'node:crypto';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { PlatformDetails } from './details.ts';

/** Node passes over what it cannot read in a CA file, and then trusts nobody: the wrong words would follow. */
export const checkAuthorities = (caPem: string | undefined): Result<undefined> => {
  if (caPem === undefined) return ok(undefined);
  const certificates =
    caPem.match(/-----BEGIN [A-Z0-9 ]*CERTIFICATE-----[^-]+-----END [A-Z0-9 ]*CERTIFICATE-----/g) ?? [];
  return certificates.length > 0 && certificates.every(isReadable)
    ? ok(undefined)
    : fail(
        'invalid-params',
        'The CA file of this connection cannot be used: it is damaged or holds no certificate. Choose the file again.',
        { reason: 'invalid-settings', mayHaveHappened: false } satisfies PlatformDetails,
      );
};

const isReadable = (pem: string): boolean => {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
};
