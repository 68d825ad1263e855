import { expect, test } from 'vitest';
import { failureOf, ok } from '../../../shared/contract/result.ts';
import { watsonHostsOf } from '../../../shared/platform/watson-hosts.ts';
import { createManualTimers } from '../../../test/support/manual-timers.ts';
import { checkValueOf, noKnowledge, type AcceptedToken, type RefusalKnowledge } from '../refusal/knowledge.ts';
import { tokenProblemOf } from '../refusal/token-problem.ts';
import { isForbidden } from './error.ts';
import { KeyAccess } from './key-access.ts';

const unknownKey = 'The authentication method is invalid or the API key does not exist.';
const refused = (status: number, platformMessage: string) =>
  failureOf('not-authorised', 'The token may not do this.', {
    ...{ status, platformMessage, reason: 'forbidden', requestId: 'r-1', mayHaveHappened: false },
  });

const open = (knowledge: Partial<RefusalKnowledge> = {}) => {
  const host = 'main.iot.example.com';
  let token = 'aaaaaaaaaaaaaaaaaa';
  const access = new KeyAccess({
    ...{ apiKey: 'a-main-a84ps90Ajs', host, hosts: watsonHostsOf(`https://${host}`), clock: createManualTimers() },
    token: () => Promise.resolve(ok(token)),
    expiresAtMs: () => null,
    knowledge: { ...noKnowledge, ...knowledge },
  });
  return {
    access,
    use: (next: string) => {
      token = next;
      return access.authorization();
    },
  };
};

test('a refusal keeps the platform’s words and request id, and is no lack of rights', () => {
  const failure = open().access.explain(refused(403, unknownKey));
  expect(failure.message).toContain('does not know the API key a-main-a84ps90Ajs');
  expect(failure.message).toContain(`The platform says: “${unknownKey}”`);
  expect(failure).toMatchObject({ code: 'not-authorised', details: { requestId: 'r-1', mayHaveHappened: false } });
  expect([isForbidden(refused(403, unknownKey)), isForbidden(failure)]).toEqual([true, false]);
});

test('a refusal for a role, and every other failure, stays as it is', () => {
  for (const failure of [
    refused(403, 'The role does not allow this operation.'),
    failureOf('unreachable', 'Nobody there.'),
  ]) {
    expect(open().access.explain(failure)).toBe(failure);
  }
});

test('a token that was let in is remembered once; what one token did says nothing of the next', async () => {
  const accepted: AcceptedToken[] = [];
  const { access, use } = open({ noteAccepted: (token) => accepted.push(token) });
  await use('aaaaaaaaaaaaaaaaaa');
  access.noteAccepted();
  access.noteAccepted();
  expect(accepted).toEqual([
    {
      ...{ tokenId: 'a-main-a84ps90Ajs', tenant: 'main', expiresAtMs: null },
      checkValue: checkValueOf('aaaaaaaaaaaaaaaaaa'),
    },
  ]);
  expect(tokenProblemOf(access.explain(refused(401, '')))).toBe('expired');
  await use('bbbbbbbbbbbbbbbbbb');
  expect(tokenProblemOf(access.explain(refused(401, '')))).toBe('wrong-or-expired');
});

test('the platform’s list is looked at only where nothing else tells', async () => {
  const asked: string[] = [];
  const lookUp = (tokenId: string) => {
    asked.push(tokenId);
    return Promise.resolve({ isListed: false, seenWith: 'Depot' } as const);
  };
  const { access, use } = open({ lookUp });
  await use('too-short');
  const cut = await access.inquire(access.explain(refused(401, '')), undefined);
  expect([tokenProblemOf(cut), asked]).toEqual(['damaged', []]);
  const revoked = await access.inquire(access.explain(refused(403, unknownKey)), undefined);
  expect([tokenProblemOf(revoked), asked]).toEqual(['revoked', ['a-main-a84ps90Ajs']]);
  expect(revoked).toMatchObject({ details: { status: 403, requestId: 'r-1' } });
  expect(revoked.message).toContain(`The platform says: “${unknownKey}”`);
});

test('where nobody may look, the sentence stays that names both', async () => {
  const { access } = open();
  const failure = access.explain(refused(403, unknownKey));
  expect(await access.inquire(failure, undefined)).toBe(failure);
});
