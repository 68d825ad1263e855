import { expect, test } from 'vitest';
import { faultSchema } from './fault.ts';
import { FaultPlan } from './fault-plan.ts';

const fault = (settings: object) => faultSchema.parse(settings);
const meet = (plan: FaultPlan, ...paths: string[]) => paths.map((path) => plan.next(path)?.kind);

test('a fault waits for its calls, spoils as many as it was told, and is over', () => {
  const plan = new FaultPlan([fault({ kind: '401', after: 2, times: 2 })]);
  expect(meet(plan, '/a', '/a', '/a', '/a', '/a')).toEqual([undefined, undefined, '401', '401', undefined]);
  expect(plan.list()).toEqual([{ id: 1, kind: '401', after: 2, times: 2, seconds: 5, hits: 2 }]);
});

test('a fault without a number of times stays until it is removed', () => {
  const plan = new FaultPlan([fault({ kind: '503' })]);
  expect(meet(plan, '/a', '/b')).toEqual(['503', '503']);
  expect([plan.remove(1), plan.remove(1)]).toEqual([true, false]);
  expect(meet(plan, '/a')).toEqual([undefined]);
});

test('a fault of one path leaves the others alone, and the first that is due counts', () => {
  const plan = new FaultPlan([fault({ kind: 'cut', path: '/devices' }), fault({ kind: 'slow' })]);
  expect(meet(plan, '/api/jobs', '/api/devices')).toEqual(['slow', 'cut']);
  plan.clear();
  expect(plan.list()).toEqual([]);
});
