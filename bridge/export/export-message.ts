import { elementsOf, trimmed } from './json-bytes.ts';

/** What a data export has messages of: its `messageSource` (Microsoft, "Export IoT data", message formats). */
export const deviceSources = ['telemetry', 'properties', 'deviceConnectivity', 'deviceLifecycle'] as const;
export const applicationSources = ['deviceTemplateLifecycle', 'audit'] as const;
export type Source = (typeof deviceSources)[number] | (typeof applicationSources)[number];

export interface ExportMessage {
  readonly source: Source;
  readonly application?: string;
  readonly device?: string;
  /** The message as it came, byte for byte. */
  readonly payload: Buffer;
}

export interface UnknownMessage {
  readonly source: 'unknown';
  /** What it says it is. From the wire: shortened, and for the log only. */
  readonly claims: string;
}

export type ParsedBody =
  | { readonly ok: true; readonly messages: readonly (ExportMessage | UnknownMessage)[] }
  | { readonly ok: false; readonly problem: string };

const sources: ReadonlySet<string> = new Set([...deviceSources, ...applicationSources]);
const isSource = (text: unknown): text is Source => typeof text === 'string' && sources.has(text);
const isDeviceSource = (source: Source): boolean => deviceSources.some((one) => one === source);

/** IoT Central's own ids end at 128 characters. */
const longestId = 256;

/**
 * A request's body: one message, an array of messages, or one message a line. One bad message makes the whole body bad,
 * because a sender can only send all of it again or none.
 */
export const parseBody = (body: Buffer): ParsedBody => {
  const decoded = decode(trimmed(withoutMark(body)));
  if (!decoded.ok) return decoded;
  const messages: (ExportMessage | UnknownMessage)[] = [];
  for (const [index, { value, bytes }] of decoded.values.entries()) {
    const message = readMessage(value, bytes);
    if (typeof message === 'string') {
      return { ok: false, problem: decoded.values.length === 1 ? message : `Message ${index + 1}: ${message}` };
    }
    messages.push(message);
  }
  return { ok: true, messages };
};

interface Value {
  readonly value: unknown;
  readonly bytes: Buffer;
}
type Decoded =
  { readonly ok: true; readonly values: readonly Value[] } | { readonly ok: false; readonly problem: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decode = (body: Buffer): Decoded => {
  if (body.length === 0) return { ok: false, problem: 'The body is empty.' };
  let text;
  try {
    text = utf8.decode(body);
  } catch {
    return { ok: false, problem: 'The body is not UTF-8.' };
  }
  const whole = parse(text);
  if (whole.ok) {
    const { value } = whole;
    if (!Array.isArray(value)) return { ok: true, values: [{ value, bytes: body }] };
    const elements = elementsOf(body);
    return { ok: true, values: elements.map((bytes, index) => ({ value: value[index] as unknown, bytes })) };
  }
  const values: Value[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parse(line);
    if (!parsed.ok) return values.length === 0 ? whole : { ok: false, problem: `Line ${index + 1} is not JSON.` };
    values.push({ value: parsed.value, bytes: trimmed(Buffer.from(line)) });
  }
  return { ok: true, values };
};

const parse = (
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string } => {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    // V8's own message quotes the text, which may be anybody's data; only the place is passed on.
    const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    return {
      ok: false,
      problem: position === undefined ? 'The body is not JSON.' : `The body is not JSON from character ${position} on.`,
    };
  }
};

const withoutMark = (body: Buffer): Buffer =>
  body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;

/** The message, or one sentence on what is wrong with it. */
const readMessage = (value: unknown, payload: Buffer): ExportMessage | UnknownMessage | string => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'A message is a JSON object.';
  const { messageSource, applicationId, deviceId } = value as Readonly<Record<string, unknown>>;
  if (!isSource(messageSource)) {
    return { source: 'unknown', claims: typeof messageSource === 'string' ? messageSource.slice(0, 64) : 'nothing' };
  }
  if (applicationId !== undefined && !isId(applicationId)) return badId('applicationId');
  if (deviceId !== undefined && !isId(deviceId)) return badId('deviceId');
  if (deviceId === undefined && isDeviceSource(messageSource)) {
    return `A message of ${messageSource} has a deviceId, and this one has none.`;
  }
  return {
    source: messageSource,
    payload,
    ...(applicationId !== undefined && { application: applicationId }),
    ...(deviceId !== undefined && { device: deviceId }),
  };
};

const isId = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= longestId;
const badId = (name: string): string => `${name} is text of 1 to ${longestId} characters.`;
