import { mkdirSync } from 'node:fs';

/** Called by a process that a test kills: what it changes from here on is counted, where `test/support/kill` is at work. */
export const beginCounting = (): void => {
  const { KILL_FROM: from } = process.env;
  if (from !== undefined) mkdirSync(from);
};
