import { expect, test } from 'vitest';
import { passwordScopeProblem } from './password-scope.ts';

const problem = (former: string | undefined, next: string) =>
  passwordScopeProblem(former === undefined ? undefined : { url: former }, { url: next });

test.each([
  [undefined, 'mqtt://other'],
  ['mqtt://broker', 'mqtt://broker'],
  ['mqtt://broker', 'mqtt://BROKER:1884'],
  ['mqtt://broker', 'mqtts://broker'],
  ['mqtts://broker:8883', 'wss://broker/mqtt'],
])('a password entered for %s may go to %s', (former, next) => {
  expect(problem(former, next)).toBeUndefined();
});

test.each([
  ['mqtts://broker', 'mqtts://broker.example.net', 'broker.example.net'],
  ['mqtt://10.0.0.1', 'mqtt://10.0.0.2', '10.0.0.1'],
  ['mqtts://broker', 'mqtt://broker', 'unencrypted'],
  ['wss://broker/mqtt', 'ws://broker/mqtt', 'unencrypted'],
])('a password entered for %s does not go to %s', (former, next, words) => {
  expect(problem(former, next)).toContain(words);
});
