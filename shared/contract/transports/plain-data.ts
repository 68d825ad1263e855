/** The columns of a frame and no others: a view that is not listed here fails where it is sent, not where it arrives. */
export const viewTypes = [Uint8Array, Uint16Array, Uint32Array, Float32Array, Float64Array] as const;
export type View = InstanceType<(typeof viewTypes)[number]>;

/** Deeper is a mistake or an attack; the contract's deepest message has about ten levels. */
export const maximumDepth = 64;

/** Undefined for anything else. By name, because a clone can come from another realm, whose classes are not ours. */
export const findViewType = (value: object): (typeof viewTypes)[number] | undefined => {
  if (!ArrayBuffer.isView(value)) return undefined;
  const name = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return viewTypes.find((type) => type.name === name);
};

export const isView = (value: object): value is View => findViewType(value) !== undefined;

/** Made of braces, brackets or `Object.create(null)`, in any realm. */
export const isPlainObject = (value: object): value is Readonly<Record<string, unknown>> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null);
};

/**
 * Readies a message for structured clone. Cloning a view clones its whole buffer: a few bytes of Node's shared pool would
 * take 8 KiB of other people's bytes along, so every such view is replaced by a copy of just itself. Everything else is
 * returned as it is.
 *
 * Throws a TypeError for what the WebSocket encoding does not carry either, so that all transports refuse alike.
 */
export const withExactViews = (value: unknown, depth = 0): unknown => {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') throw notCarried(value);
    return value;
  }
  if (depth >= maximumDepth) throw new TypeError(`Messages have at most ${String(maximumDepth)} levels.`);
  if (Array.isArray(value)) return withExactItems(value, depth);
  if (isView(value)) return withExactBuffer(value);
  if (!isPlainObject(value)) throw notCarried(value);
  return withExactProperties(value, depth);
};

export const notCarried = (value: unknown): TypeError =>
  new TypeError(`Messages are plain data and columns; ${Object.prototype.toString.call(value)} is neither.`);

const withExactItems = (items: readonly unknown[], depth: number): readonly unknown[] => {
  let copy: unknown[] | undefined;
  for (const [index, item] of items.entries()) {
    const exact = withExactViews(item, depth + 1);
    if (exact === item) continue;
    copy ??= [...items];
    copy[index] = exact;
  }
  return copy ?? items;
};

const withExactProperties = (object: Readonly<Record<string, unknown>>, depth: number): unknown => {
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const exact = withExactViews(object[key], depth + 1);
    if (exact === object[key]) continue;
    copy ??= { ...object };
    Object.defineProperty(copy, key, { value: exact, enumerable: true, configurable: true, writable: true });
  }
  return copy ?? object;
};

/** A subclass, such as Node's Buffer, becomes the type that it is made of, as structured clone would have it. */
const withExactBuffer = (view: View): View => {
  if (view.byteLength === view.buffer.byteLength) return view;
  const type = findViewType(view);
  if (type === undefined) throw notCarried(view);
  return new type(view);
};
