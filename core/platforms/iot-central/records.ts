import type { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { RecordRow, Records } from '../../../shared/platform/record.ts';
import type { CallContext, PlatformRecords, RegisteredDevice } from '../platform.ts';
import { commandSchema } from './answers.ts';
import { commandPath } from './commands.ts';
import { readPages } from './pages.ts';
import type { Parts } from './parts.ts';
import { findCommand, responseWords, titleOfCommand } from '../dtdl/commands.ts';
import { fieldInWords } from '../dtdl/words.ts';
import type { CommandModel, TemplateModel } from '../dtdl/model.ts';

const mostRows = 200;

/** IoT Central keeps one thing beside values: what became of each command, newest first, without a time. */
export const createRecords = (parts: Parts): PlatformRecords => ({
  kinds: ['command-history'],
  clearable: [],
  read: async (device, kind, subject, context) => {
    if (kind !== 'command-history') return fail('unsupported', 'IoT Central keeps no such record of a vehicle.');
    const model = await parts.templates.modelOf(device, context);
    if (!model.ok) return model;
    if (model.value === null) return ok({ kind, rows: [], cut: 'The vehicle has no device template.' });
    if (subject === undefined) return readAll(parts, device, model.value, context);
    const command = findCommand(model.value, subject);
    if (command === undefined) return fail('not-found', 'The vehicle’s device template has no such command.');
    return readOne(parts, device, { model: model.value, command }, context);
  },
  clear: () => Promise.resolve(fail('unsupported', 'IoT Central’s command history cannot be emptied.')),
});

interface Subject {
  readonly model: TemplateModel;
  readonly command: CommandModel;
}

const readOne = async (
  { api, clock }: Parts,
  device: RegisteredDevice,
  subject: Subject,
  context: CallContext,
): Promise<Result<Records>> => {
  const call = { path: commandPath(device, subject.command), item: commandSchema, what: 'commands' } as const;
  const listing = await readPages(api, clock, { ...call, action: 'view-records' }, context);
  if (!listing.ok) return listing;
  const { items, problem } = listing.value;
  return ok({
    kind: 'command-history',
    rows: items.slice(0, mostRows).map((entry) => rowOf(entry, subject)),
    cut: problem ?? (items.length > mostRows ? `The newest ${mostRows} of ${items.length} are shown.` : null),
  });
};

const readAll = async (
  parts: Parts,
  device: RegisteredDevice,
  model: TemplateModel,
  context: CallContext,
): Promise<Result<Records>> => {
  const all = await Promise.all(model.commands.map((command) => readOne(parts, device, { model, command }, context)));
  const failed = all.find((each) => !each.ok);
  const read = all.filter((each) => each.ok).map(({ value }) => value);
  if (failed !== undefined && read.length === 0) return failed;
  const cuts = [...read.map(({ cut }) => cut), failed === undefined ? null : failed.error.message];
  return ok({
    kind: 'command-history',
    rows: read.flatMap(({ rows }) => rows),
    cut: [...new Set(cuts.filter((cut) => cut !== null))].join(' ') || null,
  });
};

const rowOf = (
  { request, response, responseCode }: z.infer<typeof commandSchema>,
  { model, command }: Subject,
): RecordRow => {
  const asked = command.request === null ? null : fieldInWords(command.request, request);
  const answered = responseWords(model, command.path, response);
  const outcome = responseCode === undefined ? null : outcomeWords(responseCode);
  const hasFailed = responseCode !== undefined && responseCode >= 400;
  return {
    atMs: null,
    title: asked === null ? titleOfCommand(command) : `${titleOfCommand(command)}: ${asked}`,
    text: [outcome, answered].filter((words) => words !== null).join(': '),
    severity: hasFailed ? 'error' : 'information',
  };
};

const outcomeWords = (code: number): string => {
  if (code >= 400) return `Failed (code ${code})`;
  return code === 202 ? 'Accepted' : 'Completed';
};
