import { describe, expect, it } from 'vitest';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { fakeNowMs as now } from '../../test/support/fake-data.ts';
import { allRights, fakePlatformStatus } from '../../test/support/fake-platform.ts';
import {
  devicesWords,
  durationWords,
  expiryWords,
  isExpiryPressing,
  requestWords,
  rightsWords,
  roleWords,
  wantsNewToken,
} from './platform-words.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

const endingIn = (leftMs: number, lifetime?: 'long' | 'short' | 'renewed'): PlatformStatus => ({
  ...fakePlatformStatus,
  token: { name: 'console', expiresAtMs: now + leftMs, ...(lifetime === undefined ? {} : { lifetime }) },
});

describe('the end of a token', () => {
  it('is said in words, with the day or the hour', () => {
    expect(durationWords(12.9 * dayMs)).toBe('12 days');
    expect(durationWords(30 * 3_600_000)).toBe('30 hours');
    expect(durationWords(61 * minuteMs)).toBe('61 minutes');
    expect(durationWords(1)).toBe('1 minute');
    expect(expiryWords(now + 12 * dayMs, now).text).toMatch(/^expires in 12 days \(.*2030.*\)$/);
    expect(expiryWords(now - 3 * dayMs, now).text).toMatch(/^expired 3 days ago \(.*20(29|30).*\)$/);
  });

  it.each([
    ['a long one in 31 days', 31 * dayMs, 'long', 'neutral'],
    ['a long one in 30 days', 30 * dayMs, 'long', 'doubtful'],
    ['a long one in a day', dayMs, 'long', 'bad'],
    ['a short one in 11 minutes', 11 * minuteMs, 'short', 'neutral'],
    ['a short one in 10 minutes', 10 * minuteMs, 'short', 'doubtful'],
    ['a short one in 2 minutes', 2 * minuteMs, 'short', 'bad'],
    ['one that is renewed, in a minute', minuteMs, 'renewed', 'neutral'],
    ['one that has ended', -1, 'long', 'bad'],
  ] as const)('has its tone: %s', (_name, leftMs, lifetime, tone) => {
    expect(expiryWords(now + leftMs, now, lifetime).tone).toBe(tone);
  });

  it('is said unasked in its last week, or its last minutes, and never of what is renewed by itself', () => {
    expect(isExpiryPressing(endingIn(8 * dayMs), now)).toBe(false);
    expect(isExpiryPressing(endingIn(7 * dayMs), now)).toBe(true);
    expect(isExpiryPressing(endingIn(11 * minuteMs, 'short'), now)).toBe(false);
    expect(isExpiryPressing(endingIn(minuteMs, 'short'), now)).toBe(true);
    expect(isExpiryPressing(endingIn(minuteMs, 'renewed'), now)).toBe(false);
  });

  it('calls for a new one, as a refusal does', () => {
    expect(wantsNewToken(fakePlatformStatus, now)).toBe(false);
    expect(wantsNewToken(endingIn(dayMs), now)).toBe(true);
    expect(wantsNewToken({ ...fakePlatformStatus, state: 'refused' }, now)).toBe(true);
    const problem = { code: 'secret-missing', message: 'There is no token.', willRetry: false } as const;
    expect(wantsNewToken({ ...fakePlatformStatus, problem }, now)).toBe(true);
  });
});

describe('what a token may', () => {
  it('leaves out what the platform cannot, and says who may what it may not', () => {
    const { may, perhaps, mayNot } = rightsWords({
      ...allRights,
      'run-job': { state: 'unsupported', explanation: '' },
      'change-settings': { state: 'unknown', explanation: '' },
      'create-token': { state: 'denied', explanation: 'Needs the role Administrator.' },
    });
    expect(may).toContain('send commands');
    expect(perhaps).toEqual(['change settings']);
    expect([...may, ...perhaps, ...mayNot.map(({ words }) => words)]).not.toContain('run jobs');
    expect(mayNot).toEqual([{ words: 'make tokens', explanation: 'Needs the role Administrator.' }]);
  });

  it('names roles with their organisation', () => {
    expect(
      roleWords([
        { id: 'a', name: 'Operator', organization: 'North' },
        { id: 'b', name: 'Viewer', organization: null },
      ]),
    ).toBe('Operator in North, Viewer');
    expect(roleWords([])).toBe('no role');
  });
});

it('counts what is listed while it is listed, and keeps the old count while it is listed again', () => {
  const devices = { count: 250, isListing: true, listedAtMs: null, problem: null };
  expect(devicesWords({ ...fakePlatformStatus, devices }, now)).toBe('Reading the list of vehicles: 250 so far…');
  expect(devicesWords({ ...fakePlatformStatus, devices: { ...devices, listedAtMs: now - 5000 } }, now)).toBe(
    '250 vehicles listed 5 s ago, being read again…',
  );
});

it('says that the platform holds requests back, and what waits', () => {
  expect(requestWords(fakePlatformStatus, now)).toBeUndefined();
  expect(
    requestWords({ ...fakePlatformStatus, requests: { waiting: 12, heldUntilMs: now + 4000 }, pendingReads: 1 }, now),
  ).toBe(
    'The platform asks us to wait: requests go on in 4 s. 12 requests waiting for their turn. 1 value still to be read.',
  );
});
