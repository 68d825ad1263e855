import { z } from 'zod';
import {
  createdTokenSchema,
  creationSchema,
  handOverFileSchema,
  handOverPassphraseSchema,
  revealedTokenSchema,
  savedTokenSchema,
  tokenDestinationSchema,
} from '../access/creation.ts';
import { newRotationSchema, rotationSchema } from '../access/rotation.ts';
import {
  consequenceCodes,
  consequenceSchema,
  newTokenSchema,
  tokenChangesSchema,
  tokenRowSchema,
} from '../access/token.ts';
import { accessJobs, privilegeSchema, roleProposalSchema, tokenNoticeSchema } from '../access/watch.ts';
import { done, id, method, nothing } from './method.ts';

const connection = z.strictObject({ connectionId: id });
const token = connection.extend({ tokenId: id });
const creation = z.strictObject({ creationId: id });
const acknowledged = z.array(z.enum(consequenceCodes)).max(consequenceCodes.length);
/** A list of thousands is many pages, and a platform may hold requests back for a while. */
const platformTimeoutMs = 120_000;

/** The API tokens of a connection's platform. Only `tokens.reveal` answers a secret, and only of a token made here. */
export const tokenMethods = {
  /** Begins to read the list again, which the topic `tokens` tells; what is known of it stays meanwhile. */
  'tokens.refresh': method(connection.extend({ from: z.enum(['beginning', 'where-it-stopped']) }), done),
  'tokens.get': method(token, tokenRowSchema, platformTimeoutMs),
  /** A failure whose details say `creationId` left something half done, which `tokens.creations` tells. */
  'tokens.create': method(connection.extend({ token: newTokenSchema }), createdTokenSchema, platformTimeoutMs),
  'tokens.edit': method(token.extend({ changes: tokenChangesSchema }), tokenRowSchema, platformTimeoutMs),
  /** What stops working when it is deleted, as far as the console can know. */
  'tokens.consequences': method(token, z.array(consequenceSchema), platformTimeoutMs),
  /** `conflict` unless `acknowledged` are the very codes of the consequences at that moment; these are its details. */
  'tokens.remove': method(token.extend({ acknowledged }), done, platformTimeoutMs),

  /** What was made and not yet taken, and what was left half done, also before the console was started again. */
  'tokens.creations': method(nothing, z.array(creationSchema)),
  'tokens.reveal': method(creation, revealedTokenSchema),
  'tokens.saveInto': method(creation.extend({ destination: tokenDestinationSchema }), savedTokenSchema),
  'tokens.handOver': method(
    creation.extend({ passphrase: handOverPassphraseSchema }),
    handOverFileSchema,
    platformTimeoutMs,
  ),
  /** The secret is gone after this; the token stays. Of one without a secret: the reminder goes. */
  'tokens.forget': method(creation, done),
  /** For `unknown`: asks the platform. Null: it was not made, or the token was deleted meanwhile. */
  'tokens.lookUp': method(creation, creationSchema.nullable(), platformTimeoutMs),

  'rotations.list': method(nothing, z.array(rotationSchema)),
  /** Notes it down and makes the successor. A failure at that is the rotation's `problem`, and `rotations.go` tries again. */
  'rotations.start': method(newRotationSchema, rotationSchema, platformTimeoutMs),
  /** Takes the next step. Of `revoke`: `conflict` without the acknowledgements, as `tokens.remove`. */
  'rotations.go': method(
    z.strictObject({ rotationId: id, endsOverlap: z.boolean().optional(), acknowledged: acknowledged.optional() }),
    rotationSchema,
    platformTimeoutMs,
  ),
  /** Puts the connections back to the old token and deletes the successor, as far as that goes. */
  'rotations.abandon': method(z.strictObject({ rotationId: id }), rotationSchema, platformTimeoutMs),
  /** Takes an ended one off the list. */
  'rotations.dismiss': method(z.strictObject({ rotationId: id }), done),

  /** Asked again every minute by a window that is looked at. */
  'tokens.notices': method(nothing, z.array(tokenNoticeSchema)),
  'tokens.dismissNotice': method(z.strictObject({ id: z.string().min(1).max(2000) }), done),
  'tokens.proposal': method(connection.extend({ job: z.enum(accessJobs) }), roleProposalSchema, platformTimeoutMs),
  'tokens.privileges': method(nothing, z.array(privilegeSchema)),
} as const;
