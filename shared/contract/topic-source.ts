/**
 * The engine's end of one subscription. The session calls `take` only when the window has acknowledged the last event,
 * so a window that stops listening costs nothing and misses nothing: what it gets next is the latest.
 *
 * The first `take` answers a snapshot. After that it answers what changed since, or undefined when nothing did; the
 * source then calls the `wake` that it was opened with as soon as something has changed again.
 */
export interface TopicSource<E> {
  take(): E | undefined;
  close(): void;
  /** At least this much time between two events; the conflation interval. */
  readonly minimumIntervalMs: number;
}
