import { expect, test } from 'vitest';
import { fakeConnectionStatus } from '../../test/support/fake-data.ts';
import { allRights, fakePlatformStatus } from '../../test/support/fake-platform.ts';
import type { PlatformAction, Rights } from '../../shared/platform/rights.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { silentLog } from '../log.ts';
import { Privileges } from './privileges.ts';
import { openTokenRecords } from './token-records.ts';

const dayMs = 86_400_000;

const open = (given: Partial<PlatformStatus> = {}) => {
  let nowMs = Date.UTC(2026, 4, 3, 12);
  let platform: PlatformStatus = {
    ...fakePlatformStatus,
    roles: [{ id: 'ca310b8d-2f4a-44e0-a36e-957c202cd8d4', name: 'Administrator', organization: null }],
    ...given,
  };
  const onUse = new Set<(id: string, action: PlatformAction) => void>();
  const onChange = new Set<() => void>();
  const clock = { now: () => nowMs };
  const privileges = new Privileges({
    connections: {
      statuses: () => [{ ...fakeConnectionStatus, id: 'fake', name: 'Depot', platform }],
      onChange: (listener) => {
        onChange.add(listener);
        return () => onChange.delete(listener);
      },
      platforms: {
        onUse: (listener) => {
          onUse.add(listener);
          return () => onUse.delete(listener);
        },
      },
    },
    records: openTokenRecords({ file: ':memory:', clock, log: silentLog }),
    clock,
  });
  return {
    privileges,
    use: (action: PlatformAction) => {
      for (const listener of onUse) listener('fake', action);
    },
    days: (count: number) => {
      for (let day = 0; day < count; day += 1) {
        for (const listener of onChange) listener();
        nowMs += dayMs;
      }
    },
    replaceToken: (name: string) => {
      platform = { ...platform, token: { ...platform.token, name } };
    },
    told: () => privileges.list()[0],
  };
};

test('an administrator’s token that was only watched with is warned of after days of use, with the role that is enough', () => {
  const { days, told } = open();
  days(2);
  expect(told()).toMatchObject({ holds: 'administer', used: 'watch', daysUsed: 3 });
  expect(told()?.warning).toMatch(
    /^The token of “Depot” has the role Administrator and may make and delete API tokens/,
  );
  expect(told()?.warning).toMatch(/nothing but watching\. For that, Operator is enough/);
});

test('on the first days nothing is concluded', () => {
  const { days, told } = open();
  days(1);
  expect(told()).toMatchObject({ daysUsed: 2, warning: null });
});

test('what was used is not too much', () => {
  const { days, use, told } = open();
  days(5);
  use('send-command');
  expect(told()).toMatchObject({ used: 'operate' });
  expect(told()?.warning).toMatch(/nothing but watching and operating vehicles/);
  use('create-token');
  expect(told()).toMatchObject({ used: 'administer', warning: null });
});

test('to look at tokens is no administering: the console does so by itself, and whoever reads this does, too', () => {
  const { days, use, told } = open();
  days(5);
  use('view-tokens');
  use('view-organizations');
  expect(told()).toMatchObject({ holds: 'administer', used: 'watch' });
  expect(told()?.warning).toMatch(/nothing but watching/);
});

test('another token begins anew', () => {
  const { days, use, told, replaceToken } = open();
  days(5);
  use('delete-token');
  replaceToken('successor');
  expect(told()).toMatchObject({ used: 'watch', daysUsed: 1, warning: null });
});

test('of rights that are not known nothing is said', () => {
  const unknown = Object.fromEntries(
    Object.keys(allRights).map((action) => [action, { state: 'unknown', explanation: '' }]),
  ) as Rights;
  const { days, told } = open({ rights: unknown, roles: null });
  days(9);
  expect(told()).toMatchObject({ holds: null, warning: null });
});
