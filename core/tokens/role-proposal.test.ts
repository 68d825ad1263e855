import { describe, expect, test } from 'vitest';
import { proposeRole } from './role-proposal.ts';
import { verdictsOf } from './role-words.ts';

describe('on IoT Central', () => {
  test('for watching and operating it is the smallest role for a whole application', () => {
    const watch = proposeRole('iot-central', 'watch');
    expect(watch.role).toMatchObject({ name: 'Operator', needsOrganization: false });
    expect(watch.why).toMatch(/no built-in role that only watches/);
    expect(watch.alternatives.join(' ')).toMatch(/Org Viewer, where one organisation is enough/);
    expect(proposeRole('iot-central', 'operate').role?.name).toBe('Operator');
  });

  test('for administration it is Administrator, which no smaller one replaces', () => {
    expect(proposeRole('iot-central', 'administer').role?.name).toBe('Administrator');
  });
});

describe('on Watson IoT Platform', () => {
  test('it is the smallest whose id is public, and a smaller one is named with where to get it', () => {
    const watch = proposeRole('watson', 'watch');
    expect(watch.role).toMatchObject({ id: 'PD_STANDARD_APP' });
    expect(watch.alternatives.join(' ')).toMatch(/^Visualization application is smaller/);
    expect(proposeRole('watson', 'operate')).toMatchObject({ role: { id: 'PD_STANDARD_APP' }, alternatives: [] });
    expect(proposeRole('watson', 'administer').role?.id).toBe('PD_OPERATOR_APP');
  });
});

test.each(['iot-central', 'watson'] as const)('on %s a role that is proposed may do what the job needs', (kind) => {
  const may = (job: 'operate' | 'administer') => verdictsOf(kind, proposeRole(kind, job).role?.id ?? '');
  expect(may('operate')('send-command')).toBe('allowed');
  expect(may('operate')('create-token')).toBe('denied');
  expect(may('administer')('delete-token')).toBe('allowed');
});
