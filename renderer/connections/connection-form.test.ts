import { describe, expect, it } from 'vitest';
import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import type { ConnectionView } from '../../shared/connection/status.ts';
import type { Mapping } from '../../shared/mapping/mapping.ts';
import {
  noSecrets,
  placeholdersOf,
  readForm,
  transportRemark,
  valuesOfConnection,
  valuesOfPreset,
  type ConnectionFormValues,
  type FormOrigin,
} from './connection-form.ts';
import { checkMapping, mappingText } from './mapping-text.ts';

const mapping: Mapping = {
  version: 1,
  title: 'Site vehicles',
  expectedIntervalMs: 1000,
  routes: [{ kind: 'telemetry', topic: 'site/{vehicle}', vehicle: '{vehicle}', signals: [] }],
};

const preset: ConnectionPreset = {
  id: 'custom',
  title: 'Any broker',
  description: 'A broker of your own.',
  settings: {
    name: 'My broker',
    isEnabled: true,
    presetId: 'custom',
    url: 'mqtts://<host>:8883',
    protocolVersion: 5,
    clientId: 'fleetdeck-{unique}',
    topics: [{ filter: 'site/+', qos: 1 }],
    mapping,
  },
};

const origin: FormOrigin = {
  presetId: 'custom',
  isEnabled: true,
  storedSecrets: noSecrets,
  placeholders: ['<host>', '<org>', '<site>'],
};
const certificate = '-----BEGIN CERTIFICATE-----\nexample\n-----END CERTIFICATE-----\n';
const key = '-----BEGIN PRIVATE KEY-----\nexample\n-----END PRIVATE KEY-----\n';

const values = (changes: Partial<ConnectionFormValues> = {}): ConnectionFormValues => ({
  ...valuesOfPreset(preset),
  url: 'mqtts://broker.example.com:8883',
  ...changes,
});

const problems = (changes: Partial<ConnectionFormValues>, from: FormOrigin = origin) => {
  const reading = readForm(values(changes), from);
  return reading.isValid ? {} : reading.problems;
};

describe('the connection form', () => {
  it('gives back the settings it was opened with, unchanged', () => {
    const view: ConnectionView = {
      id: 'site',
      isManaged: false,
      settings: {
        ...preset.settings,
        url: 'mqtts://broker.example.com:8883',
        protocolVersion: 4,
        username: 'dispatcher',
        caPem: certificate,
        topics: [
          { filter: 'site/+', qos: 2 },
          { filter: 'yard/#', qos: 0 },
        ],
      },
      secrets: { password: 'ok', clientKeyPem: 'absent', platformToken: 'absent' },
    };
    expect(readForm(valuesOfConnection(view), { ...origin, storedSecrets: view.secrets })).toEqual({
      isValid: true,
      settings: view.settings,
      secrets: {},
    });
  });

  it('keeps, replaces or removes a secret, and says nothing of one that is kept', () => {
    const secrets = (changes: Partial<ConnectionFormValues>) => {
      const reading = readForm(values({ username: 'dispatcher', ...changes }), origin);
      return reading.isValid ? reading.secrets : reading.problems;
    };
    expect(secrets({ password: { action: 'keep' } })).toEqual({});
    expect(secrets({ password: { action: 'remove' } })).toEqual({ password: null });
    expect(secrets({ password: { action: 'replace', text: ' s p ', fileName: null } })).toEqual({ password: ' s p ' });
  });

  it('has a problem with each placeholder that was left', () => {
    expect(
      problems({
        url: 'mqtts://<host>:8883',
        clientId: 'a:<org>:fleetdeck',
        topics: [{ key: '0', filter: '<site>/+', qos: '0' }],
      }),
    ).toEqual({
      url: 'Put your own value in place of <host>.',
      clientId: 'Put your own value in place of <org>.',
      'topics.0.filter': 'Put your own value in place of <site>.',
    });
  });

  it('finds the placeholders in the preset, and lets a user’s own angle brackets be', () => {
    expect(placeholdersOf(preset)).toEqual(['<host>']);
    expect(problems({ name: 'Depot <north>' })).toEqual({});
  });

  it('puts each objection under its own field, in words', () => {
    expect(
      problems({
        name: '  ',
        url: 'http://broker',
        clientId: '',
        topics: [{ key: '0', filter: 'a/#/b', qos: '0' }],
        caPem: { fileName: 'ca.der', text: 'binary' },
        mapping: '{',
        username: 'dispatcher',
        password: { action: 'replace', text: '', fileName: null },
      }),
    ).toEqual({
      name: 'Give the connection a name.',
      url: 'Start with mqtt://, mqtts://, ws:// or wss://.',
      clientId: 'Enter a client id.',
      'topics.0.filter': '# stands alone, as the last level.',
      caPem: expect.stringContaining('is not a PEM file') as string,
      mapping: expect.stringContaining('This is not JSON.') as string,
      password: 'Enter the new password, or keep the stored one.',
    });
    expect(problems({ topics: [] })).toEqual({ topics: 'Enter at least one topic to watch.' });
  });

  it('wants certificate and key together', () => {
    const certificateFile = { fileName: 'client.crt', text: certificate };
    expect(Object.keys(problems({ clientCertificatePem: certificateFile }))).toEqual(['clientKeyPem']);
    expect(Object.keys(problems({ clientKeyPem: { action: 'replace', text: key, fileName: 'client.key' } }))).toEqual([
      'clientCertificatePem',
    ]);
    expect(
      problems(
        { clientCertificatePem: certificateFile },
        { ...origin, storedSecrets: { password: 'absent', clientKeyPem: 'locked', platformToken: 'absent' } },
      ),
    ).toEqual({});
  });

  it('wants a user name with a password, typed or stored', () => {
    expect(Object.keys(problems({ password: { action: 'replace', text: 'x', fileName: null } }))).toEqual(['username']);
    const stored: FormOrigin = {
      ...origin,
      storedSecrets: { password: 'ok', clientKeyPem: 'absent', platformToken: 'absent' },
    };
    expect(Object.keys(problems({}, stored))).toEqual(['username']);
    expect(problems({ password: { action: 'remove' } }, stored)).toEqual({});
  });

  it('remarks on a password that would travel in clear, but not on this machine', () => {
    expect(transportRemark('mqtt://broker.example.com', true)).toMatch(/can read the password/);
    expect(transportRemark('ws://broker.example.com/mqtt', false)).toMatch(/wss:\/\//);
    expect(transportRemark('mqtt://127.0.0.1:1883', true)).toBeUndefined();
    expect(transportRemark('mqtts://broker.example.com', true)).toBeUndefined();
    expect(transportRemark('', true)).toBeUndefined();
  });
});

describe('a mapping as text', () => {
  const problem = (text: string) => {
    const check = checkMapping(text);
    return check.isValid ? null : check.problem;
  };

  it('is read back as it was written', () => {
    expect(checkMapping(mappingText(mapping))).toEqual({ isValid: true, mapping });
  });

  it('says in which line the JSON is broken', () => {
    expect(problem('{\n  "version": 1,\n  "title" "x"\n}')).toMatch(/line 3/);
    expect(problem('')).toMatch(/It is empty/);
  });

  it('says where and what, counted as people count', () => {
    const wrong = {
      ...mapping,
      routes: [
        mapping.routes[0],
        { ...mapping.routes[0], signals: [{ from: 'a', to: 'b', unit: 'furlong' }], extra: 1 },
      ],
    };
    const text = problem(JSON.stringify(wrong)) ?? '';
    expect(text).toMatch(/^routes 2, signals 1, unit: should be one of km\/h/m);
    expect(text).toMatch(/routes 2: has “extra”, which a mapping does not know\./);
  });

  it('says that a part is missing', () => {
    expect(problem('{}')).toMatch(/^title: is missing/m);
  });
});
