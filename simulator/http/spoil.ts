import type { Fault } from './fault.ts';

/** What a fault makes of the text of an answer. Faults that do not concern its text leave it as it is. */
export const spoil = (kind: Fault['kind'], payload: unknown): unknown => {
  if (typeof payload !== 'string' || payload === '') return payload;
  if (kind === 'half-page') return payload.slice(0, Math.floor(payload.length / 2));
  return kind === 'changed-schema' ? renameIn(payload) : payload;
};

const renameIn = (text: string): string => {
  try {
    return JSON.stringify(renameFirstMembers(JSON.parse(text)));
  } catch {
    return text;
  }
};

const renameFirstMembers = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(renameFirstMembers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member], index) => [
      index === 0 ? `${name}V2` : name,
      renameFirstMembers(member),
    ]),
  );
};
