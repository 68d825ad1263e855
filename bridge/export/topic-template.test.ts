import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelOf, parseTemplate, templateProblem } from './topic-template.ts';

test('a topic is filled with the ids of a message', () => {
  const template = parseTemplate('iotcentral/{application}/{device}/{source}');
  expect(template.names).toEqual(['application', 'device', 'source']);
  expect(template.fill({ application: 'app', device: 'truck-1', source: 'telemetry' })).toEqual({
    ok: true,
    topic: 'iotcentral/app/truck-1/telemetry',
  });
});

test('a value that is missing is named', () => {
  expect(parseTemplate('a/{application}/{device}').fill({ device: 'd' })).toEqual({
    ok: false,
    missing: 'application',
  });
});

test.each([
  ['truck-001', 'truck-001'],
  ['Lkw Süd 7', 'Lkw Süd 7'],
  ['a/b', 'a%2Fb'],
  ['+', '%2B'],
  ['#', '%23'],
  ['100%', '100%25'],
  ['a\u0000b', 'a%00b'],
  ['line\nbreak', 'line%0Abreak'],
  ['\ufffe', '%EF%BF%BE'],
  ['\ud800', '%EF%BF%BD'],
  ['$SYS', '%24SYS'],
  ['US$', 'US$'],
])('the id %j is the level %j', (id, level) => {
  expect(levelOf(id)).toBe(level);
});

test('no id breaks out of its level, and no two ids share one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
      expect(levelOf(one)).not.toMatch(/[+#/\p{Cc}]|^\$/u);
      expect(decodeURIComponent(levelOf(one))).toBe(one);
      expect(levelOf(one) === levelOf(other)).toBe(one === other);
    }),
  );
});

test.each([
  ['', 'cannot be empty'],
  ['x'.repeat(1025), 'is longer than 1024 bytes'],
  ['$SYS/{device}', 'cannot begin with $: such topics are the broker’s own'],
  ['a/{name}', 'has no {name}: there are {application}, {device}, {source}'],
  ['a/x{device}', 'has "x{device}": a name in braces is a whole level'],
  ['a/+/{device}', 'has "+", which cannot be published to'],
  ['{device}/#', 'has "#", which cannot be published to'],
])('the template %j is refused', (template, problem) => {
  expect(templateProblem(template)).toBe(problem);
  expect(() => parseTemplate(template)).toThrow(problem);
});
