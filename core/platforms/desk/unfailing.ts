import { fail, type Result } from '../../../shared/contract/result.ts';
import type { Log } from '../../log.ts';

/**
 * An adapter that throws where it should answer is a fault of the console's own. It ends that call, and takes neither
 * the engine nor the other connections with it.
 */
export const unfailing = async <T>(log: Log, ask: () => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await ask();
  } catch (error) {
    // Its text may quote what was sent or answered; where it happened does not.
    const places = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
    log.error('platform-fault', {
      error: error instanceof Error ? error.name : typeof error,
      places: places.slice(0, 5).map((line) => line.trim()),
    });
    return fail(
      'internal',
      'The console failed at this request. Its log says more. If it was to change something, look whether it did.',
      { mayHaveHappened: true },
    );
  }
};
