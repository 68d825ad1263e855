import type { TokenRow } from '../../shared/access/token.ts';

interface Line {
  readonly row: TokenRow;
  /** For comparison: a page that brings what was known is no news. */
  readonly text: string;
  readonly version: number;
}

/** The rows of a list, and since when each is as it is, so that a window is told only what it has not been told yet. */
export class TokenSheet {
  readonly #lines = new Map<string, Line>();
  /** By id, since when it is not there any more. */
  readonly #gone = new Map<string, number>();
  #version = 0;

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#lines.size;
  }

  rows(): TokenRow[] {
    return [...this.#lines.values()].map(({ row }) => row);
  }

  get(id: string): TokenRow | undefined {
    return this.#lines.get(id)?.row;
  }

  put(rows: readonly TokenRow[]): void {
    for (const row of rows) {
      const text = JSON.stringify(row);
      if (this.#lines.get(row.id)?.text === text) continue;
      this.#version += 1;
      this.#gone.delete(row.id);
      this.#lines.set(row.id, { row, text, version: this.#version });
    }
  }

  drop(id: string): void {
    if (!this.#lines.delete(id)) return;
    this.#version += 1;
    this.#gone.set(id, this.#version);
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of [...this.#lines.keys()]) if (!ids.has(id)) this.drop(id);
  }

  since(version: number): { readonly rows: TokenRow[]; readonly gone: string[] } {
    return {
      rows: [...this.#lines.values()].flatMap((line) => (line.version > version ? [line.row] : [])),
      gone: [...this.#gone].flatMap(([id, goneVersion]) => (goneVersion > version ? [id] : [])),
    };
  }
}
