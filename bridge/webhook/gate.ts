/**
 * Room for the bodies of all requests together. A request takes its room before its body is read and gives it back when
 * nothing holds the body any more, so a slow broker fills the gate and not the memory.
 */
export class Gate {
  readonly #roomBytes: number;
  #takenBytes = 0;

  constructor(roomBytes: number) {
    this.#roomBytes = roomBytes;
  }

  get takenBytes(): number {
    return this.#takenBytes;
  }

  /** The way to give the room back, which does so once; undefined when there is not as much. */
  take(bytes: number): (() => void) | undefined {
    if (this.#takenBytes + bytes > this.#roomBytes) return undefined;
    this.#takenBytes += bytes;
    let isTaken = true;
    return () => {
      if (isTaken) this.#takenBytes -= bytes;
      isTaken = false;
    };
  }
}
