import { ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { IotCentralSettings } from '../../../shared/platform/settings.ts';
import type { CallContext, DeviceListing, RegisteredDevice } from '../platform.ts';
import { deviceSchema, type DeviceAnswer } from './answers.ts';
import { segment } from './api.ts';
import { readPages } from './pages.ts';
import type { Parts } from './parts.ts';

/** The id is unique in an application, and the data export names vehicles by it. */
export const registeredDevice = ({
  id,
  displayName,
  template,
  enabled,
  organizations,
}: DeviceAnswer): RegisteredDevice => ({
  vehicleId: id,
  deviceId: id,
  name: displayName === undefined || displayName.trim() === '' ? id : displayName,
  typeId: template ?? null,
  isEnabled: enabled ?? null,
  organizations: organizations ?? [],
});

/** All vehicles, or those of the groups and templates that are watched. */
export const listDevices = async (
  { api, clock }: Pick<Parts, 'api' | 'clock'>,
  watch: IotCentralSettings['watch'],
  context: CallContext,
  onPage: (devices: readonly RegisteredDevice[]) => void,
): Promise<Result<DeviceListing>> => {
  const types = watch.types === undefined ? undefined : new Set(watch.types);
  const told = new Set<string>();
  const take = (page: readonly DeviceAnswer[]): void => {
    const fresh = page.filter(({ id, template }) => !told.has(id) && isWatched(types, template));
    for (const { id } of fresh) told.add(id);
    onPage(fresh.map(registeredDevice));
  };
  const sources =
    watch.groups === undefined
      ? [{ path: '/devices', action: 'view-devices', what: 'vehicles' } as const]
      : watch.groups.map((group) => ({
          path: `/deviceGroups/${segment(group)}/devices`,
          action: 'view-groups' as const,
          what: `vehicles of the group ${group}`,
        }));
  const problems: string[] = [];
  let failure: Failure | undefined;
  let hasRead = false;
  for (const source of sources) {
    const listing = await readPages(api, clock, { ...source, item: deviceSchema }, context, take);
    if (listing.ok) {
      hasRead = true;
      if (listing.value.problem !== null) problems.push(listing.value.problem);
      continue;
    }
    failure = listing.error;
    if (failure.code === 'cancelled') break;
    problems.push(`The list of ${source.what} could not be read. ${failure.message}`);
  }
  if (failure !== undefined && (!hasRead || failure.code === 'cancelled')) return { ok: false, error: failure };
  return ok({ problem: problems.length === 0 ? null : problems.join(' ') });
};

const isWatched = (types: ReadonlySet<string> | undefined, template: string | undefined): boolean =>
  types === undefined || (template !== undefined && types.has(template));
