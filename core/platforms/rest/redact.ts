/** Shorter parts stand in too many ordinary words to be taken out of a text. */
const shortestSecret = 4;
const mask = '•••';

/** Takes a secret that was sent as `Authorization` out of a text, in every form in which a platform may echo it. */
export type Redact = (text: string) => string;

export const redactionOf = (authorization: string): Redact => {
  const value = authorization.trim();
  const [scheme = '', ...rest] = value.split(' ');
  const credentials = rest.join(' ').trim();
  const parts = [value, credentials === '' ? scheme : credentials];
  if (/^basic$/i.test(scheme)) parts.push(...basicSecrets(credentials));
  for (const match of value.matchAll(/(?:^|[\s&])sig=([^&\s]+)/g)) parts.push(match[1] ?? '');
  const forms = parts.flatMap((part) => [
    part,
    decoded(part),
    encodeURIComponent(part),
    encodeURIComponent(decoded(part)),
  ]);
  // Hexadecimal digits may be of either case (RFC 3986, section 2.1).
  forms.push(...forms.map((form) => form.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())));
  // The longest first: what is part of another must not break it up.
  const secrets = [...new Set(forms)]
    .filter((form) => form.length >= shortestSecret)
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((result, secret) => result.replaceAll(secret, mask), text);
};

const basicSecrets = (credentials: string): readonly string[] => {
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  return [text, text.slice(text.indexOf(':') + 1)];
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
