import { z } from 'zod';
import { ok, type Result } from '../../../shared/contract/result.ts';
import type { RecordRow } from '../../../shared/platform/record.ts';
import type { CallContext } from '../platform.ts';
import { listSchema, readEach, timeOf, type DeviceAddress } from './answers.ts';
import { devicePath, pathOf, type WatsonApi } from './api.ts';

const interfaceSchema = z.object({
  id: z.string().min(1),
  name: z.string().optional().catch(undefined),
  alias: z.string().optional().catch(undefined),
});

const stateSchema = z.object({
  /** Of the event that last changed it. */
  timestamp: z.string().optional().catch(undefined),
  updated: z.string().optional().catch(undefined),
  state: z.record(z.string(), z.unknown()),
});

/** A person waits: of a type with more, the first are shown. */
const mostInterfaces = 5;

/** The device as the logical interfaces of its type show it, one row a property. */
export const readDeviceState = async (
  api: WatsonApi,
  device: DeviceAddress,
  context: CallContext,
): Promise<Result<{ readonly rows: readonly RecordRow[]; readonly cut: string | null }>> => {
  const path = pathOf('device', 'types', device.typeId, 'logicalinterfaces');
  const list = await api.get(path, listSchema, context);
  if (!list.ok) {
    return list.error.code === 'not-found' ? ok({ rows: [], cut: noInterface(device.typeId) }) : list;
  }
  const interfaces = readEach(list.value, interfaceSchema).items;
  if (interfaces.length === 0) return ok({ rows: [], cut: noInterface(device.typeId) });
  const shown = interfaces.slice(0, mostInterfaces);
  const states = await Promise.all(
    shown.map(async ({ id, name, alias }) => ({
      title: name ?? alias ?? id,
      answer: await api.get(devicePath(device, 'state', id), stateSchema, context),
    })),
  );
  const rows: RecordRow[] = [];
  const notes: string[] = [];
  for (const { title, answer } of states) {
    if (answer.ok) {
      const { state, timestamp, updated } = answer.value;
      const atMs = timeOf(timestamp ?? updated);
      const prefix = shown.length > 1 ? `${title}: ` : '';
      rows.push(...Object.entries(state).map(([name, value]) => rowOf(`${prefix}${name}`, value, atMs)));
    } else if (answer.error.code === 'not-found') {
      notes.push(`The interface ${title} has no state of this device yet.`);
    } else if (shown.length === 1) {
      return answer;
    } else {
      notes.push(`The interface ${title} could not be read: ${answer.error.message}`);
    }
  }
  if (interfaces.length > shown.length) notes.push(`${shown.length} of ${interfaces.length} interfaces are shown.`);
  return ok({ rows, cut: notes.length === 0 ? null : notes.join(' ') });
};

const noInterface = (typeId: string): string =>
  `The type ${typeId} has no logical interface, so the platform keeps no state of its devices.`;

const rowOf = (title: string, value: unknown, atMs: number | null): RecordRow => ({
  ...{ atMs, title },
  text: value === null || value === undefined ? '—' : typeof value === 'string' ? value : JSON.stringify(value),
  severity: 'information',
});
