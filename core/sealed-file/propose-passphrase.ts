import { randomInt } from 'node:crypto';
import type { ProposedPassphrase } from '../../shared/backup/passphrase.ts';

/** Without those that are taken for one another: i, l, 1, o, 0. To be read out on the telephone. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const groupCount = 5;
const groupLength = 4;

/** Such as `k7wq-m2ha-9fxt-ve4c-rj3n`, drawn by lot: 99 bits, out of reach of any search. */
export const proposePassphrase = (): ProposedPassphrase => ({
  passphrase: Array.from({ length: groupCount }, randomGroup).join('-'),
  entropyBits: Math.floor(groupCount * groupLength * Math.log2(alphabet.length)),
});

const randomGroup = (): string =>
  Array.from({ length: groupLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
