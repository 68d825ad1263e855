/** What is known of one property of one device. */
export interface PropertyState {
  readonly reported?: { readonly value: unknown; readonly atMs: number };
  readonly desired?: { readonly value: unknown; readonly version: number; readonly atMs: number };
  readonly ack?: { readonly code: number; readonly version: number; readonly description: string };
}

type Level = Record<string, unknown>;

const key = (component: string | undefined, name: string): string => `${component ?? ''}/${name}`;

/** The properties of one device: what was wished for, what the device has said, and how it answered. */
export class PropertyStore {
  readonly #states = new Map<string, PropertyState>();
  #desiredVersion = 0;

  get(component: string | undefined, name: string): PropertyState | undefined {
    return this.#states.get(key(component, name));
  }

  /** True when that is new. */
  report(component: string | undefined, name: string, value: unknown, atMs: number): boolean {
    const state = this.get(component, name);
    if (state?.reported !== undefined && JSON.stringify(state.reported.value) === JSON.stringify(value)) return false;
    this.#states.set(key(component, name), { ...state, reported: { value, atMs } });
    return true;
  }

  /** Wishes become a new version together: their number counts up with every change of any of them. */
  nextVersion(): number {
    this.#desiredVersion += 1;
    return this.#desiredVersion;
  }

  desire(component: string | undefined, name: string, value: unknown, version: number, atMs: number): void {
    const state = this.get(component, name);
    // The earlier answer was to another wish.
    this.#states.set(key(component, name), {
      ...(state?.reported && { reported: state.reported }),
      desired: { value, version, atMs },
    });
  }

  acknowledge(component: string | undefined, name: string, ack: NonNullable<PropertyState['ack']>): void {
    this.#states.set(key(component, name), { ...this.get(component, name), ack });
  }

  /** Takes one wish back; what the device has reported stays. */
  forgetDesired(component: string | undefined, name: string): void {
    const reported = this.get(component, name)?.reported;
    if (reported === undefined) this.forget(component, name);
    else this.#states.set(key(component, name), { reported });
  }

  forget(component: string | undefined, name: string): void {
    this.#states.delete(key(component, name));
  }

  /** Takes wishes back that a complete replacement does not name. */
  forgetDesiredExcept(component: string | undefined, names: ReadonlySet<string>): void {
    for (const [path, state] of this.#states) {
      const [ofComponent = '', name = ''] = path.split('/');
      if (ofComponent !== (component ?? '') || names.has(name) || state.desired === undefined) continue;
      this.#states.set(path, state.reported === undefined ? {} : { reported: state.reported });
    }
  }

  /** Wishes that the device has not answered in their newest version. */
  unanswered(): readonly { readonly component: string | undefined; readonly name: string; readonly version: number }[] {
    return [...this.#states].flatMap(([path, { desired, ack }]) => {
      if (desired === undefined || ack?.version === desired.version) return [];
      const [component = '', name = ''] = path.split('/');
      return [{ component: component === '' ? undefined : component, name, version: desired.version }];
    });
  }

  /** As GET answers it: values with `$metadata` beside them; what was never set is left out. */
  describe(component: string | undefined): Level {
    const levels = new Map<string, Level>();
    for (const [path, state] of this.#states) {
      if (state.reported === undefined && state.desired === undefined) continue;
      const [ofComponent = '', name = ''] = path.split('/');
      if (component !== undefined && ofComponent !== component) continue;
      const level = levels.get(ofComponent) ?? { $metadata: {} };
      levels.set(ofComponent, level);
      if (state.reported !== undefined) level[name] = state.reported.value;
      Object.assign(level.$metadata as Level, { [name]: describeMetadata(state) });
    }
    if (component !== undefined) return levels.get(component) ?? {};
    const { '': root = {}, ...components } = Object.fromEntries(levels);
    return { ...root, ...components };
  }
}

const iso = (atMs: number): string => new Date(atMs).toISOString();

const describeMetadata = ({ reported, desired, ack }: PropertyState): Level => ({
  ...(desired && {
    desiredValue: desired.value,
    desiredVersion: desired.version,
    desiredTimestamp: iso(desired.atMs),
  }),
  ...(ack && { ackCode: ack.code, ackVersion: ack.version, ackDescription: ack.description }),
  ...(reported && { lastUpdateTime: iso(reported.atMs) }),
});
