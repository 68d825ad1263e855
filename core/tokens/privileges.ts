import { z } from 'zod';
import { accessJobs, type AccessJob, type Privilege } from '../../shared/access/watch.ts';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import type { PlatformAction } from '../../shared/platform/rights.ts';
import type { Clock } from '../clock.ts';
import { proposeRole } from './role-proposal.ts';
import { jobOf, largestJob } from './role-words.ts';
import type { Shelf, TokenRecords } from './token-records.ts';
import type { TokenConnections } from './token-use.ts';

const usageSchema = z.object({
  sinceMs: z.number(),
  /** Of the calendar, in UTC: those on which it was connected. */
  daysUsed: z.number(),
  lastDay: z.string(),
  /** How often each kind of work was done with it, since then. */
  jobs: z.record(z.enum(accessJobs), z.number()),
  /** With which token: another one starts the count anew. */
  token: z.string(),
});
type Usage = z.infer<typeof usageSchema>;

export interface PrivilegesNeeds {
  readonly connections: Pick<TokenConnections, 'statuses' | 'onChange'> & {
    readonly platforms: Pick<TokenConnections['platforms'], 'onUse'>;
  };
  readonly records: TokenRecords;
  readonly clock: Pick<Clock, 'now'>;
}

/** Before that, not having administered says nothing yet. */
const daysBeforeWarning = 3;
/** A change of state is no news more often than that. */
const lookEveryMs = 60_000;

/**
 * What the console has used of each connection's token. Counted are calls that a person asked for; what the console reads
 * by itself is watching. What other programs do with the same token it cannot know, and says so.
 */
export class Privileges {
  readonly #needs: PrivilegesNeeds;
  readonly #shelf: Shelf<Usage>;
  readonly #stopListening: () => void;
  #lookedAtMs = 0;

  constructor(needs: PrivilegesNeeds) {
    this.#needs = needs;
    this.#shelf = needs.records.shelf('usage', usageSchema);
    const stopChanges = needs.connections.onChange(() => {
      const nowMs = needs.clock.now();
      if (nowMs - this.#lookedAtMs < lookEveryMs) return;
      this.#lookedAtMs = nowMs;
      for (const status of needs.connections.statuses()) if (isAtWork(status)) this.#noteDay(status);
    });
    const stopUse = needs.connections.platforms.onUse((connectionId, action) => {
      this.#noteUse(connectionId, action);
    });
    this.#stopListening = () => {
      stopChanges();
      stopUse();
    };
  }

  #noteUse(connectionId: string, action: PlatformAction): void {
    // To look at lists that only an administrator sees, such as this console does by itself for tokens that end, is no administering.
    const job = action.startsWith('view-') ? 'watch' : jobOf(action);
    const status = this.#needs.connections.statuses().find(({ id }) => id === connectionId);
    if (status === undefined || status.platform === null) return;
    const usage = this.#noteDay(status);
    // A row a click is enough for `watch`: nothing is concluded from how often.
    if (job === 'watch' && usage.jobs.watch > 0) return;
    this.#shelf.put(connectionId, { ...usage, jobs: { ...usage.jobs, [job]: usage.jobs[job] + 1 } });
  }

  list(): Privilege[] {
    return this.#needs.connections.statuses().flatMap((status) => {
      const { platform } = status;
      if (platform === null) return [];
      const usage = isAtWork(status) ? this.#noteDay(status) : (this.#shelf.get(status.id) ?? this.#fresh(status));
      const holds = largestJob((action) => platform.rights[action].state);
      const used = [...accessJobs].reverse().find((job) => usage.jobs[job] > 0) ?? 'watch';
      const isExcess = holds !== null && accessJobs.indexOf(holds) > accessJobs.indexOf(used);
      return [
        {
          connectionId: status.id,
          connectionName: status.name,
          roles: platform.roles,
          ...{ holds, used, sinceMs: usage.sinceMs, daysUsed: usage.daysUsed },
          warning: isExcess && usage.daysUsed >= daysBeforeWarning ? warn(status, holds, used, usage) : null,
        },
      ];
    });
  }

  close(): void {
    this.#stopListening();
  }

  #noteDay(status: ConnectionStatus): Usage {
    const today = dayOf(this.#needs.clock.now());
    const found = this.#shelf.get(status.id);
    const token = tokenOf(status);
    const isSame = found !== undefined && (found.token === token || found.token === '' || token === '');
    const usage = isSame ? { ...found, token: token === '' ? found.token : token } : this.#fresh(status);
    if (isSame && found.lastDay === today && found.token === usage.token) return usage;
    const noted: Usage = { ...usage, lastDay: today, daysUsed: usage.daysUsed + (usage.lastDay === today ? 0 : 1) };
    this.#shelf.put(status.id, noted);
    return noted;
  }

  #fresh(status: ConnectionStatus): Usage {
    return { sinceMs: this.#needs.clock.now(), daysUsed: 0, lastDay: '', jobs: emptyJobs, token: tokenOf(status) };
  }
}

const emptyJobs: Usage['jobs'] = { watch: 0, operate: 0, administer: 0 };

const isAtWork = ({ platform }: ConnectionStatus): boolean =>
  platform?.state === 'ready' || platform?.state === 'limited';

const tokenOf = ({ platform }: ConnectionStatus): string => platform?.token.name ?? '';

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

const doing: Readonly<Record<AccessJob, string>> = {
  watch: 'watching',
  operate: 'watching and operating vehicles',
  administer: 'administration',
};

const warn = ({ name, platform }: ConnectionStatus, holds: AccessJob, used: AccessJob, usage: Usage): string => {
  const roles = platform?.roles?.map((role) => role.name).join(', ') ?? '';
  const held = roles === '' ? 'may' : `has the role ${roles} and may`;
  const more = holds === 'administer' ? 'make and delete API tokens' : 'send commands and change vehicles';
  const role = platform === null ? null : proposeRole(platform.kind, used).role;
  const isSmaller = role !== null && platform?.roles?.some(({ id }) => id === role.id) === false;
  return [
    `The token of “${name}” ${held} ${more}. Since ${dayOf(usage.sinceMs)}, on ${String(usage.daysUsed)} days, this console has used it for nothing but ${doing[used]}.`,
    isSmaller ? `For that, ${role.name} is enough: whoever steals the token could then do less.` : '',
    'What other programs do with the same token is not known here.',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
};
