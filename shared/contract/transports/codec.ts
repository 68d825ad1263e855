import { Decoder, Encoder, ExtData, type ExtensionCodecType } from '@msgpack/msgpack';
import { checkStructure } from './msgpack-structure.ts';
import { findViewType, isPlainObject, isView, maximumDepth, notCarried, viewTypes, type View } from './plain-data.ts';

/** A snapshot of 20,000 vehicles is about 2 MiB. */
export const maximumMessageBytes = 32 * 1024 * 1024;

/**
 * Extension types (https://github.com/msgpack/msgpack/blob/master/spec.md#extension-types). Columns are their memory as it
 * is: every machine that Electron, Node and Chromium run on is little-endian.
 */
const viewExtensions = viewTypes.map((type, index) => ({ code: index + 1, type }));
/** An object with a property that is really called `__proto__`, as [key, value, key, value, …]. */
const entriesExtension = 16;

export interface Codec {
  /** Throws for what is not plain data or columns, for more than 64 levels, and beyond {@link maximumMessageBytes}. */
  encode(message: unknown): Uint8Array<ArrayBuffer>;
  /** Throws for bytes that are not one whole message within the limits. The result shares no memory with the bytes. */
  decode(bytes: Uint8Array): unknown;
}

/**
 * MessagePack, so that columns cross a WebSocket as they are. It carries what structured clone carries of our messages;
 * only properties that are undefined are left out instead of arriving as undefined, and -0 arrives as 0.
 */
export const createCodec = (): Codec => {
  const extensionCodec: ExtensionCodecType<undefined> = {
    tryToEncode: (value) => {
      if (typeof value !== 'object' || value === null) throw notCarried(value);
      if (Array.isArray(value)) return null;
      if (isView(value)) return encodeView(value);
      if (!isPlainObject(value)) throw notCarried(value);
      if (!Object.hasOwn(value, '__proto__')) return null;
      return new ExtData(entriesExtension, encoder.encode(Object.entries(value).flat()));
    },
    decode: (data, code) => {
      if (code === entriesExtension) return fromEntries(decoder.decode(data));
      const extension = viewExtensions.find((candidate) => candidate.code === code);
      if (extension === undefined) throw new TypeError(`Extension type ${String(code)} is not part of the contract.`);
      if (data.byteLength % extension.type.BYTES_PER_ELEMENT !== 0) throw new TypeError('A column is cut short.');
      // Copied: in the message it starts at any byte, and would keep the whole message in memory.
      return new extension.type(data.slice().buffer);
    },
  };
  const encoder = new Encoder({ extensionCodec, ignoreUndefined: true, maxDepth: maximumDepth });
  const decoder = new Decoder({ extensionCodec });

  return {
    encode: (message) => {
      const bytes = encoder.encode(message);
      if (bytes.byteLength > maximumMessageBytes)
        throw new RangeError('The message is too large for one WebSocket message.');
      return bytes;
    },
    decode: (bytes) => {
      if (bytes.byteLength > maximumMessageBytes) throw new RangeError('The message is too large.');
      checkStructure(bytes, { maximumDepth, nestedExtension: entriesExtension });
      return decoder.decode(bytes);
    },
  };
};

const encodeView = (view: View): ExtData => {
  const type = findViewType(view);
  const extension = viewExtensions.find((candidate) => candidate.type === type);
  if (extension === undefined) throw notCarried(view);
  return new ExtData(extension.code, new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
};

/** Defined, not assigned: assigning `__proto__` would change what the object is. */
const fromEntries = (items: unknown): unknown => {
  if (!Array.isArray(items) || items.length % 2 !== 0) throw new TypeError('An object is cut short.');
  const object = {};
  for (let index = 0; index < items.length; index += 2) {
    const key: unknown = items[index];
    if (typeof key !== 'string') throw new TypeError('The name of a property is not text.');
    const value: unknown = items[index + 1];
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
};
