/** What stands where a secret stood. */
export const redactionMark = '[removed: looks like a secret]';

/** Shorter ones are not looked for: their removal would garble ordinary words, and tell where the word stood. */
const shortestKnownSecret = 6;

const secretShapes: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g,
  /SharedAccess(?:Signature|Key)\b[^\s"'<>]*(?:\s+(?:sr|sig|se|skn)=[^\s"'<>]*)?/gi,
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]{16,}/gi,
  // A JSON Web Token: the base64url of `{"` opens its header and its claims.
  /\beyJ[\w-]{8,}\.[\w-]*(?:\.[\w-]*)?/g,
  /\bAGE-SECRET-KEY-[A-Z0-9-]+/gi,
  /(?<=\w:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g,
  /(?<=\b(?:sig|token|api[_-]?key|access[_-]?token|client[_-]?secret|password|pwd|secret)\s*[=:]\s*)(?!\[removed:)[^\s"',;&<>]{6,}/gi,
];

/**
 * Takes out what is, or looks like, a secret. Removing too much costs a word of an explanation; removing too little
 * writes a secret where nothing can ever be deleted.
 *
 * @param knownSecrets the secrets this console holds; found as they are and as a URL or JSON writes them.
 */
export const redact = (text: string, knownSecrets: Iterable<string> = []): string => {
  let clean = text;
  // The longest first: one secret may be a part of another.
  for (const secret of [...knownSecrets].sort((a, b) => b.length - a.length)) {
    if (secret.length < shortestKnownSecret) break;
    for (const form of formsOf(secret)) clean = clean.replaceAll(form, redactionMark);
  }
  for (const shape of secretShapes) clean = clean.replace(shape, redactionMark);
  return clean;
};

const formsOf = (secret: string): ReadonlySet<string> =>
  new Set([
    secret,
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret, 'utf8').toString('base64'),
  ]);
