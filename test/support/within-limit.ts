import { systemClock, type Clock } from '../../core/clock.ts';

/**
 * Asks a platform beside the console. The limit of requests is everybody's together, and the console under test may have
 * used it up for this second: then it is asked again.
 */
export const askWithinLimit = async (
  url: string | URL,
  init: RequestInit,
  clock: Pick<Clock, 'after'> = systemClock,
): Promise<Response> => {
  for (;;) {
    const answer = await fetch(url, init);
    if (answer.status !== 429) return answer;
    await answer.body?.cancel();
    await new Promise<void>((resolve) => clock.after(200, resolve));
  }
};
