/** A topic with `{application}`, `{device}` and `{source}` in it, each a whole level. */
export interface TopicTemplate {
  readonly text: string;
  readonly names: readonly TopicName[];
  /** The topic, or the name of the first value that is missing. */
  fill(values: Partial<Readonly<Record<TopicName, string>>>): TopicResult;
}

export type TopicResult =
  { readonly ok: true; readonly topic: string } | { readonly ok: false; readonly missing: TopicName };

const topicNames = ['application', 'device', 'source'] as const;
export type TopicName = (typeof topicNames)[number];

const placeholder = /^\{([^{}]*)\}$/;
const isTopicName = (name: string): name is TopicName => topicNames.some((known) => known === name);

/**
 * What may not stand in a level (MQTT 5.0, sections 1.5.4 and 4.7): wildcards, the separator, NUL, and what a broker may
 * close the connection for: control characters, noncharacters, lone surrogates. A leading $ is the broker's own.
 * The percent sign is the escape itself.
 */
const unsafe = /[%+#/\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]|^\$/gu;

/** Text from the wire as one level of a topic: unsafe characters as the percent-encoded bytes of their UTF-8. */
export const levelOf = (text: string): string =>
  text.replace(unsafe, (character) =>
    Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );

/** In words, what is wrong with the text of a template; undefined when nothing is. */
export const templateProblem = (text: string): string | undefined => {
  if (text === '') return 'cannot be empty';
  if (Buffer.byteLength(text) > 1024) return 'is longer than 1024 bytes';
  if (text.startsWith('$')) return 'cannot begin with $: such topics are the broker’s own';
  for (const level of text.split('/')) {
    const name = placeholder.exec(level)?.[1];
    if (name !== undefined) {
      if (!isTopicName(name)) return `has no {${name}}: there are ${topicNames.map((one) => `{${one}}`).join(', ')}`;
    } else if (/[{}]/.test(level)) {
      return `has "${level}": a name in braces is a whole level`;
    } else if (level !== levelOf(level)) {
      return `has "${level}", which cannot be published to`;
    }
  }
  return undefined;
};

/** Throws where `templateProblem` has something to say. */
export const parseTemplate = (text: string): TopicTemplate => {
  const problem = templateProblem(text);
  if (problem !== undefined) throw new Error(`The topic ${problem}.`);
  const levels = text.split('/').map((level) => {
    const name = placeholder.exec(level)?.[1];
    return name !== undefined && isTopicName(name) ? { name } : { literal: level };
  });
  return {
    text,
    names: levels.flatMap((level) => level.name ?? []),
    fill: (values) => {
      const filled: string[] = [];
      for (const level of levels) {
        if (level.name === undefined) {
          filled.push(level.literal);
          continue;
        }
        const value = values[level.name];
        if (value === undefined) return { ok: false, missing: level.name };
        filled.push(levelOf(value));
      }
      return { ok: true, topic: filled.join('/') };
    },
  };
};
