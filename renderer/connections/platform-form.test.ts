import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { ConnectionView } from '../../shared/connection/status.ts';
import { fakeSettings } from '../../test/support/fake-data.ts';
import { originOfConnection, readForm, valuesOfConnection, withNewToken } from './connection-form.ts';
import { withWatsonAccess } from './platform-form.ts';
import { watsonAddressOf } from './watson-address.ts';

const viewOf = (settings: ConnectionSettings): ConnectionView => ({
  id: 'fake',
  isManaged: false,
  settings,
  secrets: { password: 'ok', clientKeyPem: 'absent', platformToken: 'ok' },
});

const iotCentral: ConnectionView = viewOf({
  ...fakeSettings,
  presetId: 'iot-central',
  url: '',
  platform: {
    kind: 'iot-central',
    address: 'https://contoso.azureiotcentral.com',
    auth: 'api-token',
    live: 'polling',
    usesPreview: true,
    watch: { types: ['dtmi:contoso:truck;1'], groups: ['north'] },
  },
});

const watson: ConnectionView = viewOf({
  ...fakeSettings,
  presetId: 'watson',
  url: 'mqtts://abc123.messaging.iot.maximo.example.com:443',
  clientId: 'a:abc123:fleetdeck-{unique}',
  username: 'a-abc123-x1y2z3a4b5',
  platform: {
    kind: 'watson',
    address: 'https://abc123.iot.maximo.example.com',
    commandRoute: 'http',
    messagingAddress: 'https://abc123.messaging.iot.maximo.example.com',
    watch: {},
  },
});

describe('the form of a platform’s connection', () => {
  it.each([
    ['IoT Central', iotCentral],
    ['Watson', watson],
  ])('gives back the settings of %s it was opened with, and keeps the stored token', (_name, view) => {
    expect(readForm(valuesOfConnection(view), originOfConnection(view))).toEqual({
      isValid: true,
      settings: view.settings,
      secrets: {},
    });
  });

  it('wants the new token where one came to enter it', () => {
    for (const [view, field] of [
      [iotCentral, 'platformToken'],
      [watson, 'password'],
    ] as const) {
      const reading = readForm(withNewToken(valuesOfConnection(view)), originOfConnection(view));
      expect(reading.isValid ? [] : Object.keys(reading.problems)).toEqual([field]);
    }
  });

  it('does not take a stored API token for a bearer token', () => {
    const values = valuesOfConnection(iotCentral);
    if (values.platform?.kind !== 'iot-central') throw new Error('not a platform’s');
    const reading = readForm(
      { ...values, platform: { ...values.platform, auth: 'bearer' } },
      originOfConnection(iotCentral),
    );
    expect(reading).toMatchObject({
      isValid: false,
      problems: { platformToken: 'Enter the bearer token: what is stored is of the other kind.' },
    });
  });

  it('leaves what came with a copy out of the token', () => {
    const token = 'SharedAccessSignature sr=app&sig=example&skn=name&se=1';
    const reading = readForm(
      {
        ...valuesOfConnection(iotCentral),
        platformToken: { action: 'replace', text: ` Authorization: ${token}\r\n`, fileName: null },
      },
      originOfConnection(iotCentral),
    );
    expect(reading).toMatchObject({ isValid: true, secrets: { platformToken: token } });
  });
});

describe('a Watson address', () => {
  it('is made of what is pasted', () => {
    expect(watsonAddressOf(' https://abc123.iot.maximo.example.com/api/v0002/device/types?x=1 ', 'abc123')).toBe(
      'https://abc123.iot.maximo.example.com/api/v0002',
    );
    expect(watsonAddressOf('maximo.example.com', 'abc123')).toBe('https://abc123.iot.maximo.example.com');
    expect(watsonAddressOf('abc123.iot.maximo.example.com', 'abc123')).toBe('https://abc123.iot.maximo.example.com');
    expect(watsonAddressOf('maximo.example.com', null)).toBe('https://maximo.example.com');
    expect(watsonAddressOf('http://127.0.0.1:4000/api/v0002', 'practice')).toBe('http://127.0.0.1:4000/api/v0002');
  });

  it('takes broker and client id along when it changes, unless somebody wrote them differently', () => {
    const values = valuesOfConnection(watson);
    const moved = withWatsonAccess(values, {
      username: 'a-xyz789-x1y2z3a4b5',
      address: 'https://xyz789.iot.maximo.example.com',
    });
    expect(moved).toMatchObject({
      clientId: 'a:xyz789:fleetdeck-{unique}',
      url: 'mqtts://xyz789.messaging.iot.maximo.example.com:443',
    });
    const cleared = withWatsonAccess(moved, { address: '' });
    expect(cleared.url).toBe('');
    expect(withWatsonAccess(cleared, { address: 'https://abc123.iot.maximo.example.com' }).url).toBe(values.url);
    const own = { ...values, url: 'mqtts://mirror.example.com:8883', clientId: 'A:abc123:shared' };
    expect(withWatsonAccess(own, { address: 'https://xyz789.iot.maximo.example.com' })).toMatchObject({
      url: own.url,
      clientId: own.clientId,
    });
  });
});
