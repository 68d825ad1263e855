import { describe, expect, it } from 'vitest';
import type { DeviceGroup } from '../../shared/platform/device.ts';
import type { JobAction } from '../../shared/platform/job.ts';
import {
  emptyPlan,
  jobOf,
  nameOf,
  planLines,
  targetWords,
  whatProblems,
  whomProblem,
  withAction,
  wordToType,
  type JobPlan,
} from './new-job-model.ts';

const action: JobAction = {
  id: 'set-temperature',
  title: 'Set target temperature',
  typeId: null,
  typeTitle: null,
  risk: 'routine',
  parameters: [
    { name: 'temperature', title: 'Temperature', type: 'number', unit: 'celsius', minimum: -30, maximum: 25 },
  ],
  targets: ['group', 'vehicles'],
};
const group: DeviceGroup = {
  connectionId: 'central',
  id: 'vans',
  name: 'Vans',
  description: null,
  rule: null,
  vehicleIds: ['a', 'b'],
  problem: null,
};
const plan = (changes: Partial<JobPlan> = {}): JobPlan => ({
  ...withAction(emptyPlan, action),
  inputs: { temperature: '-18' },
  groupId: 'vans',
  ...changes,
});

describe('the plan of a job', () => {
  it('becomes the job with values of their type, and a name as it is proposed', () => {
    expect(jobOf(plan())).toEqual({
      name: 'Set target temperature',
      actionId: 'set-temperature',
      values: { temperature: -18 },
      target: { kind: 'group', groupId: 'vans' },
    });
    expect(jobOf(plan({ targetKind: 'vehicles', vehicleIds: new Set(['a']), name: ' Cool ' }))).toMatchObject({
      name: 'Cool',
      target: { kind: 'vehicles', vehicleIds: ['a'] },
    });
  });

  it('is no job while something is missing or wrong', () => {
    expect(jobOf(emptyPlan)).toBeUndefined();
    expect(jobOf(plan({ inputs: { temperature: '99' } }))).toBeUndefined();
    expect(jobOf(plan({ groupId: '' }))).toBeUndefined();
    expect(jobOf(plan({ targetKind: 'vehicles' }))).toBeUndefined();
    expect(jobOf(plan({ name: '  ' }))).toBeUndefined();
  });

  it('names what is missing', () => {
    expect(whatProblems(emptyPlan)).toEqual({ action: 'Choose what to do.' });
    expect(whatProblems(plan({ inputs: { temperature: '' } }))).toEqual({ temperature: 'Enter a value.' });
    expect(whomProblem(plan({ groupId: '' }))).toBe('Choose a group.');
    expect(whomProblem(plan({ targetKind: 'vehicles' }))).toBe('Choose at least one vehicle.');
    expect(
      whomProblem(
        plan({
          targetKind: 'vehicles',
          vehicleIds: new Set(Array.from({ length: 5001 }, (_, index) => String(index))),
        }),
      ),
    ).toMatch(/At most 5000/);
  });

  it('offers only whom the platform lets the action be for, and keeps what was chosen where it may', () => {
    expect(withAction(plan(), { ...action, targets: ['vehicles'] }).targetKind).toBe('vehicles');
    expect(withAction(emptyPlan, { ...action, targets: ['vehicles', 'group'] }).targetKind).toBe('vehicles');
    expect(withAction(plan({ targetKind: 'vehicles' }), action).targetKind).toBe('vehicles');
    expect(withAction(plan(), { ...action, id: 'other' })).toMatchObject({
      groupId: 'vans',
      inputs: { temperature: '' },
    });
  });

  it('tells in words what, for whom, and what has to be typed for a second word', () => {
    expect(planLines(plan())).toEqual([{ title: 'Temperature', text: '-18 °C' }]);
    expect(targetWords(plan(), [group])).toBe('Vans (2 vehicles)');
    expect(targetWords(plan(), [{ ...group, vehicleIds: null }])).toBe('Vans');
    expect(wordToType(plan(), [group])).toBe('Vans');
    expect(wordToType(plan({ targetKind: 'vehicles', vehicleIds: new Set(['a', 'b', 'c']) }), [])).toBe('3');
    expect(nameOf(plan({ name: '' }))).toBe('');
  });
});
