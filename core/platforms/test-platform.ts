import type { ConnectionTest, PlatformFindings } from '../../shared/connection/status.ts';
import type { Problem } from '../../shared/connection/problem.ts';
import type { Failure } from '../../shared/contract/result.ts';
import { problemOf } from './desk/platform-problem.ts';
import type { CallContext, Platform } from './platform.ts';

type Step = ConnectionTest['steps'][number];

export interface PlatformTest {
  readonly steps: readonly Step[];
  /** Null when every step was passed; else the first that was not. */
  readonly problem: Problem | null;
  readonly findings: PlatformFindings | null;
}

/** Enough to say that it works and roughly how much there is; a list of thousands is not waited for. */
const enoughDevices = 500;

const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

/** Tries a platform's API with this token, reading only, and tells what could be watched. */
export const testPlatform = async (platform: Platform, signal: AbortSignal): Promise<PlatformTest> => {
  const steps: Step[] = [];
  const context: CallContext = { lane: 'click', signal };
  const failed = (title: string, failure: Failure): PlatformTest => {
    steps.push({ title, outcome: 'failed', message: failure.message });
    return { steps, problem: { ...problemOf(failure), willRetry: false }, findings: null };
  };
  const warn = (title: string, failure: Failure): void => {
    steps.push({ title, outcome: 'warning', message: failure.message });
  };

  const identity = await platform.identify(context);
  if (!identity.ok) return failed('Token', identity.error);
  const { application, roles, rights, token } = identity.value;
  const known = roles === null ? 'Its role is not told.' : `Its role: ${roles.map(({ name }) => name).join(', ')}.`;
  steps.push({
    title: 'Token',
    outcome: 'passed',
    message: `${application ?? 'The platform'} accepts the token. ${known}`,
  });

  const types = await platform.listTypes(context);
  if (!types.ok) warn('Types', types.error);
  else {
    const { problem, types: known } = types.value;
    const message = `${count(known.length, 'type')} of vehicle.`;
    steps.push({
      title: 'Types',
      outcome: problem === null ? 'passed' : 'warning',
      message: problem === null ? message : `${message} ${problem}`,
    });
  }

  const devices = await countDevices(platform, signal);
  if ('failure' in devices) return failed('Vehicles', devices.failure);
  steps.push(
    devices.count === 0
      ? { title: 'Vehicles', outcome: 'warning', message: 'The platform lists no vehicle for this token.' }
      : {
          title: 'Vehicles',
          outcome: 'passed',
          message: devices.isWhole
            ? `${count(devices.count, 'vehicle')}.`
            : `More than ${count(devices.count, 'vehicle')}.`,
        },
  );

  const groups = await platform.groups?.list(context);
  if (groups?.ok === false) warn('Groups', groups.error);

  return {
    steps,
    problem: null,
    findings: {
      application,
      roles: roles?.map((role) => ({ ...role })) ?? null,
      rights,
      tokenExpiresAtMs: token.expiresAtMs,
      types: types.ok ? types.value.types.map(({ id, title }) => ({ id, name: title })) : [],
      groups: groups?.ok === true ? groups.value.map(({ id, name }) => ({ id, name })) : [],
      deviceCount: devices.isWhole ? devices.count : null,
    },
  };
};

type Counted = { readonly count: number; readonly isWhole: boolean } | { readonly failure: Failure };

const countDevices = async (platform: Platform, signal: AbortSignal): Promise<Counted> => {
  const controller = new AbortController();
  const whole = AbortSignal.any([signal, controller.signal]);
  let counted = 0;
  const answer = await platform.listDevices({ lane: 'click', signal: whole }, (page) => {
    counted += page.length;
    if (counted >= enoughDevices) controller.abort();
  });
  if (answer.ok) return { count: counted, isWhole: answer.value.problem === null };
  return controller.signal.aborted ? { count: counted, isWhole: false } : { failure: answer.error };
};
