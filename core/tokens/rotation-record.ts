import { z } from 'zod';
import { rotationSteps, type Rotation } from '../../shared/access/rotation.ts';
import { tokenGrantSchema } from '../../shared/access/token.ts';
import { platformKinds } from '../../shared/platform/kinds.ts';

/** What is on disk of a rotation. Each step is written down when it is done, so that after a crash the next is known. */
export const rotationRecordSchema = z.object({
  id: z.string(),
  connectionId: z.string(),
  connectionName: z.string(),
  platform: z.enum(platformKinds),
  /** Of the platform, as `platformKey` writes it; absent in records of before. */
  place: z.string().optional(),
  old: z.object({ id: z.string(), name: z.string() }),
  successor: z.object({ id: z.string().nullable(), name: z.string() }),
  roles: z.array(tokenGrantSchema),
  expiresAtMs: z.number().nullable(),
  step: z.enum(rotationSteps),
  /** A request to make the successor has left, or was about to: one of its name may be there. */
  hasAsked: z.boolean(),
  beganAtMs: z.number(),
  overlapMs: z.number(),
  overlapEndsAtMs: z.number().nullable(),
  connections: z.array(
    z.object({
      connectionId: z.string(),
      name: z.string(),
      isSwitched: z.boolean(),
      /** Why it cannot be switched; null: it can. */
      obstacle: z.string().nullable(),
    }),
  ),
  problem: z.string().nullable(),
  notes: z.array(z.string()),
});
export type RotationRecord = z.infer<typeof rotationRecordSchema>;

export const successorKey = (rotationId: string): string => `rotation/${rotationId}/successor`;
/** What a connection signed in with before, to put it back. */
export const formerKey = (rotationId: string, connectionId: string): string =>
  `rotation/${rotationId}/former/${connectionId}`;

type Words = Pick<Rotation, 'standsAt' | 'next' | 'ifAbandoned'>;

/** Where it stands, for whoever comes back to it after a night or a crash. */
export const rotationWords = ({ step, old, successor, hasAsked, notes }: RotationRecord): Words => {
  const oldName = `“${old.name}”`;
  const newName = `“${successor.name}”`;
  const noted = notes.length === 0 ? '' : ` ${notes.join(' ')}`;
  const undone = `The connections go back to ${oldName}, and ${newName} is deleted on the platform.`;
  switch (step) {
    case 'create':
      return {
        standsAt: hasAsked
          ? `The platform was asked for the successor ${newName}; whether it made one is not known. Its secret did not arrive.`
          : 'Nothing has changed yet.',
        next: hasAsked
          ? `Look the successor up, delete what nobody has the secret of, and make it again.`
          : `Make the successor ${newName} with the same roles.`,
        ifAbandoned: hasAsked
          ? `${newName} is deleted if the platform made it. Everything goes on with ${oldName}.`
          : 'Nothing is left behind.',
      };
    case 'test':
      return {
        standsAt: `The successor ${newName} was made; its secret is in the vault. Everything still works with ${oldName}.${noted}`,
        next: 'Sign in to the platform with it, to see that it works.',
        ifAbandoned: `${newName} is deleted on the platform. Everything goes on with ${oldName}.`,
      };
    case 'switch':
      return {
        standsAt: `The platform accepts ${newName}.`,
        next: 'Switch the connections of this console to it. Both tokens are valid meanwhile.',
        ifAbandoned: undone,
      };
    case 'overlap':
      return {
        standsAt: `The connections of this console sign in with ${newName}; ${oldName} is still valid.`,
        next: `Watch until the agreed time is over, and see to it that whoever else uses ${oldName} gets the new one. Then ${oldName} can be revoked.`,
        ifAbandoned: undone,
      };
    case 'revoke':
      return {
        standsAt: `The agreed time with both tokens is over.`,
        next: `Revoke ${oldName}, after a look at what stops working with it.`,
        ifAbandoned: undone,
      };
    case 'done':
      return {
        standsAt: `${oldName} is revoked; ${newName} is in its place.`,
        next: 'Nothing is left to do.',
        ifAbandoned: 'It has ended.',
      };
    case 'abandoned':
      return {
        standsAt: `The rotation was abandoned.${noted}`,
        next: notes.length === 0 ? 'Nothing is left to do.' : 'See to what was left behind.',
        ifAbandoned: 'It has ended.',
      };
  }
};
