import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../shared/contract/result.ts';
import { watsonHostsOf } from '../../../shared/platform/watson-hosts.ts';
import { explainRefusal, isCacheDisabled, isForbidden, readWatsonError } from './error.ts';

const refused = (status: number, platformMessage: string, more: object = {}) =>
  failureOf('not-authorised', 'The token may not do this.', {
    ...{ status, platformMessage, reason: 'forbidden', mayHaveHappened: false },
    ...more,
  });
const unknownKey = 'The authentication method is invalid or the API key does not exist.';
const host = 'main.iot.example.com';
const context = (apiKey: string) => ({ apiKey, host, hosts: watsonHostsOf(`https://${host}`) });

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

describe('a refusal', () => {
  test.each([401, 403])('of a key of another organisation names both: %i', (status) => {
    const { message } = explainRefusal(refused(status, unknownKey), context('a-other-a84ps90Ajs'));
    expect(message).toContain('belongs to the organisation other, and main.iot.example.com is the address of main');
    expect(message).toContain(`It says: “${unknownKey}”`);
  });

  test('of an unknown key is no lack of rights', () => {
    const failure = explainRefusal(refused(403, unknownKey), context('a-Main-a84ps90Ajs'));
    expect(failure.message).toContain('does not know the API key a-Main-a84ps90Ajs');
    expect([isForbidden(refused(403, unknownKey)), isForbidden(failure)]).toEqual([true, false]);
  });

  test.each([
    [
      'whose end is known and past',
      { hasWorked: true, endedAtMs: Date.UTC(2030, 0, 5) },
      401,
      'expired on 5 January 2030',
    ],
    ['that worked before and is unknown now', { hasWorked: true, endedAtMs: null }, 403, 'it was removed there'],
    [
      'that worked before, of its token',
      { hasWorked: true, endedAtMs: null },
      401,
      'does not accept its token any more',
    ],
    ['that never worked, of its token', { hasWorked: false, endedAtMs: null }, 401, 'it is empty or wrong'],
    ['that never worked', { hasWorked: false, endedAtMs: null }, 403, 'is mistyped'],
  ])('of a key %s says which of them it is', (_case, history, status, words) => {
    const failure = explainRefusal(refused(status, unknownKey), { ...context('a-main-a84ps90Ajs'), history });
    expect(failure.message).toContain(words);
  });

  test('of a role, and every other failure, stays as it is', () => {
    const role = refused(403, 'The role does not allow this operation.');
    const other = failureOf('unreachable', 'Nobody there.');
    for (const failure of [role, other]) expect(explainRefusal(failure, context('a-main-a84ps90Ajs'))).toBe(failure);
    expect(isForbidden(role)).toBe(true);
  });

  test('because the last event cache is off is none of the role', () => {
    const off = refused(403, 'CUDCS0105E: The last event cache is not enabled.');
    expect([isCacheDisabled(off), isForbidden(off)]).toEqual([true, false]);
  });
});
