import { fail, type ErrorCode, type Failure, type Result } from '../../shared/contract/result.ts';
import type { NewDevice } from '../../shared/platform/device.ts';
import type {
  CallContext,
  DeviceOutcome,
  MadeDevice,
  ManyEnd,
  PlatformRegistry,
  RegisteredDevice,
} from './platform.ts';
import { platformDetails } from './rest/rest-client.ts';

/** As one list where the platform takes one, else one after the other; undefined where it cannot make devices at all. */
export const createMany = (
  registry: PlatformRegistry,
  devices: readonly NewDevice[],
  context: CallContext,
): Promise<ManyEnd<MadeDevice>> | undefined => {
  if (registry.createMany !== undefined) return registry.createMany(devices, context);
  return registry.create === undefined
    ? undefined
    : oneByOne(
        devices,
        (device) => registry.create?.(device, context),
        (outcome, made) => ({ ...outcome, device: made?.device ?? null, credentials: made?.credentials ?? null }),
      );
};

export const removeMany = (
  registry: PlatformRegistry,
  devices: readonly RegisteredDevice[],
  context: CallContext,
): Promise<ManyEnd<DeviceOutcome>> | undefined => {
  if (registry.removeMany !== undefined) return registry.removeMany(devices, context);
  return registry.remove === undefined
    ? undefined
    : oneByOne(
        devices,
        (device) => registry.remove?.(device, context),
        (outcome) => outcome,
      );
};

const unsupported = fail('unsupported', 'This platform does not offer this.');

/** Of one device alone. After any other failure the next one would fail likewise. */
const ownFailures: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['refused', 'conflict', 'not-found', 'invalid-params']);

const oneByOne = async <D, V, O extends DeviceOutcome>(
  devices: readonly D[],
  act: (device: D) => Promise<Result<V>> | undefined,
  outcomeOf: (outcome: DeviceOutcome, value: V | undefined) => O,
): Promise<ManyEnd<O>> => {
  const outcomes: O[] = [];
  for (const device of devices) {
    const answer = (await act(device)) ?? unsupported;
    if (answer.ok) {
      outcomes.push(outcomeOf({ state: 'done', message: null }, answer.value));
      continue;
    }
    const isInDoubt = platformDetails(answer.error)?.mayHaveHappened === true;
    outcomes.push(outcomeOf({ state: isInDoubt ? 'unknown' : 'refused', message: answer.error.message }, undefined));
    if (ownFailures.has(answer.error.code)) continue;
    const unsent = devices.slice(outcomes.length);
    outcomes.push(...unsent.map(() => outcomeOf({ state: 'not-sent', message: null }, undefined)));
    return { outcomes, failure: answer.error };
  }
  return { outcomes, failure: null };
};

/** The failure, where it is all there is to tell: nothing was done, and nothing may have been. */
export const wholeFailure = ({ outcomes, failure }: ManyEnd<DeviceOutcome>): Failure | null =>
  outcomes.every(({ state }) => state === 'refused' || state === 'not-sent') ? failure : null;
