const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** The same bytes without JSON's white space around them. */
export const trimmed = (json: Buffer): Buffer => {
  let [start, end] = [0, json.length];
  while (start < end && isSpace(json[start])) start += 1;
  while (end > start && isSpace(json[end - 1])) end -= 1;
  return json.subarray(start, end);
};

/**
 * The elements of a JSON array as the bytes they stand in, because parsing and writing again would change them: 21.0
 * becomes 21, and an integer above 2^53 another one. `json` must be a valid array (RFC 8259), which is for JSON.parse to
 * find out; UTF-8 lets its structure be read byte by byte.
 */
export const elementsOf = (json: Buffer): readonly Buffer[] => {
  const elements: Buffer[] = [];
  let depth = 0;
  let start = 0;
  let isText = false;
  const take = (end: number): void => {
    const element = trimmed(json.subarray(start, end));
    if (element.length > 0) elements.push(element);
    start = end + 1;
  };
  for (let index = 0; index < json.length; index++) {
    const byte = json[index];
    if (isText) {
      if (byte === backslash) index += 1;
      else if (byte === quote) isText = false;
    } else if (byte === quote) {
      isText = true;
    } else if (byte === openBracket || byte === openBrace) {
      depth += 1;
      if (depth === 1) start = index + 1;
    } else if (byte === closeBracket || byte === closeBrace) {
      depth -= 1;
      if (depth === 0) take(index);
    } else if (byte === comma && depth === 1) {
      take(index);
    }
  }
  return elements;
};
