/** Words by number, for columns that name the same few again and again. Only grows: numbers that were given stay true. */
export class WordList {
  readonly #words: string[] = [];
  readonly #indexes = new Map<string, number>();

  get words(): readonly string[] {
    return this.#words;
  }

  indexOf(word: string): number {
    const known = this.#indexes.get(word);
    if (known !== undefined) return known;
    const index = this.#words.push(word) - 1;
    this.#indexes.set(word, index);
    return index;
  }
}
