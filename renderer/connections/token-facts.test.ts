import { describe, expect, it } from 'vitest';
import { iotCentralTokenFacts, watsonKeyFacts } from './token-facts.ts';

const nowMs = Date.UTC(2030, 0, 1);
const token = (expiresAtMs: number): string =>
  `SharedAccessSignature sr=app&sig=${'a'.repeat(43)}%3D&skn=console&se=${String(expiresAtMs)}`;
const good = token(nowMs + 86_400_000);
const remarkOf = (text: string) => iotCentralTokenFacts(text, nowMs).remark;

describe('what a pasted token of IoT Central shows before anybody is asked', () => {
  it('has no remark on a token that is whole and not over', () => {
    expect(remarkOf(good)).toBeUndefined();
  });

  it('tells one that is over from one whose end did not come along, and reads no end of that', () => {
    expect(remarkOf(token(nowMs))).toContain('has expired');
    const cut = iotCentralTokenFacts(good.slice(0, -4), nowMs);
    expect(cut.remark).toBe(
      'A part at the end of this token is missing. Copy it again, from “SharedAccessSignature” to the last digit.',
    );
    expect(cut.facts.find(({ label }) => label === 'Expires')?.text).toBe('the token does not say');
  });

  it('tells a signature that is not whole', () => {
    expect(remarkOf(good.replace('aaaa', ''))).toContain('The signature (sig) in this token is not whole.');
  });

  it('tells a bearer token that was cut', () => {
    const [head, body] = [{ alg: 'RS256' }, { name: 'Jo' }].map((part) =>
      btoa(JSON.stringify(part)).replaceAll('=', ''),
    );
    const bearer = `${head ?? ''}.${body ?? ''}.`;
    expect(remarkOf(bearer + 'a'.repeat(300))).toContain('Copy it again, from “eyJ” to its end.');
    expect(remarkOf(bearer + 'a'.repeat(342))).toBeUndefined();
  });
});

describe('what a key of Watson with its token shows before anybody is asked', () => {
  const key = 'a-abc123-x1y2z3a4b5';
  it.each([
    ['none yet', '', undefined],
    ['of the length that all have', 'MP$08VKz!8rXwnR-Q*', undefined],
    ['with what came along with the copy', ' MP$08VKz!8rXwnR-Q*\n', undefined],
    [
      'cut',
      'MP$08VKz!8rX',
      'This token has 12 characters, and such tokens have 18: it may not have been copied whole.',
    ],
  ])('looks at the length of the token: %s', (_what, text, remark) => {
    expect(watsonKeyFacts(key, text).remark).toBe(remark);
  });

  it('speaks of the key first', () => {
    expect(watsonKeyFacts('abc', 'short').remark).toContain('An API key looks like');
  });
});
