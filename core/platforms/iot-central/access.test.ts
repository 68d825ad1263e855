import { expect, test, vi } from 'vitest';
import { createManualTimers } from '../../../test/support/manual-timers.ts';
import { failureOf, ok } from '../../../shared/contract/result.ts';
import { tokenProblemOf } from '../refusal/token-problem.ts';
import { Access } from './access.ts';

const jwt = (claims: object): string =>
  [{ alg: 'none' }, claims, 'sig'].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
const person = { aud: 'https://apps.azureiotcentral.com', oid: 'jo', tid: 'contoso', upn: 'jo@contoso.com' };

const openAccess = (first: string) => {
  let token = first;
  const onReplaced = vi.fn();
  const onRefused = vi.fn();
  const clock = createManualTimers();
  const needs = { token: () => Promise.resolve(ok(token)), label: 'contoso', clock, onReplaced, onRefused };
  const access = new Access(needs);
  const use = (next: string) => {
    token = next;
    return access.authorization();
  };
  return { access, onReplaced, onRefused, use };
};

test('a renewed bearer token of the same person keeps what was learnt; another person’s does not', async () => {
  const { onReplaced, use } = openAccess('');
  await use(jwt({ ...person, exp: 1 }));
  await use(jwt({ ...person, exp: 2 }));
  expect(onReplaced).not.toHaveBeenCalled();
  await use(jwt({ ...person, oid: 'ann', exp: 2 }));
  expect(onReplaced).toHaveBeenCalledOnce();
});

test('only a refusal of the token itself is told to where it comes from', async () => {
  const { access, onRefused, use } = openAccess('');
  await use(jwt(person));
  access.explain(failureOf('not-authorised', 'Not this.', { status: 403, mayHaveHappened: false }));
  expect(onRefused).not.toHaveBeenCalled();
  access.explain(failureOf('not-authorised', 'Not you.', { status: 401, mayHaveHappened: false }));
  expect(onRefused).toHaveBeenCalledOnce();
});

test('an API token made anew under the same name may have other roles', async () => {
  const { onReplaced, use } = openAccess('');
  await use('SharedAccessSignature sr=app&sig=one&skn=console&se=1');
  await use('SharedAccessSignature sr=app&sig=one&skn=console&se=1');
  expect(onReplaced).not.toHaveBeenCalled();
  await use('SharedAccessSignature sr=app&sig=two&skn=console&se=2');
  expect(onReplaced).toHaveBeenCalledOnce();
});

test('a user of another directory is told as such, not as forbidden one thing', async () => {
  const { access } = openAccess(jwt(person));
  await access.authorization();
  const failure = access.explain(
    failureOf('not-authorised', 'It may not.', {
      status: 403,
      reason: 'forbidden',
      platformMessage: 'User principals must get tokens from the common tenant or the tenant of the application.',
      mayHaveHappened: false,
    }),
  );
  expect(tokenProblemOf(failure)).toBe('wrong-directory');
  expect(failure.message).toContain('directory (tenant)');
});

test('what has nothing to do with the token stays as it is', async () => {
  const { access } = openAccess(jwt(person));
  await access.authorization();
  for (const failure of [
    failureOf('not-found', 'Gone.', { status: 404, mayHaveHappened: false }),
    failureOf('not-authorised', 'It may not.', { status: 403, reason: 'forbidden', mayHaveHappened: false }),
    failureOf('vault-locked', 'The vault is locked.'),
  ]) {
    expect(access.explain(failure)).toBe(failure);
  }
});

test('a token that cannot be had is told by whoever keeps it', async () => {
  const locked = failureOf('vault-locked', 'The vault is locked.');
  const access = new Access({
    token: () => Promise.resolve({ ok: false, error: locked }),
    label: 'contoso',
    clock: createManualTimers(),
    onReplaced: () => undefined,
  });
  expect(await access.authorization()).toEqual({ ok: false, error: locked });
  expect(await access.reading()).toEqual({ ok: false, error: locked });
});
