import { randomBytes } from 'node:crypto';
import { uniquePlaceholder, type ConnectionSettings } from '../../shared/connection/settings.ts';

/** Lower-case letters and digits: legal in every platform's client ids. About 52 bits. */
export const uniqueWord = (length = 10): string => {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
};

export const resolveClientId = (template: string, word: string): string => template.replaceAll(uniquePlaceholder, word);

/** Watson IoT Platform: `a:{org}:{appId}`, appId at most 36 characters. */
const watsonAppIdLimit = 36;

/**
 * An id for a test beside a live connection: a second client with the same id would throw the live one out
 * (MQTT 5.0, section 3.1.4). A Watson device's or gateway's id is its identity and cannot be varied.
 */
export const testClientId = (template: string, word: string): string => {
  if (template.includes(uniquePlaceholder)) return resolveClientId(template, word);
  if (/^[dg]:[^:]+:[^:]+:/.test(template)) return template;
  const suffix = `-${word.slice(0, 6)}`;
  const app = /^([aA]:[^:]+:)([^:]+)(.*)$/.exec(template);
  if (app === null) return `${template}${suffix}`;
  const [, head = '', appId = '', tail = ''] = app;
  return `${head}${appId.slice(0, watsonAppIdLimit - suffix.length)}${suffix}${tail}`;
};

/**
 * Whether a broker has something to keep for us while we are away. It queues QoS 1 and 2 only (MQTT 5.0, section 4.5),
 * so a QoS 0 watcher would leave an empty session behind. Watson refuses sessions to a shared application without an
 * instance id (`A:org:app`).
 */
export const canKeepSession = (settings: Pick<ConnectionSettings, 'clientId' | 'topics'>): boolean =>
  settings.topics.some((topic) => topic.qos > 0) && !/^A:[^:]+:[^:]+$/.test(settings.clientId);
