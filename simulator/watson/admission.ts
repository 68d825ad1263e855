import { parseClientId, type ApplicationIdentity, type ClientIdentity, type DeviceIdentity } from './client-id.ts';
import { closeCode, type CloseCode } from './close-code.ts';
import { isSameSecret } from './credentials.ts';
import type { Permission } from './roles.ts';
import type { DeviceAddress } from './topic-rules.ts';

/** Whom the organisation knows. */
export interface Directory {
  readonly org: string;
  isKey(apiKey: string, apiToken: string): boolean;
  /** Whether a key that was let in still stands. */
  isValid(apiKey: string): boolean;
  allows(apiKey: string, permission: Permission): boolean;
  /** Null for a device that nobody may connect as, undefined for one that is not registered. */
  deviceToken(device: DeviceAddress): string | null | undefined;
}

export interface Applicant {
  readonly clientId: string;
  readonly cleanSession: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

export type Admission =
  | { readonly isAdmitted: true; readonly identity: ApplicationIdentity | DeviceIdentity }
  | { readonly isAdmitted: false; readonly closeCode: CloseCode; readonly identity: ClientIdentity | undefined };

/** The user name of every device; its password is its token. */
export const deviceUser = 'use-token-auth';

/** Whoever is refused is told return code 5, "not authorized", whatever was wrong: the platform gives no hints. */
export const admit = (applicant: Applicant, directory: Directory): Admission => {
  const identity = parseClientId(applicant.clientId);
  const refused = (code: CloseCode): Admission => ({ isAdmitted: false, closeCode: code, identity });
  if (identity?.org !== directory.org) return refused(closeCode.badClientId);

  const { username = '', password = '' } = applicant;
  if (identity.kind === 'application') {
    // Without an instance there is nobody to keep a session for.
    if (identity.isShared && identity.instanceId === null && !applicant.cleanSession)
      return refused(closeCode.badClientId);
    return directory.isKey(username, password) ? { isAdmitted: true, identity } : refused(closeCode.notAuthorized);
  }
  if (identity.kind === 'gateway') return refused(closeCode.notAuthorized);
  const isRight = username === deviceUser && isDeviceToken(directory, identity, password);
  return isRight ? { isAdmitted: true, identity } : refused(closeCode.notAuthorized);
};

export const isDeviceToken = (directory: Directory, device: DeviceAddress, given: string): boolean => {
  const token = directory.deviceToken(device);
  return typeof token === 'string' && isSameSecret(given, token);
};
