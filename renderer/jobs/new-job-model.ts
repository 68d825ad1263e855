import type { DeviceGroup } from '../../shared/platform/device.ts';
import { newJobSchema, type JobAction, type NewJob } from '../../shared/platform/job.ts';
import type { ParameterInputs } from '../commands/parameter-model.ts';
import { initialInputs, problemsOf, valuesOf } from '../commands/parameter-model.ts';
import { parameterText } from '../commands/command-words.ts';
import { countOf } from '../format/number.ts';

export type TargetKind = JobAction['targets'][number];

/** What the three steps have gathered so far; nothing is forgotten on the way back. */
export interface JobPlan {
  readonly action: JobAction | null;
  readonly inputs: ParameterInputs;
  readonly targetKind: TargetKind;
  /** Empty: none is chosen. */
  readonly groupId: string;
  readonly vehicleIds: ReadonlySet<string>;
  /** Null: as it is proposed. */
  readonly name: string | null;
}

export const emptyPlan: JobPlan = {
  action: null,
  inputs: {},
  targetKind: 'group',
  groupId: '',
  vehicleIds: new Set(),
  name: null,
};

/** Another action has other parameters, and may be for others. */
export const withAction = (plan: JobPlan, action: JobAction): JobPlan => ({
  ...plan,
  action,
  inputs: initialInputs(action.parameters),
  targetKind:
    plan.action !== null && action.targets.includes(plan.targetKind) ? plan.targetKind : (action.targets[0] ?? 'group'),
});

export const nameOf = ({ name, action }: JobPlan): string => name ?? action?.title.slice(0, longestName) ?? '';

export const longestName = 148;

/** One sentence a parameter that is wrong, or that nothing is chosen under `action`. */
export const whatProblems = ({ action, inputs }: JobPlan): Readonly<Record<string, string>> =>
  action === null ? { action: 'Choose what to do.' } : problemsOf(action.parameters, inputs);

export const whomProblem = ({ targetKind, groupId, vehicleIds }: JobPlan): string | undefined => {
  if (targetKind === 'group') return groupId === '' ? 'Choose a group.' : undefined;
  if (vehicleIds.size === 0) return 'Choose at least one vehicle.';
  return vehicleIds.size > mostVehicles ? `At most ${String(mostVehicles)} vehicles in one job.` : undefined;
};

const mostVehicles = 5000;

/** Undefined while something is missing or wrong. */
export const jobOf = (plan: JobPlan): NewJob | undefined => {
  const { action, inputs, targetKind, groupId, vehicleIds } = plan;
  if (action === null || Object.keys(whatProblems(plan)).length > 0) return undefined;
  return newJobSchema.safeParse({
    name: nameOf(plan),
    actionId: action.id,
    values: valuesOf(action.parameters, inputs),
    target: targetKind === 'group' ? { kind: 'group', groupId } : { kind: 'vehicles', vehicleIds: [...vehicleIds] },
  }).data;
};

/** "Vans (12 vehicles)", "3 vehicles". */
export const targetWords = (plan: JobPlan, groups: readonly DeviceGroup[]): string => {
  if (plan.targetKind === 'vehicles') return countOf(plan.vehicleIds.size, 'vehicle');
  const group = groups.find(({ id }) => id === plan.groupId);
  if (group === undefined) return plan.groupId;
  return group.vehicleIds === null ? group.name : `${group.name} (${countOf(group.vehicleIds.length, 'vehicle')})`;
};

/** What has to be typed before a disruptive job starts: whom it hits, so that nobody starts it on the wrong ones. */
export const wordToType = (plan: JobPlan, groups: readonly DeviceGroup[]): string =>
  plan.targetKind === 'vehicles'
    ? String(plan.vehicleIds.size)
    : (groups.find(({ id }) => id === plan.groupId)?.name ?? plan.groupId);

export const planLines = ({
  action,
  inputs,
}: JobPlan): readonly { readonly title: string; readonly text: string }[] => {
  if (action === null) return [];
  const values = valuesOf(action.parameters, inputs);
  return action.parameters.flatMap((parameter) => {
    const value = values[parameter.name];
    return value === undefined ? [] : [{ title: parameter.title, text: parameterText(parameter, value) }];
  });
};
