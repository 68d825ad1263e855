/** Work of the engine that takes long enough for somebody to ask how far it is. */
export const longWorks = ['audit-check', 'vault-move'] as const;
export type LongWorkName = (typeof longWorks)[number];

export interface LongWork {
  readonly name: LongWorkName;
  readonly doneCount: number;
  /** As it was counted at the beginning. */
  readonly totalCount: number;
}

/** All that is under way now, in the order in which it began; the same work can be there twice, for two windows. */
export interface LongWorkEvent {
  readonly works: readonly LongWork[];
}
