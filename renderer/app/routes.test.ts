import { expect, it } from 'vitest';
import { hrefOf, parseRoute, pathOf } from './routes.ts';

it('finds its way back from every vehicle id, whatever stands in it', () => {
  for (const vehicleId of ['TRUCK-001', '0018/01029', 'a b', '50%', 'a%2Fb', '<b>x</b>', 'ä?ö#ü', '../..', '"']) {
    const route = { view: 'vehicle', connectionId: 'replay', vehicleId } as const;
    expect(parseRoute(pathOf(route)), vehicleId).toEqual(route);
  }
});

it('opens the fleet where nothing is said, and says so where nothing is found', () => {
  expect(parseRoute('/')).toEqual({ view: 'fleet' });
  expect(parseRoute('/fleet')).toEqual({ view: 'fleet' });
  expect(parseRoute('/connections/')).toEqual({ view: 'connections' });
  expect(parseRoute('/jobs')).toEqual({ view: 'jobs' });
  expect(parseRoute('/admin')).toEqual({ view: 'admin', section: 'secrets' });
  expect(parseRoute('/admin/audit')).toEqual({ view: 'admin', section: 'audit' });
  expect(parseRoute('/admin/people')).toEqual({ view: 'admin', section: 'people' });
  expect(parseRoute('/admin/people/a%2Fb')).toEqual({ view: 'admin', section: 'people', connectionId: 'a/b' });
  expect(parseRoute('/tokens')).toEqual({ view: 'tokens', connectionId: null });
  expect(parseRoute('/tokens/a%2Fb')).toEqual({ view: 'tokens', connectionId: 'a/b' });
  for (const path of [
    '/nowhere',
    '/tokens/a/b',
    '/tokens/%E0%A4%A',
    '/jobs/1',
    '/admin/nothing',
    '/admin/audit/1',
    '/admin/people/a/b',
    '/admin/people/%E0%A4%A',
    '/vehicles/practice',
    '/vehicles/a/b/c',
    '/vehicles//x',
    '/vehicles/a/%E0%A4%A',
  ]) {
    expect(parseRoute(path), path).toEqual({ view: 'not-found' });
  }
});

it('keeps the slash of an id inside its part of the address', () => {
  expect(hrefOf({ view: 'vehicle', connectionId: 'replay', vehicleId: '0018/01029' })).toBe(
    '#/vehicles/replay/0018%2F01029',
  );
});
