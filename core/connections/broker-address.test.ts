import { expect, test } from 'vitest';
import { parseBrokerAddress } from './broker-address.ts';

test.each([
  ['mqtt://broker.example.com', 'broker.example.com', 1883, false, '/'],
  ['mqtts://broker.example.com', 'broker.example.com', 8883, true, '/'],
  ['ws://broker.example.com', 'broker.example.com', 80, false, '/'],
  ['wss://broker.example.com/mqtt?tenant=1', 'broker.example.com', 443, true, '/mqtt?tenant=1'],
  ['mqtt://10.0.0.1:2883', '10.0.0.1', 2883, false, '/'],
  ['mqtt://[::1]:1884', '::1', 1884, false, '/'],
])('%s is taken apart', (url, host, port, isSecure, path) => {
  expect(parseBrokerAddress(url)).toMatchObject({ host, port, isSecure, path });
});

test('an IPv6 address keeps its brackets where people read it', () => {
  expect(parseBrokerAddress('mqtt://[::1]:1884')?.label).toBe('[::1]:1884');
});

test.each(['', 'http://broker', 'mqtt://', 'broker:1883', 'mqtt://user@broker', 'toString://x'])(
  '%j is no address',
  (url) => {
    expect(parseBrokerAddress(url)).toBeUndefined();
  },
);
