import { ApiError } from '../rest/api-error.ts';

export type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'value'; readonly value: string | number };

export const invalidQuery = (why: string): ApiError =>
  new ApiError(422, 'InvalidQuery', `The query is not valid. ${why}`);

const pattern = /\s+|"([^"]*)"|'([^']*)'|(-?\d+(?:\.\d+)?)(?![\w:])|([A-Za-z_$][\w$.:;]*)|(<=|>=|!=|<>|[=<>(),*])/y;

export const readTokens = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  const scanner = new RegExp(pattern);
  while (scanner.lastIndex < text.length) {
    const start = scanner.lastIndex;
    const match = scanner.exec(text);
    if (match === null) throw invalidQuery(`It cannot be read from "${text.slice(start, start + 20)}".`);
    const [, double, single, number, word, symbol] = match;
    const quoted = double ?? single;
    if (quoted !== undefined) tokens.push({ kind: 'value', value: quoted });
    else if (number !== undefined) tokens.push({ kind: 'value', value: Number(number) });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
  }
  return tokens;
};
