import type { ConnectionStatus } from '../../shared/connection/status.ts';
import type { Clock } from '../clock.ts';
import type { LookUpToken, TokenQuery } from '../platforms/platforms.ts';
import type { Listing } from '../platforms/refusal/knowledge.ts';
import type { TokenDesk } from './token-desk.ts';
import { isSamePlatform, type TokenConnections } from './token-use.ts';

export interface TokenLookUpNeeds {
  readonly desk: Pick<TokenDesk, 'find' | 'read'>;
  readonly connections: Pick<TokenConnections, 'statuses' | 'view' | 'onChange'>;
  readonly clock: Clock;
}

/** Others may be signing in at the same moment, as at a start. */
const waitForOthersMs = 5_000;
/** Of all who are asked, together. */
const waitForAnswerMs = 10_000;
/** Of connections that may look: the next is asked where one gets no answer. */
const mostAsked = 3;
const detail = 'To tell why it was refused.';

/**
 * Looks a refused token up with the token of another connection to the same platform, where there is one that may. That is
 * on record like every use of a token for administration; nothing is changed.
 */
export const createTokenLookUp = (needs: TokenLookUpNeeds): LookUpToken => {
  const { desk, connections, clock } = needs;
  /** Of connections that wait for an answer themselves, and are waited for by nobody. */
  const askers = new Set<string>();

  const others = async ({ platform, askerId }: TokenQuery): Promise<readonly ConnectionStatus[]> => {
    const found = await Promise.all(
      connections.statuses().map(async (status) => {
        if (status.id === askerId || askers.has(status.id) || status.platform === null) return [];
        const view = await connections.view(status.id);
        return view.ok && isSamePlatform(view.value.settings.platform, platform) ? [status] : [];
      }),
    );
    return found.flat();
  };

  const helpers = async (query: TokenQuery): Promise<readonly ConnectionStatus[]> => {
    const deadlineMs = clock.now() + waitForOthersMs;
    for (;;) {
      const changed = nextChange(connections, clock, deadlineMs - clock.now(), query.signal);
      const found = await others(query);
      const able = found.filter(mayLook);
      const isComing = found.some(({ platform }) => platform?.state === 'checking');
      const isOver = clock.now() >= deadlineMs || query.signal?.aborted === true;
      if (able.length > 0 || !isComing || isOver) {
        changed.callOff();
        return able;
      }
      await changed.happened;
    }
  };

  const ask = async (query: TokenQuery): Promise<Listing | undefined> => {
    const able = await helpers(query);
    const limit = new AbortController();
    const callOff = clock.after(waitForAnswerMs, () => {
      limit.abort();
    });
    const signal = AbortSignal.any([limit.signal, ...(query.signal === undefined ? [] : [query.signal])]);
    try {
      for (const { id, name } of able.slice(0, mostAsked)) {
        const found = await desk.find(id);
        if (!found.ok) continue;
        const answer = await desk.read(found.value, query.tokenId, { lane: 'click', signal }, detail);
        if (answer.ok) return { isListed: true, expiresAtMs: answer.value.expiresAtMs, seenWith: name };
        if (answer.error.code === 'not-found') return { isListed: false, seenWith: name };
        if (signal.aborted) break;
      }
      return undefined;
    } finally {
      callOff();
    }
  };

  return async (query) => {
    const { askerId } = query;
    if (askerId === undefined) return ask(query);
    askers.add(askerId);
    try {
      return await ask(query);
    } finally {
      askers.delete(askerId);
    }
  };
};

const mayLook = ({ platform }: ConnectionStatus): boolean =>
  (platform?.state === 'ready' || platform?.state === 'limited') && platform.rights['view-tokens'].state === 'allowed';

/** Heard from the moment of the call on, so that nothing is missed while one looks. */
const nextChange = (
  connections: Pick<TokenConnections, 'onChange'>,
  clock: Clock,
  withinMs: number,
  signal: AbortSignal | undefined,
): { readonly happened: Promise<void>; readonly callOff: () => void } => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const happen = (): void => {
    resolve(undefined);
  };
  const stopListening = connections.onChange(happen);
  const callOffTimer = clock.after(Math.max(0, withinMs), happen);
  signal?.addEventListener('abort', happen, { once: true });
  const callOff = (): void => {
    stopListening();
    callOffTimer();
    signal?.removeEventListener('abort', happen);
  };
  return { happened: promise.then(callOff), callOff };
};
