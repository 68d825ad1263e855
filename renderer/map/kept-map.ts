/** What is to be known of a map in order to keep it. */
interface Keepable {
  readonly hasLostContext: boolean;
  remove(): void;
}

/** The window's one map, kept between two looks at the fleet: to make it anew takes a second. */
export class KeptMap<M extends Keepable> {
  #map: M | undefined;

  /** There is a map, and it is fit to be shown again. */
  get isReady(): boolean {
    return this.#map?.hasLostContext === false;
  }

  /** The kept map. One that has lost its graphics meanwhile is given up for a new one. */
  take(create: () => M): M {
    if (this.#map?.hasLostContext === false) return this.#map;
    this.#map?.remove();
    this.#map = undefined;
    this.#map = create();
    return this.#map;
  }
}
