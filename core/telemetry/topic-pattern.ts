/**
 * Topic patterns: MQTT filters (MQTT 5.0, section 4.7) in which `{name}` is a level that is captured. A name that
 * occurs twice must capture the same text in both places.
 */
export type Captures = Readonly<Record<string, string>>;

export interface TopicPattern {
  readonly text: string;
  readonly captureNames: readonly string[];
  match(topic: string): Captures | undefined;
  /** For callers that try several patterns on one topic: its levels, split at the slashes once. */
  matchLevels(levels: readonly string[]): Captures | undefined;
}

type Level =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'capture'; readonly name: string }
  | { readonly kind: 'rest' };

const captureLevel = /^\{([A-Za-z][A-Za-z0-9_]{0,63})\}$/;

/** In words, what is wrong with a topic pattern; undefined when nothing is. */
export const patternProblem = (pattern: string): string | undefined => {
  if (pattern.length === 0) return 'A topic pattern cannot be empty.';
  const levels = pattern.split('/');
  for (const [index, level] of levels.entries()) {
    if (level.includes('#') && (level !== '#' || index !== levels.length - 1))
      return '# stands alone, as the last level.';
    if (level.includes('+') && level !== '+') return '+ stands for a whole level.';
    if (/[{}]/.test(level) && !captureLevel.test(level)) {
      return `"${level}" is not a capture: write {name}, letters and digits, as a whole level.`;
    }
  }
  return undefined;
};

const levelOf = (text: string, index: number, levels: readonly string[]): Level => {
  if (text === '#' && index === levels.length - 1) return { kind: 'rest' };
  if (text === '+') return { kind: 'any' };
  const name = captureLevel.exec(text)?.[1];
  return name === undefined ? { kind: 'literal', text } : { kind: 'capture', name };
};

/**
 * A pattern that {@link patternProblem} complains of compiles too; its faulty levels are literals and match nothing
 * real.
 */
export const compilePattern = (text: string): TopicPattern => {
  const parsed = text.split('/').map(levelOf);
  const hasRest = parsed.at(-1)?.kind === 'rest';
  const fixed = hasRest ? parsed.slice(0, -1) : parsed;
  const captureNames = [...new Set(fixed.flatMap((level) => (level.kind === 'capture' ? [level.name] : [])))];
  // Wildcards at the first level do not reach the broker's own `$SYS/…` (MQTT 5.0, 4.7.2).
  const sparesSystemTopics = parsed[0]?.kind !== 'literal';

  const matchLevels = (levels: readonly string[]): Captures | undefined => {
    if (hasRest ? levels.length < fixed.length : levels.length !== fixed.length) return undefined;
    if (sparesSystemTopics && levels[0]?.startsWith('$') === true) return undefined;
    for (let index = 0; index < fixed.length; index++) {
      const level = fixed[index];
      if (level?.kind === 'literal' && level.text !== levels[index]) return undefined;
    }
    const captures = Object.create(null) as Record<string, string>;
    for (let index = 0; index < fixed.length; index++) {
      const level = fixed[index];
      if (level?.kind !== 'capture') continue;
      const captured = levels[index] ?? '';
      const earlier = captures[level.name];
      if (earlier !== undefined && earlier !== captured) return undefined;
      captures[level.name] = captured;
    }
    return captures;
  };

  return { text, captureNames, matchLevels, match: (topic) => matchLevels(topic.split('/')) };
};

/** The MQTT filter that brings all topics of a pattern. */
export const filterOf = (pattern: string): string =>
  pattern
    .split('/')
    .map((level) => (captureLevel.test(level) ? '+' : level))
    .join('/');

/** Whether some topic exists that the pattern matches and the subscription's filter brings. */
export const patternMatchesFilter = (pattern: string, filter: string): boolean => {
  const left = filterOf(pattern).split('/');
  const right = filter.split('/');
  for (let index = 0; ; index++) {
    const a = left[index];
    const b = right[index];
    if (a === '#' || b === '#') return true;
    if (a === undefined || b === undefined) {
      if (a === b) return true;
      return (a ?? b) === '#';
    }
    if (a !== '+' && b !== '+' && a !== b) return false;
  }
};
