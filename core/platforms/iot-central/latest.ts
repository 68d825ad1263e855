import { z } from 'zod';
import { ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { CallContext, KeptMessage, RegisteredDevice } from '../platform.ts';
import { telemetrySchema } from './answers.ts';
import { segment } from './api.ts';
import { propertyMessages, telemetryMessages, type ExportPlace, type KeptValue } from './export-message.ts';
import type { Gate } from './gate.ts';
import { isPlace, mostWantedFirst } from './importance.ts';
import type { Parts } from './parts.ts';
import type { PropertyModel, TelemetryModel, TemplateModel } from '../dtdl/model.ts';

/** As many as the client sends at once in the background: of one vehicle, and of all together. */
export const readsAtOnce = 4;

/** The last value of everything that a vehicle's template says it sends: one call each, there is no other way in 2022-07-31. */
export const readLatest = async (
  { api, templates }: Parts,
  place: ExportPlace,
  device: RegisteredDevice,
  sweep: Gate,
  context: CallContext,
): Promise<Result<readonly KeptMessage[]>> => {
  const model = await templates.modelOf(device, context);
  if (!model.ok) return model;
  if (model.value === null) return ok([]);
  const at = `/devices/${segment(device.deviceId)}`;
  const values: KeptValue[] = [];
  const failures: Failure[] = [];
  const isOver = (): boolean => failures.some(endsAll);
  let answerCount = 0;

  const readOne = async ({ name, component }: TelemetryModel): Promise<void> => {
    const below = component === null ? at : `${at}/components/${segment(component.name)}`;
    const path = `${below}/telemetry/${segment(name)}`;
    const answer = await sweep.run(() =>
      api.ask({ method: 'GET', path, action: 'view-devices' }, telemetrySchema, context),
    );
    if (answer.ok) {
      answerCount += 1;
      const { value, timestamp } = answer.value;
      if (value === undefined || value === null || timestamp === undefined) return;
      values.push({ component: component?.name ?? null, name, value, timestamp });
      return;
    }
    // Never sent, or no part of this device: nothing that could be wrong with the next name.
    if (answer.error.code === 'not-found') {
      answerCount += 1;
      return;
    }
    failures.push(answer.error);
  };

  const waiting = mostWantedFirst(model.value.telemetry);
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !isOver(); next = waiting.shift()) await readOne(next);
  };
  await Promise.all(Array.from({ length: readsAtOnce }, work));
  const [failure] = failures;
  if (failure !== undefined && (answerCount === 0 || isOver())) return { ok: false, error: failure };
  const places = await readPlaces(api, at, model.value, context);
  const address = { ...place, device };
  return ok([...telemetryMessages(address, values), ...propertyMessages(address, places)]);
};

/** The next name would fare no better. */
const endsAll = ({ code }: Failure): boolean =>
  code === 'not-authorised' || code === 'cancelled' || code === 'unreachable';

/** Some templates have the vehicle's place as a property. */
const readPlaces = async (
  api: Parts['api'],
  at: string,
  { properties }: TemplateModel,
  context: CallContext,
): Promise<readonly KeptValue[]> => {
  const places = properties.filter((property) => property.kind === 'reported' && isPlace(property));
  if (places.length === 0) return [];
  const call = { method: 'GET', path: `${at}/properties`, action: 'view-settings' } as const;
  const answer = await api.ask(call, levelSchema, context);
  // The telemetry is there; a place is not worth losing it for.
  return answer.ok ? places.flatMap((property) => placeOf(property, answer.value)) : [];
};

const levelSchema = z.record(z.string(), z.unknown());
const metadataSchema = z.object({ lastUpdateTime: z.string() });

const placeOf = ({ name, component }: PropertyModel, root: Readonly<Record<string, unknown>>): readonly KeptValue[] => {
  const level = component === null ? root : levelSchema.safeParse(root[component.name]).data;
  const value = level?.[name];
  const metadata = metadataSchema.safeParse(levelSchema.safeParse(level?.$metadata).data?.[name]).data;
  if (value === undefined || value === null || metadata === undefined) return [];
  return [{ component: component?.name ?? null, name, value, timestamp: metadata.lastUpdateTime }];
};
