import { formsOf } from './secret-forms.ts';

export interface Finding {
  readonly secret: string;
  readonly form: string;
  readonly place: string;
  /** What stands before it, for whoever looks for the leak. */
  readonly after: string;
}

export interface SecretSearch {
  /** What is to be found nowhere. A token is looked for in its parts, too: its signature alone is as good as the whole. */
  know(name: string, secret: string): void;
  readonly names: () => readonly string[];
  /** @param except secrets that may stand there, by the beginnings of their names */
  find(place: string, content: string | Uint8Array, except?: readonly string[]): readonly Finding[];
}

/** Looks for secrets by their bytes, in whatever stands around them. */
export const createSecretSearch = (): SecretSearch => {
  const known = new Map<string, ReadonlyMap<string, string>>();
  const texts = new Set<string>();
  return {
    know: (name, secret) => {
      for (const [part, text] of partsOf(secret)) {
        // It keeps the name by which it was known first.
        if (!texts.has(text)) known.set(`${name}${part}`, formsOf(text));
        texts.add(text);
      }
    },
    names: () => [...known.keys()],
    find: (place, content, except = []) => {
      const text = Buffer.from(content).toString('latin1');
      // Hexadecimal digits, also those of a URL, may be of either case.
      const folded = text.toLowerCase();
      const findings: Finding[] = [];
      for (const [secret, forms] of known) {
        if (except.some((beginning) => secret.startsWith(beginning))) continue;
        for (const [form, needle] of forms) {
          const isFolded = form.includes('URL') || form.includes('hexadecimal');
          const at = isFolded ? folded.indexOf(needle.toLowerCase()) : text.indexOf(needle);
          if (at < 0) continue;
          findings.push({ secret, form, place, after: printable(text.slice(Math.max(0, at - 80), at)) });
          break;
        }
      }
      return findings;
    },
  };
};

const partsOf = (secret: string): readonly (readonly [part: string, text: string])[] => {
  if (secret.includes('-----BEGIN')) {
    const lines = secret.split('\n').filter((line) => line.length >= 16 && !line.startsWith('-----'));
    return lines.map((line, index) => [`, line ${String(index + 1)}`, line]);
  }
  const signature = /\bsig=([^&\s]+)/.exec(secret)?.[1];
  if (signature === undefined) return [['', secret]];
  return [
    ['', secret],
    [', its signature', signature],
    [', its signature, decoded', decodeURIComponent(signature)],
  ];
};

const printable = (text: string): string => text.replaceAll(/[^ -~]+/g, '·');
