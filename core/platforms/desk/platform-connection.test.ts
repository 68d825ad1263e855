import { describe, expect, test } from 'vitest';
import { createManualTimers } from '../../../test/support/manual-timers.ts';
import { failureOf, fail, ok, type Result } from '../../../shared/contract/result.ts';
import { iotCentralSettingsSchema } from '../../../shared/platform/settings.ts';
import type { PlatformIdentity } from '../platform.ts';
import { PlatformConnection } from './platform-connection.ts';
import {
  allAllowed,
  createScriptedPlatform,
  failing,
  forbidden,
  identityOf,
  outOfReach,
  promised,
  revoked,
  settled,
  vehicle,
} from './testing/scripted-platform.ts';

const settings = iotCentralSettingsSchema.parse({
  ...{ kind: 'iot-central', address: 'https://depot.example', auth: 'api-token', live: 'polling' },
  ...{ usesPreview: false, watch: {} },
});

const openConnection = () => {
  const clock = createManualTimers();
  const platform = createScriptedPlatform();
  const shown = new Set<string>();
  const silent = () => undefined;
  const connection = new PlatformConnection({
    id: 'depot',
    name: 'Depot',
    settings,
    platform,
    fleet: {
      registerVehicles: (_id, references) => {
        for (const { vehicleId } of references) shown.add(vehicleId);
      },
      removeVehicles: (_id, ids) => {
        for (const id of ids) shown.delete(id);
      },
      find: () => undefined,
    },
    clock,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    random: () => 1,
    onKept: silent,
    onTypes: silent,
    onChange: silent,
  });
  const advance = async (byMs: number): Promise<void> => {
    clock.advance(byMs);
    await settled();
  };
  const start = async (): Promise<void> => {
    connection.start();
    await settled();
  };
  const count = (question: string): number => platform.asked.filter((asked) => asked === question).length;
  return { connection, platform, clock, shown, advance, start, count };
};

describe('a connection to a platform', () => {
  test('checks its token, reads the lists, then the values', async () => {
    const { connection, platform, start } = openConnection();
    expect(connection.condition.state).toBe('idle');
    await start();
    expect(connection.condition).toMatchObject({ state: 'live', problem: null });
    expect(connection.status).toMatchObject({ state: 'ready', application: 'Depot', devices: { count: 3 } });
    expect(platform.asked).toEqual(['identify', 'types', 'devices', 'latest a', 'latest b', 'latest c']);
  });

  test('that is switched off and on while its token is checked is checked anew, and not left waiting', async () => {
    const { connection, platform, start } = openConnection();
    const { promise, keep } = promised<Result<PlatformIdentity>>();
    platform.script.identify = () => promise;
    await start();
    connection.stop();
    expect(connection.condition.state).toBe('idle');
    platform.script.identify = () => Promise.resolve(ok(identityOf({ application: 'Second' })));
    await start();
    keep(ok(identityOf({ application: 'First' })));
    await settled();
    expect(connection.status).toMatchObject({ state: 'ready', application: 'Second' });
  });

  test('calls what it asks off when it is stopped, and leaves no timer', async () => {
    const { connection, platform, clock, start } = openConnection();
    let isCalledOff = false;
    platform.script.identify = ({ signal }) => {
      signal?.addEventListener('abort', () => (isCalledOff = true));
      return new Promise(() => undefined);
    };
    await start();
    connection.close();
    expect(isCalledOff).toBe(true);
    expect(platform.asked.at(-1)).toBe('close');
    expect(clock.pendingCount()).toBe(0);
    expect(connection.status).toMatchObject({ state: 'off', problem: null });
  });

  test('that is out of reach at first tries again by itself, less and less often, until it is there', async () => {
    const { connection, platform, clock, start, advance, count } = openConnection();
    platform.script.identify = () => failing(outOfReach);
    await start();
    expect(connection.condition).toMatchObject({ state: 'offline', problem: { willRetry: true } });
    expect(connection.condition.retryAtMs).toBe(clock.now() + 2_500);
    await advance(2_500);
    expect(connection.condition.retryAtMs).toBe(clock.now() + 5_000);
    platform.script.identify = () => Promise.resolve(ok(identityOf()));
    await advance(5_000);
    expect(count('identify')).toBe(3);
    expect(connection.condition).toMatchObject({ state: 'live', problem: null, retryAtMs: null });
  });

  test('whose token is refused waits for a person', async () => {
    const { connection, platform, start, advance, count } = openConnection();
    platform.script.identify = () => failing(revoked);
    await start();
    await advance(600_000);
    expect(connection.condition).toMatchObject({
      state: 'offline',
      problem: { code: 'not-authorised' },
      retryAtMs: null,
    });
    expect(count('identify')).toBe(1);
    platform.script.identify = () => Promise.resolve(ok(identityOf()));
    connection.retry();
    await settled();
    expect(connection.condition.state).toBe('live');
  });

  test('whose token may not list the vehicles works for what it may', async () => {
    const { connection, platform, start } = openConnection();
    const rights = { ...allAllowed, 'view-devices': { state: 'denied', explanation: 'Needs Operator.' } } as const;
    platform.script.identify = () => Promise.resolve(ok(identityOf({ rights })));
    await start();
    expect(connection.status).toMatchObject({ state: 'limited', problem: { code: 'not-authorised' } });
    expect(platform.asked).toEqual(['identify']);
    expect(await connection.call('view-jobs', () => Promise.resolve(ok(1)))).toEqual(ok(1));
    expect(await connection.call('view-devices', () => Promise.resolve(ok(1)))).toMatchObject({
      error: { code: 'not-authorised', message: expect.stringContaining('Needs Operator.') as string },
    });
  });
});

describe('in mid-session', () => {
  test('a refused call makes it ask who it is; a token that has ended is said, and nothing is forgotten', async () => {
    const { connection, platform, shown, start } = openConnection();
    await start();
    platform.script.identify = () => failing(revoked);
    await connection.call('view-jobs', () => failing(revoked));
    await settled();
    expect(connection.status).toMatchObject({
      ...{ state: 'refused', application: 'Depot', devices: { count: 3 } },
      problem: { message: 'The token was revoked.' },
    });
    expect(shown.size).toBe(3);
  });

  test('a token is looked at when it is due to end', async () => {
    const { connection, platform, clock, start, advance } = openConnection();
    const token = { name: 'console', expiresAtMs: clock.now() + 3_600_000 };
    platform.script.identify = () => Promise.resolve(ok(identityOf({ token })));
    await start();
    platform.script.identify = () => failing(revoked);
    await advance(3_599_000);
    expect(connection.status.state).toBe('ready');
    await advance(3_000);
    expect(connection.status.state).toBe('refused');
  });

  test('a token that is revoked while nothing is asked is noticed within seconds by whoever has the console open', async () => {
    const { connection, platform, start, advance, count } = openConnection();
    platform.script.get = () => failing(forbidden);
    await start();
    await advance(50_000);
    expect(count('entry a')).toBe(0);
    connection.watch(true);
    await advance(10_000);
    expect(count('entry a')).toBe(1);
    expect(connection.condition.state).toBe('live');
    platform.script.get = () => failing(revoked);
    platform.script.identify = () => failing(revoked);
    await advance(10_000);
    expect(connection.condition).toMatchObject({ state: 'offline', problem: { message: 'The token was revoked.' } });
    const asked = platform.asked.length;
    await advance(600_000);
    expect(platform.asked).toHaveLength(asked);
  });

  test('a platform that cannot be reached any more is said to be so, and is live again by itself', async () => {
    const { connection, platform, shown, start, advance } = openConnection();
    await start();
    platform.script.identify = () => failing(outOfReach);
    platform.script.latest = () => failing(outOfReach);
    await advance(61_000);
    expect(connection.condition).toMatchObject({ state: 'offline', problem: { willRetry: true } });
    expect(shown.size).toBe(3);
    platform.script.identify = () => Promise.resolve(ok(identityOf()));
    platform.script.latest = () => Promise.resolve(ok([]));
    await advance(10_000);
    expect(connection.condition).toMatchObject({ state: 'live', problem: null });
  });

  test('one part that refuses a token that the rest accepts is not asked about over and over', async () => {
    const { connection, platform, start, advance, count } = openConnection();
    platform.script.latest = () => failing(revoked);
    await start();
    for (let minute = 0; minute < 60; minute += 1) await advance(60_000);
    expect(connection.status.state).toBe('ready');
    expect(count('identify')).toBeGreaterThan(5);
    expect(count('identify')).toBeLessThan(25);
    expect(count('devices')).toBeLessThan(10);
  });

  test('a right that was refused is not tried again until the token is asked about anew', async () => {
    const { connection, platform, start } = openConnection();
    await start();
    let tries = 0;
    const run = () =>
      connection.call('run-job', () => {
        tries += 1;
        return failing(forbidden);
      });
    await run();
    await run();
    expect(tries).toBe(1);
    expect(connection.rights['run-job']).toEqual({ state: 'denied', explanation: 'Needs the role Operator.' });
    expect(connection.status.state).toBe('ready');
    expect(platform.asked.filter((asked) => asked === 'identify')).toHaveLength(1);
  });

  test('calls that were called off, held back or not found say nothing against the token', async () => {
    const { connection, start, count } = openConnection();
    await start();
    const held = failureOf('unreachable', 'Later.', { reason: 'rate-limited', mayHaveHappened: false });
    for (const failure of [failureOf('cancelled', 'Off.'), held, failureOf('not-found', 'Gone.')]) {
      await connection.call('view-jobs', () => failing(failure));
    }
    await settled();
    expect(count('identify')).toBe(1);
    expect(connection.condition.problem).toBeNull();
  });

  test('a call at which the adapter throws fails alone, and may have been carried out', async () => {
    const { connection, start } = openConnection();
    await start();
    const answer = await connection.call('send-command', () => {
      throw new TypeError('a bug');
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal', details: { mayHaveHappened: true } } });
    expect(connection.condition.state).toBe('live');
  });

  test('what the platform does not offer is said without asking it', async () => {
    const { connection, start } = openConnection();
    expect(await connection.call('view-jobs', () => undefined)).toMatchObject({ error: { code: 'refused' } });
    await start();
    expect(await connection.call('view-jobs', () => undefined)).toEqual(
      fail('unsupported', 'This platform does not offer this.'),
    );
  });
});

describe('lists', () => {
  test('are read again every quarter of an hour, and sooner where something is missing', async () => {
    const { connection, platform, start, advance, count } = openConnection();
    platform.script.listDevices = (_context, onPage) => {
      onPage([vehicle('a')]);
      return Promise.resolve(ok({ problem: 'Page 2 could not be read.' }));
    };
    await start();
    expect(connection.status.devices.problem).toBe('Page 2 could not be read. It is read again by itself.');
    await advance(60_000);
    expect(count('devices')).toBe(2);
    platform.script.listDevices = (_context, onPage) => {
      onPage([vehicle('a')]);
      return Promise.resolve(ok({ problem: null }));
    };
    await advance(60_000);
    expect(count('devices')).toBe(2);
    await advance(60_000);
    expect(connection.status.devices.problem).toBeNull();
    await advance(14 * 60_000);
    expect(count('devices')).toBe(3);
    await advance(60_000);
    expect(count('devices')).toBe(4);
  });

  test('of groups that could not be read are read again soon; those that the role may not see are not', async () => {
    const { platform, start, advance, count } = openConnection();
    const members = () => Promise.resolve(ok([]));
    platform.script.groups = { list: () => failing(outOfReach), members };
    await start();
    const depot = { id: 'g', name: 'Depot', description: null, rule: null };
    platform.script.groups = { list: () => Promise.resolve(ok([depot])), members: () => failing(outOfReach) };
    await advance(60_000);
    expect(count('devices')).toBe(2);
    platform.script.groups = { list: () => failing(forbidden), members };
    await advance(120_000);
    expect(count('devices')).toBe(3);
    await advance(14 * 60_000);
    expect(count('devices')).toBe(3);
  });

  test('that are asked for while one is being read are read once more, and not begun anew', async () => {
    const { connection, platform, start, count } = openConnection();
    const { promise, keep } = promised<null>();
    platform.script.listDevices = async () => {
      await promise;
      return ok({ problem: null });
    };
    await start();
    connection.refresh();
    connection.refresh();
    connection.refresh();
    await settled();
    expect(count('devices')).toBe(1);
    keep(null);
    await settled();
    expect(count('devices')).toBe(2);
  });
});
