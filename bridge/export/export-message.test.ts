import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBody } from './export-message.ts';

const parse = (body: string | Buffer) => parseBody(Buffer.from(body));
const payloadsOf = (body: string): readonly string[] => {
  const parsed = parse(body);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.messages.map((message) => (message.source === 'unknown' ? message.claims : message.payload.toString()));
};
const message = (device: string, rest = '') =>
  `{"messageSource":"telemetry","applicationId":"app","deviceId":${JSON.stringify(device)}${rest}}`;

describe('a body', () => {
  test('is one message, kept byte for byte', () => {
    const body = '\ufeff \n{ "messageSource":"telemetry", "deviceId":"ü/1", "n": 21.0, "big": 12345678901234567890 } ';
    expect(parse(body)).toMatchObject({ ok: true, messages: [{ source: 'telemetry', device: 'ü/1' }] });
    expect(payloadsOf(body)).toEqual([body.replace('\ufeff', '').trim()]);
  });

  test('is an array of messages, each kept byte for byte', () => {
    const [one, other] = [message('a', ',"t":{"x":[1.0,{"y":"],}\\"\\\\"}]}'), message('b', ',"n": 1e2')];
    expect(payloadsOf(`[ ${one} ,\n\t${other} ]`)).toEqual([one, other]);
    expect(payloadsOf('[]')).toEqual([]);
  });

  test('is one message a line', () => {
    expect(payloadsOf(`${message('a')}\r\n\n${message('b')}\n`)).toEqual([message('a'), message('b')]);
  });

  test('of whatever text in whatever array is cut where JSON.parse cuts it', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.json())), fc.constantFrom(0, 2), (extras, indent) => {
        const messages = extras.map((extra) => ({ ...extra, messageSource: 'audit' }));
        const payloads = payloadsOf(JSON.stringify(messages, null, indent));
        expect(payloads.map((payload): unknown => JSON.parse(payload))).toEqual(JSON.parse(JSON.stringify(messages)));
      }),
    );
  });

  test.each([
    ['', 'The body is empty.'],
    [Buffer.from([0x7b, 0xff, 0x7d]), 'The body is not UTF-8.'],
    ['hello', 'The body is not JSON.'],
    [`{"messageSource":"telemetry","secret":"do not repeat",}`, 'The body is not JSON from character 54 on.'],
    [`${message('a')}\n{"messageSource":`, 'Line 2 is not JSON.'],
    ['7', 'A message is a JSON object.'],
    [`[${message('a')},null]`, 'Message 2: A message is a JSON object.'],
    ['{"messageSource":"telemetry"}', 'A message of telemetry has a deviceId, and this one has none.'],
    ['{"messageSource":"telemetry","deviceId":7}', 'deviceId is text of 1 to 256 characters.'],
    [message('x'.repeat(257)), 'deviceId is text of 1 to 256 characters.'],
    [message(''), 'deviceId is text of 1 to 256 characters.'],
    ['{"messageSource":"audit","applicationId":""}', 'applicationId is text of 1 to 256 characters.'],
  ])('%s is refused with the reason', (body, problem) => {
    expect(parse(body)).toEqual({ ok: false, problem });
  });
});

test('a message of no known source is kept apart, with what it claims', () => {
  expect(parse(`[{"messageSource":"weather"},{"messageSource":"${'x'.repeat(99)}"},{},{"messageSource":1}]`)).toEqual({
    ok: true,
    messages: ['weather', 'x'.repeat(64), 'nothing', 'nothing'].map((claims) => ({ source: 'unknown', claims })),
  });
});

test('an audit record needs no device', () => {
  expect(parse('{"messageSource":"audit"}')).toMatchObject({ ok: true, messages: [{ source: 'audit' }] });
});
