import { fail } from '../../shared/contract/result.ts';
import type { MethodHandlers } from '../../shared/contract/server.ts';
import { nodeSignal } from '../abort-signal.ts';
import type { Tokens } from './tokens.ts';

export type TokenHandlers = Pick<
  MethodHandlers,
  Extract<keyof MethodHandlers, `tokens.${string}` | `rotations.${string}`>
>;

const notYet = () => fail('unsupported', 'This version of the console cannot do this yet.');

/** What a window asks of the admin's desk. */
export const tokenHandlers = ({ desk }: Tokens): TokenHandlers => ({
  'tokens.list': ({ connectionId }, { signal }) =>
    desk.list(connectionId, { lane: 'click', signal: nodeSignal(signal) }),
  'tokens.get': notYet,
  'tokens.create': notYet,
  'tokens.edit': notYet,
  'tokens.consequences': notYet,
  'tokens.remove': notYet,
  'tokens.creations': notYet,
  'tokens.reveal': notYet,
  'tokens.saveInto': notYet,
  'tokens.handOver': notYet,
  'tokens.forget': notYet,
  'tokens.lookUp': notYet,
  'rotations.list': notYet,
  'rotations.start': notYet,
  'rotations.go': notYet,
  'rotations.abandon': notYet,
  'rotations.dismiss': notYet,
  'tokens.notices': notYet,
  'tokens.dismissNotice': notYet,
  'tokens.proposal': notYet,
  'tokens.privileges': notYet,
});
