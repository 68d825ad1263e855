import { z } from 'zod';
import type { Failure } from '../../../shared/contract/result.ts';
import type { CallContext } from '../platform.ts';
import { platformDetails, type RestClient } from '../rest/rest-client.ts';
import { addressKey, listSchema, readEach, type DeviceAddress, type WatsonDevice } from './answers.ts';
import { callContext } from './api.ts';

/** Of the platform's, with room for what goes around the list. */
const largestListBytes = 500 * 1024;
/** So that a part which fails leaves little in doubt. */
const mostPerRequest = 500;

export type BulkWish = DeviceAddress & Pick<WatsonDevice, 'deviceInfo' | 'metadata'>;

export interface BulkOutcome extends DeviceAddress {
  /** `unknown`: the platform may have done it. `not-sent`: an earlier part failed. */
  readonly state: 'done' | 'refused' | 'unknown' | 'not-sent';
  /** Why not, in the platform's words. */
  readonly message: string | null;
  /** Of a device that was registered; told this once. */
  readonly token: string | null;
}

export interface BulkEnd {
  readonly outcomes: readonly BulkOutcome[];
  /** Why not all were sent, or are known. */
  readonly failure: Failure | null;
}

const resultSchema = z.object({
  typeId: z.string(),
  deviceId: z.string(),
  success: z.boolean(),
  authToken: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
});

/**
 * Registers or removes many devices, in as many requests as their size asks for. Each device has its own outcome: what the
 * platform refuses of one does not stop the others. A request that may have been done is not repeated, and the rest is not
 * sent.
 */
const run = async (
  client: RestClient,
  path: string,
  wishes: readonly DeviceAddress[],
  context: CallContext,
): Promise<BulkEnd> => {
  const outcomes: BulkOutcome[] = [];
  for (const part of partsOf(wishes)) {
    const answer = await client.call({ method: 'POST', path, body: part, ...callContext(context) });
    if (!answer.ok) {
      const isInDoubt = platformDetails(answer.error)?.mayHaveHappened !== false;
      outcomes.push(...part.map((wish) => outcomeOf(wish, isInDoubt ? 'unknown' : 'refused', answer.error.message)));
      outcomes.push(...wishes.slice(outcomes.length).map((wish) => outcomeOf(wish, 'not-sent', null)));
      return { outcomes, failure: answer.error };
    }
    const results = readEach(listSchema.safeParse(answer.value.body).data ?? [], resultSchema).items;
    const byAddress = new Map(results.map((result) => [addressKey(result), result]));
    for (const wish of part) {
      const result = byAddress.get(addressKey(wish));
      if (result === undefined) outcomes.push(outcomeOf(wish, 'unknown', 'The platform did not say.'));
      else if (!result.success) outcomes.push(outcomeOf(wish, 'refused', result.message ?? null));
      else outcomes.push({ ...outcomeOf(wish, 'done', null), token: result.authToken ?? null });
    }
  }
  return { outcomes, failure: null };
};

export const addDevices = (client: RestClient, wishes: readonly BulkWish[], context: CallContext): Promise<BulkEnd> =>
  run(client, '/bulk/devices/add', wishes, context);

export const removeDevices = (
  client: RestClient,
  addresses: readonly DeviceAddress[],
  context: CallContext,
): Promise<BulkEnd> => run(client, '/bulk/devices/remove', addresses, context);

const outcomeOf = (
  { typeId, deviceId }: DeviceAddress,
  state: BulkOutcome['state'],
  message: string | null,
): BulkOutcome => ({ typeId, deviceId, state, message, token: null });

/** In their order, each small enough for one request. */
const partsOf = <T>(wishes: readonly T[]): readonly (readonly T[])[] => {
  const parts: T[][] = [];
  let bytes = 0;
  for (const wish of wishes) {
    const ownBytes = Buffer.byteLength(JSON.stringify(wish)) + 1;
    const current = parts.at(-1);
    if (current === undefined || current.length >= mostPerRequest || bytes + ownBytes > largestListBytes) {
      parts.push([wish]);
      bytes = ownBytes;
    } else {
      current.push(wish);
      bytes += ownBytes;
    }
  }
  return parts;
};
