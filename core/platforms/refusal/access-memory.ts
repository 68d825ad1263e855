import { z } from 'zod';
import type { PlatformSettings } from '../../../shared/platform/settings.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { SettingsStore } from '../../settings/settings-store.ts';
import { platformKey } from '../same-platform.ts';
import type { AcceptedToken, TokenTrace } from './knowledge.ts';

export const accessMemoryKey = 'platformAccess';

/** Those that were heard of last; older ones are forgotten. */
const mostPlatforms = 50;
const mostTokens = 200;

const traceSchema = z.object({
  checkValue: z.string().nullable(),
  expiresAtMs: z.number().nullable(),
  deletedAtMs: z.number().nullable(),
}) satisfies z.ZodType<TokenTrace>;
const platformSchema = z.object({ tenant: z.string().nullable(), tokens: z.record(z.string(), traceSchema) });

interface Remembered {
  readonly tenant: string | null;
  readonly tokens: ReadonlyMap<string, TokenTrace>;
}

export interface AccessMemoryNeeds {
  readonly store: SettingsStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/**
 * Whose tokens were let in at which address, and which were deleted from here, over a restart: by it a token that is
 * refused at its first contact can be told from others. Ids and times, never a secret.
 */
export class AccessMemory {
  readonly #needs: AccessMemoryNeeds;
  /** By platform, the one that was heard of last at the end. */
  readonly #platforms = new Map<string, Remembered>();

  constructor(needs: AccessMemoryNeeds) {
    this.#needs = needs;
    const stored = z.record(z.string(), z.unknown()).safeParse(needs.store.get(accessMemoryKey)).data ?? {};
    for (const [key, value] of Object.entries(stored)) {
      const parsed = platformSchema.safeParse(value);
      if (!parsed.success) continue;
      const { tenant, tokens } = parsed.data;
      this.#platforms.set(key, { tenant, tokens: new Map(Object.entries(tokens)) });
    }
  }

  tenantAt(platform: PlatformSettings): string | undefined {
    return this.#platforms.get(platformKey(platform))?.tenant ?? undefined;
  }

  trace(platform: PlatformSettings, tokenId: string): TokenTrace | undefined {
    return this.#platforms.get(platformKey(platform))?.tokens.get(tokenId);
  }

  noteAccepted(platform: PlatformSettings, { tokenId, checkValue, tenant, expiresAtMs }: AcceptedToken): void {
    const known = this.trace(platform, tokenId);
    const isSame = known?.checkValue === checkValue && known.deletedAtMs === null;
    // A connection learns the end of its token later than that it is let in, if at all.
    const end = expiresAtMs ?? (isSame ? known.expiresAtMs : null);
    const isAtHome = tenant === null || this.tenantAt(platform) === tenant;
    const isLast = [...this.#platforms.keys()].at(-1) === platformKey(platform);
    if (isSame && isAtHome && isLast && known.expiresAtMs === end) return;
    this.#note(platform, tenant, tokenId, { checkValue, expiresAtMs: end, deletedAtMs: null });
  }

  noteDeleted(platform: PlatformSettings, tokenId: string): void {
    const { checkValue = null, expiresAtMs = null } = this.trace(platform, tokenId) ?? {};
    this.#note(platform, null, tokenId, { checkValue, expiresAtMs, deletedAtMs: this.#needs.clock.now() });
  }

  #note(platform: PlatformSettings, tenant: string | null, tokenId: string, trace: TokenTrace): void {
    const key = platformKey(platform);
    const known = this.#platforms.get(key);
    const tokens = [...(known?.tokens ?? [])].filter(([id]) => id !== tokenId);
    this.#platforms.delete(key);
    this.#platforms.set(key, {
      tenant: tenant ?? known?.tenant ?? null,
      tokens: new Map([...tokens, [tokenId, trace] as const].slice(-mostTokens)),
    });
    for (const oldest of [...this.#platforms.keys()].slice(0, -mostPlatforms)) this.#platforms.delete(oldest);
    this.#write();
  }

  #write(): void {
    const platforms = [...this.#platforms].map(([key, { tenant, tokens }]) => [
      key,
      { tenant, tokens: Object.fromEntries(tokens) },
    ]);
    try {
      this.#needs.store.set(accessMemoryKey, Object.fromEntries(platforms));
    } catch (error) {
      // It was learnt in passing: the call that taught it goes on.
      this.#needs.log.warn('platform-access-not-kept', { error: String(error) });
    }
  }
}
