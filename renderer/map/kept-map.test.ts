import { expect, it, vi } from 'vitest';
import { KeptMap } from './kept-map.ts';

const createMap = () => ({ hasLostContext: false, remove: vi.fn() });

it('makes one map, and gives the same ever after', () => {
  const kept = new KeptMap<ReturnType<typeof createMap>>();
  const create = vi.fn(createMap);
  expect(kept.isReady).toBe(false);
  const map = kept.take(create);
  expect(kept.isReady).toBe(true);
  expect(kept.take(create)).toBe(map);
  expect(create).toHaveBeenCalledTimes(1);
});

it('gives a map that has lost its graphics up for a new one', () => {
  const kept = new KeptMap<ReturnType<typeof createMap>>();
  const worn = kept.take(createMap);
  worn.hasLostContext = true;
  expect(kept.isReady).toBe(false);
  expect(worn.remove).not.toHaveBeenCalled();
  expect(kept.take(createMap)).not.toBe(worn);
  expect(worn.remove).toHaveBeenCalledTimes(1);
});

it('makes a map at the next look when it could not be made at the first', () => {
  const kept = new KeptMap<ReturnType<typeof createMap>>();
  expect(() =>
    kept.take(() => {
      throw new Error('no graphics');
    }),
  ).toThrow('no graphics');
  expect(kept.isReady).toBe(false);
  kept.take(createMap);
  expect(kept.isReady).toBe(true);
});
