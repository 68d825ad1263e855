export interface Collector<T> {
  readonly add: (item: T) => void;
  /** Everything so far. */
  readonly items: readonly T[];
  /** The next that was not asked for yet, now or when it comes. */
  next(): Promise<T>;
}

/** Turns callbacks into something a test can await. */
export const createCollector = <T>(): Collector<T> => {
  const items: T[] = [];
  const waiting: ((item: T) => void)[] = [];
  let handedOut = 0;
  return {
    items,
    add: (item) => {
      items.push(item);
      const resolve = waiting.shift();
      if (resolve === undefined) return;
      handedOut += 1;
      resolve(item);
    },
    next: () =>
      new Promise((resolve) => {
        if (handedOut < items.length) {
          const item = items[handedOut] as T;
          handedOut += 1;
          resolve(item);
        } else {
          waiting.push(resolve);
        }
      }),
  };
};
