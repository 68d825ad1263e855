/** Shorter ones stand in other words by chance. */
const shortestForm = 8;

/**
 * The ways in which a text may stand in a file, a message or an address, each as a string of its bytes (latin1). The names
 * are for whoever reads a finding.
 */
export const formsOf = (secret: string): ReadonlyMap<string, string> => {
  const bytes = Buffer.from(secret, 'utf8');
  const url = encodeURIComponent(secret);
  const forms: readonly (readonly [name: string, form: string])[] = [
    ['plain', bytesOf(secret)],
    ['in JSON', bytesOf(escaped(secret))],
    ['in JSON within JSON', bytesOf(escaped(escaped(secret)))],
    ['in JSON of ASCII alone', asciiOnly(escaped(secret))],
    ['in a URL', url],
    ['in a form', url.replaceAll('%20', '+')],
    ['twice in a URL', encodeURIComponent(url)],
    ['in UTF-16', Buffer.from(secret, 'utf16le').toString('latin1')],
    ['in hexadecimal', bytes.toString('hex')],
    ...base64Forms(bytes),
  ];
  const found = new Map<string, string>();
  for (const [name, form] of forms) {
    const isKnown = [...found.values()].includes(form);
    if (form.length >= shortestForm && !isKnown) found.set(name, form);
  }
  return found;
};

const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const asciiOnly = (text: string): string =>
  text.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

/**
 * Three bytes become four characters, so what base64 makes of a secret depends on what stands before it: a user's name and
 * a colon in a `Basic` header, for one. Characters that hold bits of a neighbour are left out.
 */
const base64Forms = (bytes: Uint8Array): readonly (readonly [name: string, form: string])[] =>
  [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    const own = whole.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((whole.length * 8) / 6));
    const urlSafe = own.replaceAll('+', '-').replaceAll('/', '_');
    return [
      [`in base64, ${String(before)} bytes in`, own],
      [`in base64url, ${String(before)} bytes in`, urlSafe],
    ] as const;
  });
