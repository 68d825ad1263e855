import { ok, type Result } from '../../../shared/contract/result.ts';
import type { CallContext, TypeListing } from '../platform.ts';
import { typeSchema } from './answers.ts';
import type { WatsonApi } from './api.ts';
import { readAll } from './pages.ts';
import { readTypeModel } from './type-model.ts';

/**
 * All device types, watched or not: who chooses what to watch chooses among them. Events are free JSON: how they become
 * signals, only the connection's mapping says; commands and settings may stand in a type's metadata.
 */
export const listTypes = async (
  api: WatsonApi,
  settingsCommand: string,
  context: CallContext,
): Promise<Result<TypeListing>> => {
  const types = await readAll(api, '/device/types', typeSchema, ({ id }) => id, context);
  if (!types.ok) return types;
  const { items, unreadable } = types.value;
  return ok({
    types: items.map(({ id, description, metadata }) => ({
      id,
      title: description === undefined || description.trim() === '' ? id : description,
      routes: [],
      ...readTypeModel(metadata, settingsCommand),
    })),
    problem: unreadable === 0 ? null : `${unreadable} device types of ${api.label} could not be read.`,
  });
};
