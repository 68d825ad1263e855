import { expect, test } from 'vitest';
import { LongWorks, openLongWorkSource } from './long-works.ts';

test('work is shown from its first step to its end, and a window is told the latest only', () => {
  const longWorks = new LongWorks();
  let wakes = 0;
  const source = openLongWorkSource(longWorks, () => (wakes += 1));
  expect(source.take()).toEqual({ works: [] });
  const work = longWorks.begin('audit-check');
  expect(source.take()).toBeUndefined();
  work.reach(500, 2000);
  work.reach(1000, 2000);
  expect(wakes).toBe(2);
  expect(source.take()).toEqual({ works: [{ name: 'audit-check', doneCount: 1000, totalCount: 2000 }] });
  expect(source.take()).toBeUndefined();
  const move = longWorks.begin('vault-move');
  move.reach(0, 3);
  work.end();
  expect(source.take()).toEqual({ works: [{ name: 'vault-move', doneCount: 0, totalCount: 3 }] });
  move.end();
  move.end();
  expect(wakes).toBe(5);
  source.close();
  longWorks.begin('vault-move').reach(1, 1);
  expect(wakes).toBe(5);
});
