const dayMs = 86_400_000;

export interface SpareToken {
  /** `gate-0001`: unique. */
  readonly name: string;
  readonly roleId: string;
  readonly expiresAtMs: number;
}

/** What a platform has gathered over the years: tokens of these roles, some that end soon and some that have ended. */
export const spareTokens = (count: number, roleIds: readonly string[], nowMs: number): readonly SpareToken[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `gate-${String(index + 1).padStart(4, '0')}`,
    roleId: roleIds[index % roleIds.length] ?? '',
    expiresAtMs: nowMs + (((index * 7) % 400) - 20) * dayMs,
  }));
