import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayPublish, maySubscribe, parseCommandTopic, toDeviceTopic, toOrganisationTopic } from './topic-rules.ts';

describe('an application', () => {
  test.each([
    'iot-2/type/+/id/+/evt/+/fmt/+',
    'iot-2/type/van/id/VAN-1/evt/telemetry/fmt/json',
    'iot-2/type/+/id/+/cmd/+/fmt/json',
    'iot-2/type/+/id/+/mon',
    'iot-2/app/+/mon',
    'iot-2/app/console/mon',
    'iot-2/type/van/id/VAN-1/intf/position/evt/state',
    'iot-2/type/+/id/+/err/data',
    'iot-2/intf/position/rule/fast/evt/trigger',
    'iot-2/intf/+/rule/+/err/data',
  ])('may subscribe to %s', (filter) => {
    expect(maySubscribe('application', filter)).toBe(true);
  });

  test.each([
    '#',
    'iot-2/#',
    'iot-2/type/+/id/+/evt/+/fmt/#',
    '+/type/+/id/+/evt/+/fmt/+',
    'iot-2/type/+/id/+/evt/+',
    'iot-2/type/+/id/+/evt/+/fmt/+/more',
    'iot-2/type/v+/id/+/mon',
    'iot-2/type//id/+/mon',
    'iot-2/evt/+/fmt/+',
    'iot-2/cmd/+/fmt/+',
    'iotdm-1/#',
    '$SYS/#',
    '',
  ])('may not subscribe to "%s"', (filter) => {
    expect(maySubscribe('application', filter)).toBe(false);
  });

  test('may publish events and commands of one device, and no monitoring', () => {
    expect(mayPublish('application', 'iot-2/type/van/id/VAN-1/cmd/lockDoors/fmt/json')).toBe(true);
    expect(mayPublish('application', 'iot-2/type/van/id/VAN-1/evt/telemetry/fmt/json')).toBe(true);
    expect(mayPublish('application', 'iot-2/type/+/id/VAN-1/cmd/lockDoors/fmt/json')).toBe(false);
    expect(mayPublish('application', 'iot-2/type/van/id/VAN-1/mon')).toBe(false);
    expect(mayPublish('application', 'iot-2/evt/telemetry/fmt/json')).toBe(false);
  });
});

describe('a device', () => {
  test('may hear its commands and speak of its events, and of nobody else', () => {
    expect(maySubscribe('device', 'iot-2/cmd/+/fmt/+')).toBe(true);
    expect(maySubscribe('device', 'iot-2/cmd/lockDoors/fmt/json')).toBe(true);
    expect(maySubscribe('device', 'iotdm-1/#')).toBe(true);
    expect(maySubscribe('device', 'iot-2/type/+/id/+/evt/+/fmt/+')).toBe(false);
    expect(maySubscribe('device', '#')).toBe(false);
    expect(mayPublish('device', 'iot-2/evt/telemetry/fmt/json')).toBe(true);
    expect(mayPublish('device', 'iotdevice-1/response')).toBe(true);
    expect(mayPublish('device', 'iot-2/cmd/lockDoors/fmt/json')).toBe(false);
    expect(mayPublish('device', 'iot-2/type/van/id/VAN-2/evt/telemetry/fmt/json')).toBe(false);
  });
});

describe('translation', () => {
  const van = { typeId: 'van', deviceId: 'VAN-1' };

  test('an event of a device is one of the organisation', () => {
    expect(toOrganisationTopic(van, 'iot-2/evt/telemetry/fmt/json')).toBe(
      'iot-2/type/van/id/VAN-1/evt/telemetry/fmt/json',
    );
  });

  test('a command of the organisation is one for the device, and others stay what they are', () => {
    expect(toDeviceTopic(van, 'iot-2/type/van/id/VAN-1/cmd/lockDoors/fmt/json')).toBe('iot-2/cmd/lockDoors/fmt/json');
    const others = 'iot-2/type/van/id/VAN-2/cmd/lockDoors/fmt/json';
    expect(toDeviceTopic(van, others)).toBe(others);
  });

  test('there and back is where it began', () => {
    const name = fc.stringMatching(/^[a-z]{1,10}$/);
    fc.assert(
      fc.property(name, name, (event, format) => {
        const topic = `iot-2/evt/${event}/fmt/${format}`;
        expect(toDeviceTopic(van, toOrganisationTopic(van, topic))).toBe(topic);
      }),
    );
  });
});

test('a command topic is taken apart, and nothing else is', () => {
  expect(parseCommandTopic('iot-2/type/van/id/VAN-1/cmd/lockDoors/fmt/json')).toEqual({
    typeId: 'van',
    deviceId: 'VAN-1',
    command: 'lockDoors',
    format: 'json',
  });
  expect(parseCommandTopic('iot-2/type/van/id/VAN-1/evt/lockDoors/fmt/json')).toBeUndefined();
});
