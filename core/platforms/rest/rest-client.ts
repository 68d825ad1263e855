import type { Result } from '../../../shared/contract/result.ts';
import { parsePlatformAddress } from './address.ts';
import { PlatformClient } from './platform-client.ts';
import { checkAuthorities } from './trust.ts';
import type { RestClient, RestClientNeeds } from './types.ts';
import { createHttpWire } from './wire.ts';

export { platformDetails, type FailureReason, type PlatformDetails } from './details.ts';
export { Turnstiles } from './turnstiles.ts';
export type { Lane } from './lane.ts';
export type { PlatformError, RestAnswer, RestClient, RestClientNeeds, RestRequest, RetryRule } from './types.ts';

/**
 * The way by which every call to one platform goes: within its limits, with pauses when it asks for them, tried again where
 * that is safe, and with failures in words for an operator. One client for each connection; the limits are kept by all of
 * them together.
 *
 * An address or CA file that cannot be used is what every call then fails with.
 */
export const createRestClient = (needs: RestClientNeeds, createWire = createHttpWire): RestClient => {
  const address = parsePlatformAddress(needs.baseUrl);
  if (!address.ok) return refuseAll(address);
  const authorities = checkAuthorities(needs.caPem);
  return authorities.ok ? new PlatformClient(needs, address.value, createWire) : refuseAll(authorities);
};

const refuseAll = (reason: Result<never>): RestClient => {
  const refuse = (): Promise<Result<never>> => Promise.resolve(reason);
  return {
    call: refuse,
    follow: refuse,
    pressure: { waiting: 0, backingOffUntilMs: null },
    close: () => undefined,
  };
};
