import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prettyText } from './raw-text.ts';

describe('a raw message’s text', () => {
  it('is laid out as JSON.stringify does, for any JSON', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (json) => {
        const parsed: unknown = JSON.parse(json);
        const compact = JSON.stringify(parsed);
        expect(prettyText(compact).text).toBe(JSON.stringify(parsed, null, 2));
      }),
    );
  });

  it('keeps numbers as they were sent', () => {
    expect(prettyText('{"spd":4.00,"id":1234567890123456789}').text).toBe(
      '{\n  "spd": 4.00,\n  "id": 1234567890123456789\n}',
    );
  });

  it('leaves alone what is no JSON, such as a message that was cut', () => {
    expect(prettyText('{"a":1,"b":"<b>')).toEqual({ text: '{"a":1,"b":"<b>', isJson: false });
    expect(prettyText('')).toEqual({ text: '', isJson: false });
  });
});
