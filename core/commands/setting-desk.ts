import type { ParameterValues } from '../../shared/command/definition.ts';
import type { CommandRecord } from '../../shared/command/record.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Mapping, SignalMapping } from '../../shared/mapping/mapping.ts';
import type { Setting, SettingValue } from '../../shared/platform/setting.ts';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { convert } from '../../shared/vehicle/units.ts';
import type { CommandedConnections, CommandedFleet } from './commanded.ts';
import type { Commander } from './commander.ts';
import type { CommandedSetting, CommandedSettings } from './described-vehicle.ts';
import { settingFrom, type Report } from './setting-state.ts';

export interface VehicleAddress {
  readonly connectionId: string;
  readonly vehicleId: string;
}

export interface SettingDeskNeeds {
  readonly fleet: Pick<CommandedFleet, 'latest'>;
  readonly connections: Pick<CommandedConnections, 'find'>;
  readonly commander: Pick<Commander, 'draft' | 'confirm' | 'newest'>;
}

/** More commands with settings than one looks back over for what was last wanted. */
const wishesLookedAt = 50;

/**
 * Settings of vehicles whose platform keeps none, such as Watson's. A change is one command with the values, confirmed,
 * recorded and followed like any other; what is wanted is read from the record of commands, what is there from the
 * vehicle's messages.
 */
export class SettingDesk {
  readonly #needs: SettingDeskNeeds;

  constructor(needs: SettingDeskNeeds) {
    this.#needs = needs;
  }

  /** Empty where its type's description names none. */
  read({ connectionId, vehicleId }: VehicleAddress): readonly Setting[] {
    const { connections, commander } = this.#needs;
    const connection = connections.find(connectionId);
    const described = connection?.describe?.(vehicleId)?.settings;
    if (connection === undefined || described === undefined) return [];
    const { name } = described.command;
    // What was asked of another platform's vehicle of this name, before the connection led here, is no wish of this one.
    const wishes = commander.newest({ connectionId, vehicleId, name, place: connection.place }, wishesLookedAt);
    return described.settings.map((setting) =>
      settingFrom(
        setting,
        wishes.find(({ parameters }) => Object.hasOwn(parameters, setting.path)),
        this.#report({ connectionId, vehicleId }, connection.mapping, setting),
      ),
    );
  }

  /** By path. Sent is not applied: reading again tells. A failure whose details say `mayHaveHappened` leaves that open. */
  async change(address: VehicleAddress, values: Readonly<Record<string, SettingValue | null>>): Promise<Result<null>> {
    const { connections, commander } = this.#needs;
    const described = connections.find(address.connectionId)?.describe?.(address.vehicleId)?.settings;
    if (described === undefined)
      return fail('unsupported', 'The description of this vehicle’s type names no settings.');
    if (Object.keys(values).length === 0) return fail('invalid-params', 'No setting was changed, so nothing was sent.');
    const parameters = wantedValues(values);
    if (parameters === undefined) {
      return fail('unsupported', 'A value that went to the vehicle cannot be taken back. Send another one.');
    }
    const draft = commander.draft({ ...address, name: described.command.name, parameters });
    if (!draft.ok) return named(draft, described);
    const unmet = draft.value.checks.find(({ isMet }) => !isMet);
    if (unmet !== undefined) return fail('refused', `Not sent. ${unmet.explanation} (${unmet.evidence})`);
    const confirmed = await commander.confirm(draft.value.record.id);
    return confirmed.ok ? sentOrNot(confirmed.value) : confirmed;
  }

  #report(address: VehicleAddress, mapping: Mapping, { path }: CommandedSetting): Report | undefined {
    const { connectionId, vehicleId } = address;
    const reports = sourcesOf(mapping, path).flatMap((source): readonly Report[] => {
      const state = this.#needs.fleet.latest(connectionId, vehicleId, source.to);
      if (state === undefined) return [];
      return [{ value: sentValue(state, source), atMs: state.receivedAtMs === 0 ? null : state.receivedAtMs }];
    });
    return reports.toSorted((a, b) => (b.atMs ?? 0) - (a.atMs ?? 0))[0];
  }
}

type Source = Pick<SignalMapping, 'to' | 'unit' | 'values'>;

/** A field is what the mapping makes of it, and shown under its own name where it makes nothing. */
const sourcesOf = ({ routes }: Mapping, field: string): readonly Source[] => [
  ...routes.flatMap((route) => (route.kind === 'telemetry' ? route.signals.filter(({ from }) => from === field) : [])),
  { to: field },
];

/**
 * As the vehicle sent it: the type's description speaks of that, and may know its unit better than a mapping that was made
 * for any vehicle.
 */
const sentValue = ({ value, unit }: SignalState, source: Source): SettingValue => {
  const theirs = Object.entries(source.values ?? {}).find(([, ours]) => ours === value)?.[0];
  if (theirs !== undefined) return theirs;
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value !== 'number' || unit === null || source.unit === undefined) return value;
  return Number(convert(value, unit, source.unit).toPrecision(12));
};

/** Undefined where one of them has no value: an empty text is none either. */
const wantedValues = (values: Readonly<Record<string, SettingValue | null>>): ParameterValues | undefined => {
  const entries = Object.entries(values).flatMap(([path, value]) =>
    value === null || value === '' ? [] : [[path, value] as const],
  );
  return entries.length < Object.keys(values).length ? undefined : Object.fromEntries(entries);
};

/** The parameters’ own sentences, with the settings’ titles: one sees them where nothing points at a field. */
const named = (failed: Extract<Result<unknown>, { ok: false }>, { settings }: CommandedSettings): Result<null> => {
  const { parameters } = (failed.error.details ?? {}) as { readonly parameters?: Readonly<Record<string, string>> };
  if (parameters === undefined) return failed;
  const lines = Object.entries(parameters).map(([path, problem]) => {
    const title = settings.find((setting) => setting.path === path)?.title ?? path;
    return `${title}: ${problem}`;
  });
  return fail('invalid-params', lines.join(' '), failed.error.details);
};

const sentOrNot = ({ state, message }: CommandRecord): Result<null> => {
  if (state === 'failed') return fail('refused', message ?? 'Not sent.', { mayHaveHappened: false });
  if (state === 'unknown')
    return fail('timeout', message ?? 'Nobody can say whether it left.', { mayHaveHappened: true });
  return ok(null);
};
