import { describe, expect, it } from 'vitest';
import { isUsable, noPassphrase, problemsOf, proposed, strengthWords, typed } from './new-passphrase.ts';

const own = (text: string, repeated = text) => ({ ...typed(noPassphrase, text), repeated, isKept: true });

describe('a new passphrase', () => {
  it('is refused while it is short, repeated otherwise, or not kept, one thing at a time', () => {
    expect(problemsOf(own('short')).text).toMatch(/at least 12 characters; it has 5/);
    expect(problemsOf(own('four unrelated words', 'four unrelated word')).repeated).toMatch(/differ/);
    expect(problemsOf({ ...own('four unrelated words'), isKept: false }).isKept).toMatch(/Keep it first/);
    expect(isUsable(own('four unrelated words'))).toBe(true);
  });

  it('has to be as long as what it opens asks for', () => {
    expect(isUsable(own('thirteen char'))).toBe(true);
    expect(problemsOf(own('thirteen char'), 15).text).toMatch(/at least 15/);
  });

  it('needs no repetition when it was drawn by lot, and is one’s own again once it is changed', () => {
    const drawn = { ...proposed('k7wq-m2ha-9fxt-ve4c-rj3n', 99), isKept: true };
    expect(isUsable(drawn)).toBe(true);
    expect(strengthWords(drawn)).toMatch(/99 bits/);
    expect(typed(drawn, 'something else').entropyBits).toBeNull();
  });

  it('is never called strong because it is long', () => {
    expect(strengthWords(own('abcdefghijklmnop'))).toMatch(/Too weak.*order/);
    expect(strengthWords(own('to be or not to be'))).toMatch(/nobody but you can tell/);
  });
});
