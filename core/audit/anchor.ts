import { z } from 'zod';
import { auditHashSchema } from '../../shared/audit/entry.ts';
import type { SettingsStore } from '../settings/settings-store.ts';

const pointSchema = z.object({
  /** Which log: the random text that its first row follows. */
  origin: z.string().max(200),
  sequence: z.number().int().positive(),
  hash: auditHashSchema,
});
/** Where a log once ended. */
export type AnchorPoint = z.infer<typeof pointSchema>;

const anchorSchema = z.object({
  latest: pointSchema,
  /** Ends that the log did not have any more when it went on. They are kept, because they are the evidence. */
  lost: z.array(pointSchema.extend({ noticedAtMs: z.number().int() })),
});
export type Anchor = z.infer<typeof anchorSchema>;

/**
 * A place outside the log's own file for where the log ends. It shows an end that was cut off, and a log that was
 * replaced. It cannot show either to somebody who could write both files, nor the loss of a last row whose writing the
 * console did not live to note here. For more, keep a head hash where the user of this machine cannot write.
 */
export interface AnchorStore {
  /** Whatever comes back may have been edited by hand. */
  read(): unknown;
  write(anchor: Anchor): void;
}

/** The first ones say where it began. */
const lostLimit = 20;

export const readAnchor = (store: AnchorStore): Anchor | undefined => {
  const parsed = anchorSchema.safeParse(store.read());
  return parsed.success ? parsed.data : undefined;
};

/** Moves on to a new end. A former end that did not hold stays on record. */
export const nextAnchor = (
  former: Anchor | undefined,
  isFormerHeld: boolean,
  latest: AnchorPoint,
  nowMs: number,
): Anchor => {
  if (former === undefined) return { latest, lost: [] };
  if (isFormerHeld || former.lost.length >= lostLimit) return { latest, lost: former.lost };
  return { latest, lost: [...former.lost, { ...former.latest, noticedAtMs: nowMs }] };
};

export const auditAnchorKey = 'auditAnchor';

export const settingsAnchor = (settings: SettingsStore): AnchorStore => ({
  read: () => settings.get(auditAnchorKey),
  write: (anchor) => {
    settings.set(auditAnchorKey, anchor);
  },
});
