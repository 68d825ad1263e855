import { expect, test } from 'vitest';
import { failureOf } from '../../../shared/contract/result.ts';
import { isCacheDisabled, isForbidden, readWatsonError } from './error.ts';

const refused = (status: number, platformMessage: string) =>
  failureOf('not-authorised', 'The token may not do this.', {
    ...{ status, platformMessage, reason: 'forbidden', mayHaveHappened: false },
  });

test('what is wrong with a request is told with its message and its id', () => {
  const body = {
    message: 'CUDRS0007E: The request was not valid.',
    exception: { id: 'CUDRS0007E', properties: [] },
    violations: [{ message: 'deviceId is too long.' }, { message: 5 }, 'odd'],
  };
  expect(readWatsonError(400, body)).toEqual({
    message: 'CUDRS0007E: The request was not valid. deviceId is too long.',
    code: 'CUDRS0007E',
    requestId: undefined,
  });
});

test.each([undefined, 'text', [], { message: 3, exception: 'x', violations: {} }])(
  'a body of another shape tells nothing: %j',
  (body) => {
    expect(readWatsonError(500, body)).toEqual({ message: undefined, code: undefined, requestId: undefined });
  },
);

test('a role that may not is told from a last event cache that is off', () => {
  const role = refused(403, 'The role does not allow this operation.');
  const off = refused(403, 'CUDCS0105E: The last event cache is not enabled.');
  expect([isForbidden(role), isCacheDisabled(role)]).toEqual([true, false]);
  expect([isForbidden(off), isCacheDisabled(off)]).toEqual([false, true]);
});
