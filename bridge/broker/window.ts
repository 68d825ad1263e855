/**
 * So many at once and no more; who comes when it is full waits in the order of coming. A broker says how many publishes it
 * takes before it has acknowledged one (Receive Maximum, MQTT 5.0 section 3.3.4), and the client library does not keep count.
 */
export class Window {
  readonly #waiting = new Set<() => void>();
  #size: number;
  #taken = 0;

  constructor(size: number) {
    this.#size = size;
  }

  get taken(): number {
    return this.#taken;
  }

  resize(size: number): void {
    this.#size = size;
    this.#letIn();
  }

  /** True when a place was taken, which `leave` gives back; false when the signal called it off first. */
  enter(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const enter = (): void => {
        signal.removeEventListener('abort', callOff);
        this.#taken += 1;
        resolve(true);
      };
      const callOff = (): void => {
        this.#waiting.delete(enter);
        resolve(false);
      };
      signal.addEventListener('abort', callOff, { once: true });
      this.#waiting.add(enter);
      this.#letIn();
    });
  }

  leave(): void {
    this.#taken -= 1;
    this.#letIn();
  }

  #letIn(): void {
    for (const enter of this.#waiting) {
      if (this.#taken >= this.#size) return;
      this.#waiting.delete(enter);
      enter();
    }
  }
}
