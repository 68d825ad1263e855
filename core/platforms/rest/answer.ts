/** The text of an answer, read. */
export type Reading =
  | { readonly kind: 'json'; readonly value: unknown }
  /** Began as JSON does and is none: its end is missing. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'not-json' };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** By what was sent and not by its `content-type`, which gateways get wrong in both directions. */
export const readJson = (bytes: Uint8Array): Reading => {
  if (bytes.byteLength === 0) return { kind: 'json', value: undefined };
  let text = '';
  try {
    text = utf8.decode(bytes).trim();
    return { kind: 'json', value: text === '' ? undefined : JSON.parse(text) };
  } catch {
    return { kind: /^[[{]/.test(text) ? 'cut' : 'not-json' };
  }
};
