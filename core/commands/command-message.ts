import type { CommandRoute } from '../../shared/mapping/mapping.ts';

export type CommandMessage =
  | { readonly isBuilt: true; readonly topic: string; readonly payload: string; readonly qos: 0 | 1 | 2 }
  | { readonly isBuilt: false; readonly explanation: string };

/** MQTT 5.0, section 4.7: wildcards have no place in a topic name, `/` would begin another level, NUL is forbidden. */
const unsafeInLevel = ['+', '#', '/', '\u0000'] as const;
const unsafeInTopic = ['+', '#', '\u0000'] as const;

const holdsAny = (text: string, characters: readonly string[]): boolean =>
  characters.some((character) => text.includes(character));

const longestTopicBytes = 65_535;

/**
 * What goes to the broker. The topic is the mapping's template over what the vehicle's own topic captured, so a vehicle
 * that chose its own name chooses its level and no more.
 */
export const buildCommandMessage = (
  route: CommandRoute,
  captures: Readonly<Record<string, string>>,
  command: string,
  payload: Readonly<Record<string, unknown>>,
  requestId: string,
): CommandMessage => {
  let explanation: string | undefined;
  const topic = route.topic.replace(/\{([^{}]+)\}/g, (_match, name: string) => {
    const value = name === 'command' ? command : Object.hasOwn(captures, name) ? captures[name] : undefined;
    if (value === undefined || value === '') {
      explanation ??= `The mapping's command topic asks for "${name}", which this vehicle's messages do not give.`;
    } else if (holdsAny(value, unsafeInLevel)) {
      explanation ??= `This vehicle's "${name}" holds a character that cannot be part of a command's topic (+, #, / or a null character).`;
    }
    return value ?? '';
  });
  if (explanation === undefined && isUnsafe(topic)) {
    explanation = "The mapping's command topic is not one that can be published on.";
  }
  if (explanation !== undefined) return { isBuilt: false, explanation };
  // The id last: a parameter of the same name must not take its place.
  const text = JSON.stringify({ ...payload, [route.requestIdField]: requestId });
  return { isBuilt: true, topic, payload: text, qos: route.qos };
};

const isUnsafe = (topic: string): boolean =>
  topic === '' || holdsAny(topic, unsafeInTopic) || Buffer.byteLength(topic) > longestTopicBytes;
