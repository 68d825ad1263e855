import { afterEach, beforeEach, expect } from 'vitest';

const unexpected: unknown[][] = [];

beforeEach(() => {
  unexpected.length = 0;
  console.error = (...parts: unknown[]) => {
    unexpected.push(parts);
  };
});

/** An error that nobody expected is a failure, even where every assertion holds. */
afterEach(() => {
  expect(unexpected, 'unexpected console.error').toEqual([]);
});
