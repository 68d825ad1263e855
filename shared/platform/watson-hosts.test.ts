import { describe, expect, test } from 'vitest';
import { organisationOfKey, watsonHostsOf } from './watson-hosts.ts';

describe("the hosts of Watson's parts", () => {
  test.each([
    [
      'https://abc123.internetofthings.ibmcloud.com',
      'https://abc123.internetofthings.ibmcloud.com/api/v0002',
      'https://abc123.messaging.internetofthings.ibmcloud.com/api/v0002',
      'mqtts://abc123.messaging.internetofthings.ibmcloud.com:8883',
    ],
    [
      'https://main.iot.maximo.example.com/api/v0002/',
      'https://main.iot.maximo.example.com/api/v0002',
      'https://main.messaging.iot.maximo.example.com/api/v0002',
      'mqtts://main.messaging.iot.maximo.example.com:443',
    ],
    [
      'https://main.messaging.iot.maximo.example.com',
      'https://main.iot.maximo.example.com/api/v0002',
      'https://main.messaging.iot.maximo.example.com/api/v0002',
      'mqtts://main.messaging.iot.maximo.example.com:443',
    ],
    [
      'https://Work-Space.iot.maximo.example.com:8443/api',
      'https://work-space.iot.maximo.example.com:8443/api/v0002',
      'https://work-space.messaging.iot.maximo.example.com:8443/api/v0002',
      'mqtts://work-space.messaging.iot.maximo.example.com:8443',
    ],
  ])('of %s', (address, apiUrl, messagingUrl, mqttUrl) => {
    expect(watsonHostsOf(address)).toMatchObject({ apiUrl, messagingUrl, mqttUrl });
  });

  test.each(['http://127.0.0.1:3456', 'http://localhost:3456', 'https://[::1]:3456', 'https://192.0.2.7:3456'])(
    '%s keeps its port, serves both, and does not tell the broker',
    (address) => {
      const url = `${address}/api/v0002`;
      expect(watsonHostsOf(address)).toEqual({
        ...{ apiUrl: url, messagingUrl: url },
        ...{ mqttUrl: null, organisation: null },
      });
    },
  );

  test.each(['', 'main.iot.example.com', 'mqtts://main.messaging.iot.example.com', 'https://a:b@example.com'])(
    '"%s" is no address of an API',
    (address) => {
      expect(watsonHostsOf(address)).toBeNull();
    },
  );

  test.each([
    ['a-abc123-a84ps90Ajs', 'abc123'],
    ['a-work-space-a84ps90Ajs', 'work-space'],
    ['use-token-auth', null],
    ['a-abc123', null],
  ])('the organisation of the key %s', (key, expected) => {
    expect(organisationOfKey(key)).toBe(expected);
  });
});
