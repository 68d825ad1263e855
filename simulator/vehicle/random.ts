/** Chance that repeats itself: the same seed gives the same sequence on every machine. */
export interface Random {
  /** 0 (included) to 1 (not included). */
  next(): number;
  between(minimum: number, maximum: number): number;
  /** Both ends included. */
  integer(minimum: number, maximum: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** An own sequence for one part, so that a draw more in one does not shift all others. */
  fork(label: number): Random;
}

const goldenRatio32 = 0x9e3779b9;

/** SplitMix with a 32-bit state; multipliers: https://github.com/skeeto/hash-prospector (two-round, lowest bias). */
const mix = (state: number): number => {
  let bits = state;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
};

export const createRandom = (seed: number): Random => {
  let state = mix(seed >>> 0);
  const next = (): number => {
    state = (state + goldenRatio32) >>> 0;
    return mix(state) / 2 ** 32;
  };
  const integer = (minimum: number, maximum: number): number => minimum + Math.floor(next() * (maximum - minimum + 1));
  return {
    next,
    between: (minimum, maximum) => minimum + next() * (maximum - minimum),
    integer,
    pick: (choices) => choices[integer(0, choices.length - 1)] ?? choices[0],
    fork: (label) => createRandom(mix((mix(seed >>> 0) + Math.imul(label + 1, goldenRatio32)) >>> 0)),
  };
};
