import { z } from 'zod';
import { parameterDefinitionSchema } from '../command/definition.ts';

/** A value as the platform has it; objects and lists as JSON text in `text`. */
export const settingValueSchema = z.union([z.boolean(), z.number(), z.string()]);
export type SettingValue = z.infer<typeof settingValueSchema>;

/**
 * One property of a vehicle: what it should be against what it says it is.
 *
 * `reported`: the vehicle has what is wanted, or only reports. `pending`: wanted and not answered yet. `rejected`: the
 * vehicle refused it. `unset`: nobody has said anything of it.
 */
export const settingSchema = z.strictObject({
  /** `component.name`, or `name`; unique in a vehicle. */
  path: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  /** The component's title; null at the root. */
  group: z.string().nullable(),
  /** `cloud`: kept by the platform alone, such as a maintenance date. */
  kind: z.enum(['reported', 'writable', 'cloud']),
  /** How it is entered; null where it cannot be changed here. */
  form: parameterDefinitionSchema.nullable(),
  /** `disruptive` asks for more than one click before a change is sent. */
  risk: z.enum(['routine', 'disruptive']),
  /** Why a writable one has no form: "Its type, a map, has no form here." */
  note: z.string().nullable(),
  state: z.enum(['reported', 'pending', 'rejected', 'unset']),
  desired: settingValueSchema.nullable(),
  /** Unix milliseconds; null: the platform does not say. */
  desiredAtMs: z.number().nullable(),
  reported: settingValueSchema.nullable(),
  reportedAtMs: z.number().nullable(),
  /** Whether what is wanted can be taken back without another value in its place. */
  isRemovable: z.boolean(),
  /** The vehicle's own words on a pending or rejected one. */
  answer: z.string().nullable(),
  /** Symbol or name of the unit, as it is shown behind the value. */
  unit: z.string().nullable(),
  /** Titles of enum values by their wire value as text. */
  choices: z.array(z.strictObject({ value: z.string(), title: z.string() })).nullable(),
});
export type Setting = z.infer<typeof settingSchema>;

export const settingsReadingSchema = z.strictObject({
  readAtMs: z.number(),
  settings: z.array(settingSchema),
  /** In words, what of the vehicle's type could not be read. */
  leftOut: z.array(z.string()),
});
export type SettingsReading = z.infer<typeof settingsReadingSchema>;
