/**
 * Walks over MessagePack bytes without building anything (https://github.com/msgpack/msgpack/blob/master/spec.md).
 *
 * A decoder makes room for as many items as a header promises: five bytes can ask for gigabytes. Here every promise must
 * be covered by bytes that are there, all open promises together, and nesting is limited.
 */
export interface StructureLimits {
  readonly maximumDepth: number;
  /** The extension type whose content is MessagePack again, and is walked like the rest. */
  readonly nestedExtension: number;
}

export const checkStructure = (bytes: Uint8Array, { maximumDepth, nestedExtension }: StructureLimits): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** Items still to come, for each open array, map or nested extension. */
  const open: number[] = [1];
  let promised = 1;
  let position = 0;

  const readLength = (size: number): number => {
    const at = position;
    position += size;
    // Past the end this throws a RangeError by itself.
    return size === 1 ? view.getUint8(at) : size === 2 ? view.getUint16(at) : view.getUint32(at);
  };
  const skip = (count: number): void => {
    position += count;
    if (position > bytes.byteLength) throw new RangeError('The message is cut short.');
  };
  const enter = (items: number): void => {
    if (items === 0) return;
    promised += items;
    if (promised > bytes.byteLength - position) throw new RangeError('The message promises more than it holds.');
    if (open.length > maximumDepth) throw new RangeError(`The message has more than ${String(maximumDepth)} levels.`);
    open.push(items);
  };
  const extension = (size: number): void => {
    const type = view.getInt8(position);
    position += 1;
    if (type === nestedExtension) enter(1);
    else skip(size);
  };

  while (open.length > 0) {
    const left = open.pop() ?? 0;
    if (left === 0) continue;
    open.push(left - 1);
    promised -= 1;

    const head = readLength(1);
    if (head < 0x80 || head >= 0xe0) continue;
    if (head < 0x90) enter(2 * (head - 0x80));
    else if (head < 0xa0) enter(head - 0x90);
    else if (head < 0xc0) skip(head - 0xa0);
    else {
      const shape = shapes[head - 0xc0];
      if (shape === undefined) throw new TypeError(`Byte ${String(head)} begins no value.`);
      const [kind, size] = shape;
      if (kind === 'fixed') skip(size);
      else if (kind === 'bytes') skip(readLength(size));
      else if (kind === 'array') enter(readLength(size));
      else if (kind === 'map') enter(2 * readLength(size));
      else if (kind === 'extension') extension(readLength(size));
      else extension(size);
    }
  }
  if (position !== bytes.byteLength) throw new RangeError('The message goes on after its end.');
};

/** 0xc0 to 0xdf: what follows, and the bytes it takes or the bytes that say its length. */
const shapes: readonly (
  readonly [kind: 'fixed' | 'bytes' | 'array' | 'map' | 'extension' | 'fixed-extension', size: number] | undefined
)[] = [
  ['fixed', 0],
  undefined,
  ['fixed', 0],
  ['fixed', 0],
  ['bytes', 1],
  ['bytes', 2],
  ['bytes', 4],
  ['extension', 1],
  ['extension', 2],
  ['extension', 4],
  ['fixed', 4],
  ['fixed', 8],
  ['fixed', 1],
  ['fixed', 2],
  ['fixed', 4],
  ['fixed', 8],
  ['fixed', 1],
  ['fixed', 2],
  ['fixed', 4],
  ['fixed', 8],
  ['fixed-extension', 1],
  ['fixed-extension', 2],
  ['fixed-extension', 4],
  ['fixed-extension', 8],
  ['fixed-extension', 16],
  ['bytes', 1],
  ['bytes', 2],
  ['bytes', 4],
  ['array', 2],
  ['array', 4],
  ['map', 2],
  ['map', 4],
];
