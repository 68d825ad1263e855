import { createHash } from 'node:crypto';
import type { ImportChange } from '../../shared/backup/backup.ts';

const fieldTitles: Readonly<Record<string, string>> = {
  name: 'Name',
  isEnabled: 'Switched on',
  presetId: 'Kind of feed',
  url: 'Address',
  protocolVersion: 'MQTT version',
  clientId: 'Client id',
  username: 'User name',
  caPem: 'CA certificate',
  clientCertificatePem: 'Client certificate',
  topics: 'Topics',
  mapping: 'Mapping',
  platform: 'Platform',
  theme: 'Theme',
  distance: 'Distances',
  temperature: 'Temperatures',
  volume: 'Volumes',
  singleKeyShortcuts: 'Single-key shortcuts',
};

const longestText = 200;

/** In words, field by field. Deeper fields are named by the way to them: "Mapping › routes › 2 › topic". */
export const differences = (former: unknown, next: unknown): readonly ImportChange[] => {
  const before = leavesOf(former);
  const after = leavesOf(next);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [old, now] = [before.get(field) ?? null, after.get(field) ?? null];
    return old === now ? [] : [{ field, former: shortened(old), next: shortened(now) }];
  });
};

const leavesOf = (value: unknown): ReadonlyMap<string, string> => {
  const leaves = new Map<string, string>();
  collect(value, [], leaves);
  return leaves;
};

const collect = (value: unknown, path: readonly string[], leaves: Map<string, string>): void => {
  if (value === undefined || value === null) return;
  if (typeof value !== 'object') {
    leaves.set(path.join(' › '), textOf(value));
    return;
  }
  const parts = Object.entries(value);
  // Nothing in it is not the same as nothing.
  if (parts.length === 0) leaves.set(path.join(' › '), 'empty');
  for (const [key, part] of parts) collect(part, [...path, titleOf(key, path, value)], leaves);
};

const titleOf = (key: string, path: readonly string[], parent: object): string => {
  if (Array.isArray(parent)) return String(Number(key) + 1);
  const title = Object.hasOwn(fieldTitles, key) ? fieldTitles[key] : undefined;
  return path.length === 0 && title !== undefined ? title : key;
};

const textOf = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value);
  if (!text.includes('-----BEGIN ')) return text;
  return `SHA-256 ${createHash('sha256').update(text).digest('hex').slice(0, 16)}…`;
};

/** Compared whole, shown in part. */
const shortened = (text: string | null): string | null =>
  text === null || text.length <= longestText ? text : `${text.slice(0, longestText).toWellFormed()}…`;
