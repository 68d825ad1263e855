import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

test('there is room until it is taken, and again when it is given back', () => {
  const gate = new Gate(10);
  const giveBack = gate.take(6);
  expect(gate.take(5)).toBeUndefined();
  gate.take(4);
  expect(gate.takenBytes).toBe(10);
  giveBack?.();
  giveBack?.();
  expect(gate.takenBytes).toBe(4);
  gate.take(6);
  expect(gate.takenBytes).toBe(10);
});
