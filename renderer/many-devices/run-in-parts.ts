import type { Failure, Result } from '../../shared/contract/result.ts';
import type { DeviceOutcomeState } from '../../shared/platform/many-devices.ts';
import { mayHaveHappened } from '../platform/failure.ts';

interface Answer<O> {
  readonly outcomes: readonly O[];
  readonly problem: string | null;
}

export interface PartsRun<I, O> {
  readonly items: readonly I[];
  readonly partSize: number;
  readonly ask: (part: readonly I[]) => Promise<Result<Answer<O>>>;
  /** Of one that the engine told nothing of. */
  readonly outcomeOf: (item: I, state: DeviceOutcomeState, message: string | null) => O;
  /** After each part, with all that is known so far. */
  readonly onProgress: (outcomes: readonly O[]) => void;
  readonly isStopped: () => boolean;
}

export const stoppedWords = 'You stopped it.';

/**
 * Brings a long list to the engine part by part, one at a time. A part that went wrong for more than single vehicles ends
 * it: the rest is not sent. What a part without an answer did is not known.
 */
export const runInParts = async <I, O extends { readonly state: DeviceOutcomeState }>({
  items,
  partSize,
  ask,
  outcomeOf,
  onProgress,
  isStopped,
}: PartsRun<I, O>): Promise<Answer<O>> => {
  const outcomes: O[] = [];
  const endWith = (problem: string): Answer<O> => ({
    outcomes: [...outcomes, ...items.slice(outcomes.length).map((item) => outcomeOf(item, 'not-sent', null))],
    problem,
  });
  while (outcomes.length < items.length) {
    if (isStopped()) return endWith(stoppedWords);
    const part = items.slice(outcomes.length, outcomes.length + partSize);
    const answer = await ask(part);
    if (!answer.ok) {
      if (mayHaveHappened(answer.error)) outcomes.push(...part.map((item) => inDoubt(item, outcomeOf, answer.error)));
      return endWith(answer.error.message);
    }
    outcomes.push(...answer.value.outcomes);
    onProgress([...outcomes]);
    if (answer.value.problem !== null) return endWith(answer.value.problem);
  }
  return { outcomes, problem: null };
};

const inDoubt = <I, O>(item: I, outcomeOf: PartsRun<I, O>['outcomeOf'], { message }: Failure): O =>
  outcomeOf(item, 'unknown', message);

/** How many ended in which way. */
export const countsOf = (
  outcomes: readonly { readonly state: DeviceOutcomeState }[],
): Readonly<Record<DeviceOutcomeState, number>> => {
  const count = (state: DeviceOutcomeState): number => outcomes.filter((outcome) => outcome.state === state).length;
  return { done: count('done'), refused: count('refused'), unknown: count('unknown'), 'not-sent': count('not-sent') };
};
