import type { LongWork, LongWorkEvent, LongWorkName } from '../../shared/contract/long-work.ts';
import type { TopicSource } from '../../shared/contract/topic-source.ts';

/** One piece of work that is under way. */
export interface WorkUnderWay {
  readonly reach: (doneCount: number, totalCount: number) => void;
  readonly end: () => void;
}

/** How far the engine is with what takes long, for windows to show. */
export class LongWorks {
  readonly #works = new Set<{ current: LongWork }>();
  readonly #listeners = new Set<() => void>();

  /** Shown from the first `reach` on. */
  begin(name: LongWorkName): WorkUnderWay {
    const work = { current: { name, doneCount: 0, totalCount: 0 } };
    return {
      reach: (doneCount, totalCount) => {
        work.current = { name, doneCount, totalCount };
        this.#works.add(work);
        this.#tell();
      },
      end: () => {
        if (this.#works.delete(work)) this.#tell();
      },
    };
  }

  underWay(): readonly LongWork[] {
    return [...this.#works].map(({ current }) => current);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

const conflationMs = 250;

export const openLongWorkSource = (longWorks: LongWorks, wake: () => void): TopicSource<LongWorkEvent> => {
  let isNews = true;
  const stopListening = longWorks.onChange(() => {
    isNews = true;
    wake();
  });
  return {
    minimumIntervalMs: conflationMs,
    take: () => {
      if (!isNews) return undefined;
      isNews = false;
      return { works: longWorks.underWay() };
    },
    close: stopListening,
  };
};
