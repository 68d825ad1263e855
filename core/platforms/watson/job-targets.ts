import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { NewJob } from '../../../shared/platform/job.ts';
import type { CallContext, RegisteredDevice } from '../platform.ts';
import { addressKey, deviceSchema, type DeviceAddress, type WatsonDevice } from './answers.ts';
import { devicePath, pathOf, type WatsonApi } from './api.ts';
import { takes, type managementAction } from './management-actions.ts';
import { vehicles } from './job-progress.ts';
import { readAll } from './pages.ts';
import { addressOf } from './registry.ts';

/** Of one request; see "Device management requests" in the platform's documentation. */
export const mostDevices = 5000;
/** Up to here each device is asked for by itself; beyond, the list of those that take the action is shorter. */
const mostSingleReads = 20;
const mostNamed = 5;

type Action = NonNullable<ReturnType<typeof managementAction>>;

export interface Targets {
  readonly devices: readonly DeviceAddress[];
  /** In words, for how many and who was left out. */
  readonly words: string;
}

/**
 * Those of the target that take the action. The platform refuses a request whole when one device of it does not, so these
 * are left out, and said.
 */
export const resolveTargets = async (
  api: WatsonApi,
  target: NewJob['target'],
  chosen: readonly RegisteredDevice[],
  action: Action,
  context: CallContext,
): Promise<Result<Targets>> => {
  const candidates =
    target.kind === 'group'
      ? await readGroup(api, target.groupId, action, context)
      : await readChosen(api, chosen, action, context);
  if (!candidates.ok) return candidates;
  const willing = candidates.value.filter(({ isWilling }) => isWilling).map(({ address }) => address);
  const others = candidates.value.filter(({ isWilling }) => !isWilling).map(({ address }) => address.deviceId);
  const named = others.slice(0, mostNamed).join(', ') + (others.length > mostNamed ? ', …' : '');
  if (willing.length === 0) {
    return fail(
      'invalid-params',
      others.length === 0
        ? 'There are no vehicles in this group.'
        : `None of these vehicles takes this action (${named}): each must be under device management and support it. Nothing was sent.`,
    );
  }
  if (willing.length > mostDevices) {
    return fail('invalid-params', `A request goes to ${mostDevices} vehicles at most; these are ${willing.length}.`);
  }
  const group = target.kind === 'group' ? `Group ${target.groupId}: ` : '';
  const words =
    others.length === 0
      ? `${group}${vehicles(willing.length)}`
      : `${group}${willing.length} of ${vehicles(willing.length + others.length)}; left out, because they do not take this action: ${named}`;
  return ok({ devices: willing, words });
};

interface Candidate {
  readonly address: DeviceAddress;
  readonly isWilling: boolean;
}

const candidateOf = (device: WatsonDevice, action: Action): Candidate => ({
  address: { typeId: device.typeId, deviceId: device.deviceId },
  isWilling: takes(device, action),
});

const readGroup = async (
  api: WatsonApi,
  groupId: string,
  action: Action,
  context: CallContext,
): Promise<Result<readonly Candidate[]>> => {
  const members = await readAll(api, pathOf('bulk', 'devices', groupId), deviceSchema, addressKey, context);
  if (!members.ok) return members;
  // An action for a group of which a part is unknown would reach fewer than whoever orders it believes.
  if (members.value.unreadable > 0) {
    return fail(
      'refused',
      `${members.value.unreadable} members of the group could not be read, so nothing was sent. Tell whoever runs the platform.`,
    );
  }
  return ok(members.value.items.map((device) => candidateOf(device, action)));
};

const readChosen = async (
  api: WatsonApi,
  chosen: readonly RegisteredDevice[],
  action: Action,
  context: CallContext,
): Promise<Result<readonly Candidate[]>> => {
  const addresses: DeviceAddress[] = [];
  for (const device of chosen) {
    const address = addressOf(device);
    if (!address.ok) return address;
    addresses.push(address.value);
  }
  if (addresses.length > mostSingleReads) return readWilling(api, addresses, action, context);
  const candidates: Candidate[] = [];
  for (const answer of await Promise.all(
    addresses.map((address) => api.get(devicePath(address), deviceSchema, context)),
  )) {
    if (!answer.ok) return answer;
    candidates.push(candidateOf(answer.value, action));
  }
  return ok(candidates);
};

const readWilling = async (
  api: WatsonApi,
  addresses: readonly DeviceAddress[],
  action: Action,
  context: CallContext,
): Promise<Result<readonly Candidate[]>> => {
  const query = { [`mgmt.supports.${action.support}`]: true };
  const all = await readAll(api, '/bulk/devices', deviceSchema, addressKey, context, query);
  if (!all.ok) return all;
  const willing = new Set(all.value.items.filter((device) => takes(device, action)).map(addressKey));
  return ok(addresses.map((address) => ({ address, isWilling: willing.has(addressKey(address)) })));
};
