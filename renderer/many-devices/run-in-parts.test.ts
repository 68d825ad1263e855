import { expect, test } from 'vitest';
import { fail, ok } from '../../shared/contract/result.ts';
import type { DeviceOutcomeState } from '../../shared/platform/many-devices.ts';
import { countsOf, runInParts, stoppedWords, type PartsRun } from './run-in-parts.ts';

interface Outcome {
  readonly id: string;
  readonly state: DeviceOutcomeState;
}
const done = (part: readonly string[], problem: string | null = null) =>
  ok({ outcomes: part.map((id) => ({ id, state: 'done' as const })), problem });

const run = (ask: PartsRun<string, Outcome>['ask'], changes: Partial<PartsRun<string, Outcome>> = {}) =>
  runInParts<string, Outcome>({
    items: ['a', 'b', 'c', 'd', 'e'],
    partSize: 2,
    ask,
    outcomeOf: (id, state) => ({ id, state }),
    onProgress: () => undefined,
    isStopped: () => false,
    ...changes,
  });
const shapeOf = ({ outcomes }: { readonly outcomes: readonly Outcome[] }) =>
  outcomes.map(({ id, state }) => `${id} ${state}`);

test('a list goes part by part, and how far it is is told after each', async () => {
  const parts: (readonly string[])[] = [];
  const progress: number[] = [];
  const end = await run(
    async (part) => {
      parts.push(part);
      return done(part);
    },
    { onProgress: (outcomes) => progress.push(outcomes.length) },
  );
  expect(parts).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(progress).toEqual([2, 4, 5]);
  expect(end.problem).toBeNull();
  expect(countsOf(end.outcomes)).toEqual({ done: 5, refused: 0, unknown: 0, 'not-sent': 0 });
});

test('a part without an answer is in doubt, and the rest is not sent', async () => {
  const end = await run(async (part) => (part.includes('c') ? fail('timeout', 'No answer.') : done(part)));
  expect(shapeOf(end)).toEqual(['a done', 'b done', 'c unknown', 'd unknown', 'e not-sent']);
  expect(end.problem).toBe('No answer.');
});

test('a part that was refused as a whole was not done', async () => {
  const end = await run(async (part) => (part.includes('c') ? fail('not-authorised', 'No.') : done(part)));
  expect(shapeOf(end)).toEqual(['a done', 'b done', 'c not-sent', 'd not-sent', 'e not-sent']);
});

test('what went wrong for more than one vehicle ends it, and so does the user', async () => {
  const broken = await run(async (part) => done(part, 'The platform is gone.'));
  expect(shapeOf(broken)).toEqual(['a done', 'b done', 'c not-sent', 'd not-sent', 'e not-sent']);
  expect(broken.problem).toBe('The platform is gone.');
  let asked = 0;
  const stopped = await run(
    async (part) => {
      asked += 1;
      return done(part);
    },
    { isStopped: () => asked === 2 },
  );
  expect(shapeOf(stopped).slice(3)).toEqual(['d done', 'e not-sent']);
  expect(stopped.problem).toBe(stoppedWords);
});
