import type { CommandDefinition, ParameterDefinition, ParameterValues } from '../../shared/command/definition.ts';
import type { Setting } from '../../shared/platform/setting.ts';

/** What the description of a vehicle's type says can be sent to it. */
export interface DescribedVehicle {
  readonly commands: readonly CommandDefinition[];
  /** Absent: it has none, or its platform keeps them itself. */
  readonly settings?: CommandedSettings;
  /** A sentence for each parameter that is wrong beyond what its form says, by its name. */
  readonly problemsOf?: (command: string, parameters: ParameterValues) => Readonly<Record<string, string>>;
  /** Parameters as the vehicle takes them; absent: as they were entered. */
  readonly payloadOf?: (command: string, parameters: ParameterValues) => Readonly<Record<string, unknown>>;
}

/** Settings of a vehicle whose platform keeps none: a wish is a command, and what came of it the vehicle's own report. */
export interface CommandedSettings {
  /** Takes any of the writable settings, by their paths. */
  readonly command: CommandDefinition;
  readonly settings: readonly CommandedSetting[];
}

export interface CommandedSetting extends Pick<
  Setting,
  'path' | 'title' | 'description' | 'group' | 'risk' | 'note' | 'unit' | 'choices'
> {
  readonly kind: 'reported' | 'writable';
  /** Null where it cannot be changed. Its name is the path. */
  readonly form: ParameterDefinition | null;
}

/** Also the one that takes settings. */
export const describedCommand = (
  described: DescribedVehicle | undefined,
  name: string,
): CommandDefinition | undefined =>
  [...(described?.commands ?? []), ...(described?.settings === undefined ? [] : [described.settings.command])].find(
    (command) => command.name === name,
  );
