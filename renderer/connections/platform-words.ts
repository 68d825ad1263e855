import type { PlatformAction, Rights } from '../../shared/platform/rights.ts';
import type { PlatformStatus, Role } from '../../shared/platform/status.ts';
import { formatAge } from '../format/age.ts';
import { countOf, formatNumber } from '../format/number.ts';

export type Tone = 'neutral' | 'doubtful' | 'bad';

export interface TonedWords {
  readonly text: string;
  readonly tone: Tone;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });
const timeFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** A time to come or gone by, as one says it: "12 days", "3 hours", "1 minute". */
export const durationWords = (durationMs: number): string => {
  if (durationMs >= 2 * dayMs) return countOf(Math.floor(durationMs / dayMs), 'day');
  if (durationMs >= 2 * hourMs) return countOf(Math.floor(durationMs / hourMs), 'hour');
  return countOf(Math.max(1, Math.floor(durationMs / minuteMs)), 'minute');
};

/** When a token ends, and how pressing that is: a long one within 30, 7 and 1 days, a short one within minutes. */
export const expiryWords = (
  expiresAtMs: number,
  nowMs: number,
  lifetime: 'long' | 'short' | 'renewed' = 'long',
): TonedWords => {
  const leftMs = expiresAtMs - nowMs;
  const moment = Math.abs(leftMs) < dayMs ? timeFormat.format(expiresAtMs) : dateFormat.format(expiresAtMs);
  if (leftMs <= 0) {
    return lifetime === 'renewed'
      ? { text: 'being renewed', tone: 'neutral' }
      : { text: `expired ${durationWords(-leftMs)} ago (${moment})`, tone: 'bad' };
  }
  const text = `expires in ${durationWords(leftMs)} (${moment})`;
  if (lifetime === 'renewed') return { text: `renewed by itself before ${moment}`, tone: 'neutral' };
  const [badWithinMs, doubtfulWithinMs] = lifetime === 'short' ? [2 * minuteMs, 10 * minuteMs] : [dayMs, 30 * dayMs];
  return { text, tone: leftMs <= badWithinMs ? 'bad' : leftMs <= doubtfulWithinMs ? 'doubtful' : 'neutral' };
};

/** Whether the window should say it without being asked: a month ahead it stands on the card only. */
export const isExpiryPressing = (status: PlatformStatus, nowMs: number): boolean => {
  const { expiresAtMs, lifetime = 'long' } = status.token;
  if (expiresAtMs === null || lifetime === 'renewed') return false;
  return expiresAtMs - nowMs <= (lifetime === 'short' ? 10 * minuteMs : 7 * dayMs);
};

/** Whether a new token would help: what is there was refused, is missing, or ends soon. */
export const wantsNewToken = (status: PlatformStatus, nowMs: number): boolean =>
  status.state === 'refused' ||
  status.problem?.code === 'not-authorised' ||
  status.problem?.code === 'secret-missing' ||
  isExpiryPressing(status, nowMs);

export const roleWords = (roles: readonly Role[]): string =>
  roles.length === 0
    ? 'no role'
    : roles.map(({ name, organization }) => (organization === null ? name : `${name} in ${organization}`)).join(', ');

/** What each thing is called in "may …" and "may not …". */
const actionWords: Readonly<Record<PlatformAction, string>> = {
  'view-devices': 'see vehicles',
  'send-command': 'send commands',
  'view-settings': 'see settings',
  'change-settings': 'change settings',
  'create-device': 'add vehicles',
  'rename-device': 'rename vehicles',
  'block-device': 'block vehicles',
  'delete-device': 'remove vehicles',
  'read-credentials': 'see device keys',
  'change-location': 'set a vehicle’s place',
  'view-groups': 'see groups',
  'view-organizations': 'see organisations',
  'view-jobs': 'see jobs',
  'run-job': 'run jobs',
  'view-scheduled-jobs': 'see scheduled jobs',
  'view-records': 'read logs',
  'clear-records': 'clear logs',
  'view-users': 'see users',
  'view-tokens': 'see tokens',
  'create-token': 'make tokens',
  'edit-token': 'change tokens',
  'delete-token': 'revoke tokens',
};

export interface RightsWords {
  readonly may: readonly string[];
  /** What the platform does not say before one tries. */
  readonly perhaps: readonly string[];
  readonly mayNot: readonly { readonly words: string; readonly explanation: string }[];
}

/** What the platform cannot do at all is not said: nobody can give it. */
export const rightsWords = (rights: Rights): RightsWords => {
  const may: string[] = [];
  const perhaps: string[] = [];
  const mayNot: { words: string; explanation: string }[] = [];
  for (const [action, words] of Object.entries(actionWords) as [PlatformAction, string][]) {
    const right = rights[action];
    if (right.state === 'unsupported') continue;
    if (right.state === 'allowed') may.push(words);
    else if (right.state === 'unknown') perhaps.push(words);
    else mayNot.push({ words, explanation: right.explanation });
  }
  return { may, perhaps, mayNot };
};

export const devicesWords = ({ devices }: PlatformStatus, nowMs: number): string => {
  if (devices.listedAtMs === null) {
    return devices.isListing
      ? `Reading the list of vehicles: ${formatNumber(devices.count)} so far…`
      : 'Not listed yet';
  }
  const listed = `${countOf(devices.count, 'vehicle')} listed ${formatAge(nowMs - devices.listedAtMs)} ago`;
  return devices.isListing ? `${listed}, being read again…` : listed;
};

/** Undefined while nothing waits. */
export const requestWords = ({ requests, pendingReads }: PlatformStatus, nowMs: number): string | undefined => {
  const parts: string[] = [];
  if (requests.heldUntilMs !== null && requests.heldUntilMs > nowMs) {
    parts.push(`The platform asks us to wait: requests go on in ${formatAge(requests.heldUntilMs - nowMs + 999)}.`);
  }
  if (requests.waiting > 0) parts.push(`${countOf(requests.waiting, 'request')} waiting for their turn.`);
  if (pendingReads > 0) parts.push(`${countOf(pendingReads, 'value')} still to be read.`);
  return parts.length === 0 ? undefined : parts.join(' ');
};

export const platformStateWords: Readonly<Record<PlatformStatus['state'], TonedWords>> = {
  off: { text: 'API not asked', tone: 'neutral' },
  checking: { text: 'checking the token', tone: 'neutral' },
  ready: { text: 'token accepted', tone: 'neutral' },
  limited: { text: 'token accepted, but it may not list vehicles', tone: 'doubtful' },
  refused: { text: 'token refused', tone: 'bad' },
  unreachable: { text: 'API not reached', tone: 'bad' },
};

/** The whole network's `20 requests a second` is shared by everybody: a value is read when its turn comes. */
export const pollingExplanation =
  'Values are read in turn over the API, within what it allows: what is on screen first, everything else when its turn comes. A value can be minutes old; its age is always shown.';
