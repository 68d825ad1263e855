import { parseClientId, type ApplicationIdentity, type ClientIdentity, type DeviceIdentity } from './client-id.ts';
import { closeCode, type CloseCode } from './close-code.ts';
import { isSameSecret, type PracticeCredentials } from './credentials.ts';

export interface Applicant {
  readonly clientId: string;
  readonly cleanSession: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

export type Admission =
  | { readonly isAdmitted: true; readonly identity: ApplicationIdentity | DeviceIdentity }
  | { readonly isAdmitted: false; readonly closeCode: CloseCode; readonly identity: ClientIdentity | undefined };

/** Whoever is refused is told return code 5, "not authorized", whatever was wrong: the platform gives no hints. */
export const admit = (applicant: Applicant, credentials: PracticeCredentials): Admission => {
  const identity = parseClientId(applicant.clientId);
  const refused = (code: CloseCode): Admission => ({ isAdmitted: false, closeCode: code, identity });
  if (identity?.org !== credentials.org) return refused(closeCode.badClientId);

  const { username = '', password = '' } = applicant;
  if (identity.kind === 'application') {
    // Without an instance there is nobody to keep a session for.
    if (identity.isShared && identity.instanceId === null && !applicant.cleanSession)
      return refused(closeCode.badClientId);
    const isRight = isSameSecret(username, credentials.apiKey) && isSameSecret(password, credentials.apiToken);
    return isRight ? { isAdmitted: true, identity } : refused(closeCode.notAuthorized);
  }
  const { device } = credentials;
  if (identity.kind === 'gateway') return refused(closeCode.notAuthorized);
  const isRegistered = identity.typeId === device.typeId && identity.deviceId === device.deviceId;
  const isRight = username === 'use-token-auth' && isSameSecret(password, device.token);
  return isRegistered && isRight ? { isAdmitted: true, identity } : refused(closeCode.notAuthorized);
};
