import { ok, type Result } from '../../../shared/contract/result.ts';
import type { WatsonSettings } from '../../../shared/platform/settings.ts';
import type { CallContext, VehicleType } from '../platform.ts';
import { typeSchema } from './answers.ts';
import type { WatsonApi } from './api.ts';
import { readAll } from './pages.ts';

/**
 * Titles of the watched device types. Events are free JSON: how they become signals, and which commands there are, only
 * the connection's mapping says.
 */
export const listTypes = async (
  api: WatsonApi,
  watch: WatsonSettings['watch'],
  context: CallContext,
): Promise<Result<readonly VehicleType[]>> => {
  const types = await readAll(api, '/device/types', typeSchema, ({ id }) => id, context);
  if (!types.ok) return types;
  const watched = watch.types === undefined ? null : new Set(watch.types);
  const { items, unreadable } = types.value;
  return ok(
    items
      .filter(({ id }) => watched === null || watched.has(id))
      .map(({ id, description }, index) => ({
        id,
        title: description === undefined || description.trim() === '' ? id : description,
        ...{ commands: [], routes: [] },
        leftOut: index === 0 && unreadable > 0 ? [`${unreadable} device types of ${api.label} could not be read.`] : [],
      })),
  );
};
