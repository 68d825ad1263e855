import type { AbortSignalLike } from '../../shared/contract/platform.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import type { MethodHandlers } from '../../shared/contract/server.ts';
import { nodeSignal } from '../abort-signal.ts';
import type { CallContext } from '../platforms/platform.ts';
import { proposeRole } from './role-proposal.ts';
import type { Desk } from './desk.ts';
import type { Tokens } from './tokens.ts';

export type TokenHandlers = Pick<
  MethodHandlers,
  Extract<keyof MethodHandlers, `tokens.${string}` | `rotations.${string}`>
>;

/** What a window asks of the admin's desk. */
export const tokenHandlers = ({
  desk,
  lists,
  creations,
  rotations,
  expiryWatch,
  privileges,
}: Tokens): TokenHandlers => {
  const at = async <T>(connectionId: string, act: (found: Desk) => Promise<Result<T>>): Promise<Result<T>> => {
    const found = await desk.find(connectionId);
    return found.ok ? act(found.value) : found;
  };
  return {
    'tokens.refresh': ({ connectionId, from }) => lists.refresh(connectionId, from),
    'tokens.get': ({ connectionId, tokenId }, { signal }) =>
      at(connectionId, (found) => desk.get(found, tokenId, reading(signal))),
    'tokens.create': ({ connectionId, token }) => creations.create(connectionId, token),
    'tokens.edit': ({ connectionId, tokenId, changes }) =>
      at(connectionId, (found) => desk.edit(found, tokenId, changes)),
    'tokens.consequences': ({ connectionId, tokenId }, { signal }) =>
      at(connectionId, (found) => desk.consequences(found, tokenId, reading(signal))),
    'tokens.remove': async ({ connectionId, tokenId, acknowledged }) => {
      const removed = await at(connectionId, (found) => desk.remove(found, tokenId, acknowledged));
      if (removed.ok) await creations.drop(connectionId, tokenId);
      return removed;
    },

    'tokens.creations': async () => ok(await creations.list()),
    'tokens.reveal': ({ creationId }) => creations.reveal(creationId),
    'tokens.saveInto': ({ creationId, destination }) => creations.saveInto(creationId, destination),
    'tokens.handOver': ({ creationId, passphrase }) => creations.handOver(creationId, passphrase),
    'tokens.forget': ({ creationId }) => creations.forget(creationId),
    'tokens.lookUp': ({ creationId }) => creations.lookUp(creationId),

    'rotations.list': () => ok(rotations.list()),
    'rotations.start': (rotation) => rotations.start(rotation),
    'rotations.go': ({ rotationId, ...options }) => rotations.go(rotationId, options),
    'rotations.abandon': ({ rotationId }) => rotations.abandon(rotationId),
    'rotations.dismiss': ({ rotationId }) => rotations.dismiss(rotationId),

    'tokens.notices': async () => ok(await expiryWatch.notices()),
    'tokens.dismissNotice': ({ id }) => {
      expiryWatch.dismiss(id);
      return ok(null);
    },
    'tokens.proposal': ({ connectionId, job }) =>
      at(connectionId, ({ settings }) => Promise.resolve(ok(proposeRole(settings.kind, job)))),
    'tokens.privileges': () => ok(privileges.list()),
  };
};

const reading = (signal: AbortSignalLike): CallContext => ({ lane: 'click', signal: nodeSignal(signal) });
