import { expect, test } from 'vitest';
import { parseFault } from './fault.ts';

test('a fault is written as platform, kind and settings', () => {
  expect(parseFault('429')).toEqual({ fault: { kind: '429', after: 0, seconds: 5 } });
  expect(parseFault('iot-central:503,after=20,times=3,path=/devices,retryAfter=2')).toEqual({
    platform: 'iot-central',
    fault: { kind: '503', after: 20, times: 3, path: '/devices', seconds: 5, retryAfter: 2 },
  });
  expect(parseFault('watson:slow,seconds=0.5')).toEqual({
    platform: 'watson',
    fault: { kind: 'slow', after: 0, seconds: 0.5 },
  });
});

test.each([
  '',
  '418',
  'azure:429',
  'a:b:429',
  '429,after',
  '429,after=',
  '429,after=-1',
  '429,after=x',
  '429,colour=red',
])('"%s" is not a fault', (text) => {
  expect(parseFault(text)).toBeUndefined();
});
