import { expect, it } from 'vitest';
import { unwrapRing } from './land.ts';

it('leaves a ring as it is that does not cross the 180th meridian', () => {
  const ring = [
    [10, 50],
    [20, 50],
    [20, 60],
    [10, 50],
  ];
  expect(unwrapRing(ring)).toEqual(ring);
});

it('goes on beyond 180 degrees where a ring crosses over, and comes back', () => {
  expect(
    unwrapRing([
      [170, 60],
      [-170, 60],
      [-170, 70],
      [170, 70],
      [170, 60],
    ]),
  ).toEqual([
    [170, 60],
    [190, 60],
    [190, 70],
    [170, 70],
    [170, 60],
  ]);
});

it('closes a ring around the pole along the bottom of the map', () => {
  const ring = unwrapRing([
    [-120, -70],
    [0, -75],
    [120, -70],
    [-120, -70],
  ]);
  expect(ring).toEqual([
    [-120, -70],
    [0, -75],
    [120, -70],
    [240, -70],
    [240, -90],
    [-120, -90],
    [-120, -70],
  ]);
});
