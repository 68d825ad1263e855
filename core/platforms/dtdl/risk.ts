import type { CommandDefinition } from '../../../shared/command/definition.ts';

/** A name's words, in lower case: `emergencyStop`, `emergency_stop` and "Emergency stop" have the same. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/gu, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

const disruptiveWords: readonly string[] = [
  // The unit in the vehicle is gone for a while, or comes back as another.
  ...['reboot', 'restart', 'reset', 'shutdown', 'poweroff', 'sleep', 'firmware', 'update', 'upgrade', 'install'],
  ...['downgrade', 'rollback', 'factory', 'wipe', 'erase', 'delete', 'clear', 'reprovision', 'decommission'],
  // The vehicle stands, slows, or cannot be driven.
  ...['stop', 'halt', 'brake', 'immobilize', 'immobilise', 'immobilizer', 'immobiliser', 'disable', 'deactivate'],
  ...['limit', 'cut', 'kill', 'block', 'recall', 'emergency', 'derate'],
  // It is open to anyone, or loses what it carries.
  ...['unlock', 'open', 'release', 'disarm', 'dump', 'unload', 'detach', 'uncouple', 'decouple', 'eject'],
];

const disruptive: ReadonlySet<string> = new Set(disruptiveWords);
/** Commands that only ask: `getSpeedLimit`. */
const asking = new Set(['get', 'read', 'list', 'show', 'check', 'query', 'report']);

const twoWords = ['shut down', 'power off', 'switch off', 'turn off'];

/**
 * DTDL does not say what a command does to a vehicle; its name is all there is. What nobody can tell counts as routine:
 * if every click asked twice, the second click would be given without reading, also where it matters.
 */
export const riskOf = (name: string, title: string): CommandDefinition['risk'] => {
  const words = [name, title].map(wordsOf);
  if (asking.has(words[0]?.[0] ?? '')) return 'routine';
  const isDisruptive = words.some(
    (list) => list.some((word) => disruptive.has(word)) || twoWords.some((pair) => list.join(' ').includes(pair)),
  );
  return isDisruptive ? 'disruptive' : 'routine';
};
