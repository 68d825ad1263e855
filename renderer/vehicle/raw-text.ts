/**
 * JSON laid out with a property a line; any other text as it came. Only white space changes: `4.00` and a nineteen-digit
 * number stay what the vehicle sent, which parsing and writing again would not keep.
 */
export const prettyText = (text: string): { readonly text: string; readonly isJson: boolean } => {
  try {
    JSON.parse(text);
  } catch {
    return { text, isJson: false };
  }
  return { text: indent(text), isJson: true };
};

const tokenPattern = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

const indent = (json: string): string => {
  let out = '';
  let depth = 0;
  let previous = '';
  const newLine = (): string => `\n${'  '.repeat(depth)}`;
  for (const [token] of json.matchAll(tokenPattern)) {
    const isOpenBefore = previous === '{' || previous === '[';
    if (token === '}' || token === ']') {
      depth -= 1;
      out += isOpenBefore ? token : newLine() + token;
    } else if (token === ',' || token === ':') {
      out += token === ':' ? ': ' : ',';
    } else {
      if (isOpenBefore || previous === ',') out += newLine();
      out += token;
    }
    if (token === '{' || token === '[') depth += 1;
    previous = token;
  }
  return out;
};
