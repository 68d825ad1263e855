import { ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { WatsonSettings } from '../../../shared/platform/settings.ts';
import type { CallContext, DeviceListing, RegisteredDevice } from '../platform.ts';
import { addressSchema, entries, readEach, type DeviceAddress } from './answers.ts';
import { pathOf, unreadableAnswer, type Query, type WatsonApi } from './api.ts';
import { readPages } from './pages.ts';

/** The console's id of a device, the same as the live feed's mapping makes. */
export type VehicleIdOf = (typeId: string, deviceId: string) => string;

export const registeredDevice = ({ typeId, deviceId }: DeviceAddress, vehicleIdOf: VehicleIdOf): RegisteredDevice => ({
  vehicleId: vehicleIdOf(typeId, deviceId),
  deviceId,
  // As in the live feed: a device has no name beside its id.
  name: deviceId,
  typeId,
  isEnabled: null,
  organizations: [],
});

interface Listing {
  readonly path: string;
  readonly query: Query;
  /** In words: 'group depot-north'. */
  readonly what: string;
}

/** A type is a filter of the platform's, a group a list of its own. */
const listingsOf = ({ types, groups }: WatsonSettings['watch']): readonly Listing[] => {
  if (groups !== undefined) {
    return groups.map((group) => ({ path: pathOf('bulk', 'devices', group), query: {}, what: `group ${group}` }));
  }
  if (types !== undefined) {
    return types.map((typeId) => ({ path: '/bulk/devices', query: { typeId }, what: `type ${typeId}` }));
  }
  return [{ path: '/bulk/devices', query: {}, what: 'list of devices' }];
};

/**
 * Those of the watched types and groups: of both, where both are chosen. A device that stands in several lists is told
 * once. What is missing is said, and what was read is kept.
 */
export const listDevices = async (
  api: WatsonApi,
  watch: WatsonSettings['watch'],
  vehicleIdOf: VehicleIdOf,
  context: CallContext,
  onPage: (devices: readonly RegisteredDevice[]) => void,
): Promise<Result<DeviceListing>> => {
  const known = new Set<string>();
  const types = watch.types === undefined ? null : new Set(watch.types);
  const problems: string[] = [];
  let firstFailure: Failure | null = null;
  let unreadable = 0;
  let wholeCount = 0;
  let rowCount = 0;
  for (const { path, query, what } of listingsOf(watch)) {
    const end = await readPages(api, path, query, context, (rows) => {
      const page = readEach(rows, addressSchema);
      unreadable += page.unreadable;
      const devices = page.items
        .filter(({ typeId }) => types === null || types.has(typeId))
        .map((address) => registeredDevice(address, vehicleIdOf))
        .filter(({ vehicleId }) => {
          const isNew = !known.has(vehicleId);
          known.add(vehicleId);
          return isNew;
        });
      onPage(devices);
    });
    rowCount += end.rowCount;
    if (end.note !== null) problems.push(end.note);
    if (end.failure === null) {
      wholeCount += 1;
      continue;
    }
    if (end.failure.code === 'cancelled') return { ok: false, error: end.failure };
    firstFailure ??= end.failure;
    problems.push(
      end.rowCount === 0
        ? `The ${what} could not be read: ${end.failure.message}`
        : `Of the ${what}, only the first ${end.rowCount} could be read: ${end.failure.message}`,
    );
    // The next list would be refused as well.
    if (end.failure.code === 'not-authorised') break;
  }
  if (firstFailure !== null && wholeCount === 0 && rowCount === 0) return { ok: false, error: firstFailure };
  if (rowCount > 0 && unreadable === rowCount) return { ok: false, error: unreadableAnswer(api.label, 200, 'GET') };
  if (unreadable > 0) problems.push(`${entries(unreadable)} of the list could not be read.`);
  return ok({ problem: problems.length === 0 ? null : problems.join(' ') });
};
