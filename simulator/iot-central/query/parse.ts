import { invalidQuery, readTokens, type Token } from './tokens.ts';

export type Literal = string | number | boolean | null;

export const aggregates = ['SUM', 'MAX', 'MIN', 'COUNT', 'AVG', 'FIRST', 'LAST'] as const;
export type Aggregate = (typeof aggregates)[number];

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly name: string; readonly operator: string; readonly to: Literal }
  | { readonly kind: 'within'; readonly window: string };

export interface SelectItem {
  readonly name: string;
  readonly aggregate?: Aggregate;
  readonly alias: string;
}

/** The language of queries, and of the filters of device groups: https://aka.ms/iotcquery */
export interface Query {
  /** Empty: everything, `*`. */
  readonly items: readonly SelectItem[];
  readonly top?: number;
  readonly from: string;
  readonly where?: Condition;
  /** ISO 8601 duration. */
  readonly window?: string;
  readonly orderBy?: { readonly name: string; readonly isDescending: boolean };
}

const operators = new Set(['=', '!=', '<>', '<', '<=', '>', '>=']);

/** Rejects with the platform's 422 and why. */
export const parseQuery = (text: string): Query => new Parser(readTokens(text)).query();

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  query(): Query {
    this.#expect('SELECT');
    const top = this.#takes('TOP') ? this.#number() : undefined;
    const items = this.#takes('*') ? [] : this.#list(() => this.#item());
    this.#expect('FROM');
    const from = this.#word();
    const where = this.#takes('WHERE') ? this.#or() : undefined;
    const window = this.#takes('GROUP') ? this.#groupWindow() : undefined;
    const orderBy = this.#takes('ORDER') ? this.#order() : undefined;
    if (this.#tokens[this.#at] !== undefined) throw invalidQuery('There is more at its end than can be understood.');
    return {
      items,
      from,
      ...(top !== undefined && { top }),
      ...(where && { where }),
      ...(window !== undefined && { window }),
      ...(orderBy && { orderBy }),
    };
  }

  #item(): SelectItem {
    const word = this.#word();
    const aggregate = aggregates.find((name) => name === word.toUpperCase());
    if (aggregate === undefined || !this.#takes('(')) return { name: word, alias: this.#alias() ?? word };
    const name = this.#word();
    this.#expect(')');
    return { name, aggregate, alias: this.#alias() ?? `${aggregate.toLowerCase()}_${name}` };
  }

  #alias(): string | undefined {
    return this.#takes('AS') ? this.#word() : undefined;
  }

  #or(): Condition {
    return this.#chain('OR', 'or', () => this.#chain('AND', 'and', () => this.#primary()));
  }

  #chain(keyword: string, kind: 'and' | 'or', next: () => Condition): Condition {
    const of = [next()];
    while (this.#takes(keyword)) of.push(next());
    return of.length === 1 && of[0] !== undefined ? of[0] : { kind, of };
  }

  #primary(): Condition {
    if (this.#takes('NOT')) return { kind: 'not', of: this.#primary() };
    if (this.#takes('(')) {
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    const name = this.#word();
    if (name.toUpperCase() === 'WITHIN_WINDOW') return { kind: 'within', window: this.#argument() };
    const operator = this.#next();
    if (operator?.kind !== 'symbol' || !operators.has(operator.text)) {
      throw invalidQuery(`After ${name} a comparison is missing.`);
    }
    return { kind: 'compare', name, operator: operator.text, to: this.#literal() };
  }

  #groupWindow(): string {
    this.#expect('BY');
    this.#expect('WINDOW');
    return this.#argument();
  }

  #order(): Query['orderBy'] {
    this.#expect('BY');
    const name = this.#word();
    const isDescending = this.#takes('DESC');
    if (!isDescending) this.#takes('ASC');
    return { name, isDescending };
  }

  #argument(): string {
    this.#expect('(');
    const token = this.#next();
    this.#expect(')');
    if (token?.kind === 'word') return token.text;
    if (token?.kind === 'value') return String(token.value);
    throw invalidQuery('A time window is missing.');
  }

  #literal(): Literal {
    const token = this.#next();
    if (token?.kind === 'value') return token.value;
    const word = token?.text.toLowerCase();
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    throw invalidQuery('A value is missing after a comparison.');
  }

  #number(): number {
    const token = this.#next();
    if (token?.kind === 'value' && typeof token.value === 'number') return token.value;
    throw invalidQuery('TOP needs a number.');
  }

  #list<T>(next: () => T): T[] {
    const items = [next()];
    while (this.#takes(',')) items.push(next());
    return items;
  }

  #word(): string {
    const token = this.#next();
    if (token?.kind === 'word') return token.text;
    throw invalidQuery('A name is missing.');
  }

  #takes(text: string): boolean {
    const token = this.#tokens[this.#at];
    const isIt = token !== undefined && token.kind !== 'value' && token.text.toUpperCase() === text;
    if (isIt) this.#at += 1;
    return isIt;
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw invalidQuery(`${text} is missing.`);
  }

  #next(): Token | undefined {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token;
  }
}
