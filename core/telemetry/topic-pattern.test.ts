import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, filterOf, patternMatchesFilter, patternProblem } from './topic-pattern.ts';

describe('a topic pattern', () => {
  it('captures named levels', () => {
    const pattern = compilePattern('iot-2/type/{type}/id/{device}/evt/+/fmt/json');
    expect(pattern.match('iot-2/type/van/id/VAN-002/evt/telemetry/fmt/json')).toEqual({
      type: 'van',
      device: 'VAN-002',
    });
    expect(pattern.captureNames).toEqual(['type', 'device']);
  });

  it('does not match a topic with more, fewer or other levels', () => {
    const pattern = compilePattern('fleet/{vehicle}/status');
    for (const topic of ['fleet/1', 'fleet/1/status/more', 'fleet/1/state', '', '/fleet/1/status']) {
      expect(pattern.match(topic)).toBeUndefined();
    }
  });

  it('matches the parent level and everything below with #', () => {
    const pattern = compilePattern('/hfp/{journey}/#');
    expect(pattern.match('/hfp/deadrun')).toEqual({ journey: 'deadrun' });
    expect(pattern.match('/hfp/deadrun/a/b')).toEqual({ journey: 'deadrun' });
    expect(pattern.match('/hfp')).toBeUndefined();
  });

  it('keeps wildcards at the first level away from the broker’s own topics', () => {
    for (const text of ['#', '+/uptime', '{a}/uptime'])
      expect(compilePattern(text).match('$SYS/uptime')).toBeUndefined();
    expect(compilePattern('$SYS/{what}').match('$SYS/uptime')).toEqual({ what: 'uptime' });
  });

  it('asks for the same text where a name occurs twice', () => {
    const pattern = compilePattern('{site}/{vehicle}/{site}');
    expect(pattern.match('a/1/a')).toEqual({ site: 'a', vehicle: '1' });
    expect(pattern.match('a/1/b')).toBeUndefined();
  });

  it('keeps captured text apart from object prototypes', () => {
    const captures = compilePattern('x/{vehicle}').match('x/__proto__');
    expect(Object.getPrototypeOf(captures)).toBeNull();
    expect(captures?.vehicle).toBe('__proto__');
    expect(patternProblem('x/{__proto__}')).toMatch(/^"\{__proto__\}" is not a capture/);
  });

  it('says what is wrong with a faulty pattern', () => {
    expect(patternProblem('a/#/b')).toContain('#');
    expect(patternProblem('a/b+')).toContain('+');
    expect(patternProblem('a/x{b}')).toContain('{name}');
    expect(patternProblem('a/{b}/+/#')).toBeUndefined();
    expect(compilePattern('a/#/b').match('a/x/b')).toBeUndefined();
  });

  it('matches every topic that is made from it', () => {
    const level = fc.stringMatching(/^[a-z0-9]{1,6}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('literal', '+', 'capture'), level), { minLength: 1 }), (parts) => {
        const text = parts.map(([kind, word], index) =>
          kind === '+' ? '+' : kind === 'capture' ? `{c${String(index)}}` : word,
        );
        const topic = parts.map(([, word]) => word).join('/');
        const captured = parts.flatMap(([kind, word], index) =>
          kind === 'capture' ? [[`c${String(index)}`, word]] : [],
        );
        expect(compilePattern(text.join('/')).match(topic)).toEqual(Object.fromEntries(captured));
        expect(patternMatchesFilter(text.join('/'), topic)).toBe(true);
      }),
    );
  });
});

describe('patterns and filters', () => {
  it('turns captures into wildcards', () => {
    expect(filterOf('fleet/{vehicle}/#')).toBe('fleet/+/#');
  });

  it('finds whether a subscription can bring topics of a pattern', () => {
    expect(patternMatchesFilter('fleet/{v}/status', 'fleet/#')).toBe(true);
    expect(patternMatchesFilter('fleet/{v}/status', 'fleet/+/+')).toBe(true);
    expect(patternMatchesFilter('fleet/{v}/#', 'fleet/7')).toBe(true);
    expect(patternMatchesFilter('fleet/{v}/status', 'fleet/+')).toBe(false);
    expect(patternMatchesFilter('fleet/{v}/status', 'trucks/#')).toBe(false);
  });
});
