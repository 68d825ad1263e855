import { z } from 'zod';
import { peopleSchema } from '../access/people.ts';
import { id, method } from './method.ts';

/** A platform may hold requests back for a while, and one that is slow is waited for. */
const platformTimeoutMs = 60_000;

/** Users and roles of a connection's platform. Reading them is a use of the token for administration, and on record. */
export const peopleMethods = {
  /** `unsupported` where the platform's API tells of nobody. */
  'people.list': method(z.strictObject({ connectionId: id }), peopleSchema, platformTimeoutMs),
} as const;
