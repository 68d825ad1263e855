// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { connectionSettingsSchema, type ConnectionPreset } from '../../shared/connection/settings.ts';
import type { ConnectionTest } from '../../shared/connection/status.ts';
import type { MethodParams } from '../../shared/contract/contract.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { platformActions, type Rights } from '../../shared/platform/rights.ts';
import { beginAt, press } from '../../test/support/at-the-screen.ts';
import { fakeConnectionTest, fakeConnectionView, fakeNowMs, fakePreset } from '../../test/support/fake-data.ts';
import { fakeHandlers } from '../../test/support/fake-engine.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { proposedName } from './setup-steps.ts';
import { ConnectionsView } from './connections-view.tsx';

type Overrides = NonNullable<Parameters<typeof fakeHandlers>[0]>;

const dayMs = 86_400_000;
const apiToken = `SharedAccessSignature sr=11111111-2222-3333-4444-555555555555&sig=example%3D&skn=control-room&se=${String(fakeNowMs + 12 * dayMs)}`;

const iotCentral: ConnectionPreset = {
  id: 'iot-central',
  title: 'Azure IoT Central',
  description: 'An application with its API.',
  settings: {
    ...fakePreset.settings,
    name: 'IoT Central',
    presetId: 'iot-central',
    url: '',
    username: undefined,
    platform: {
      kind: 'iot-central',
      address: 'https://<application>.azureiotcentral.com',
      auth: 'api-token',
      live: 'polling',
      usesPreview: false,
      watch: {},
    },
  },
};

const watson: ConnectionPreset = {
  id: 'watson',
  title: 'Watson IoT / Maximo',
  description: 'The IoT tool.',
  settings: {
    ...fakePreset.settings,
    name: 'Maximo IoT',
    presetId: 'watson',
    url: 'mqtts://<organisation>.messaging.iot.<Maximo domain>:443',
    clientId: 'a:<organisation>:fleetdeck-{unique}',
    username: '<API key>',
    platform: {
      kind: 'watson',
      address: 'https://<organisation>.iot.<Maximo domain>',
      commandRoute: 'mqtt',
      watch: {},
    },
  },
};

const rights = Object.fromEntries(
  platformActions.map((action) => [
    action,
    action === 'create-token'
      ? { state: 'denied', explanation: 'Needs the role Administrator.' }
      : { state: 'allowed', explanation: '' },
  ]),
) as Rights;

const found: ConnectionTest = {
  ...fakeConnectionTest,
  steps: [{ title: 'Token', outcome: 'passed', message: 'Accepted.' }],
  messageCount: 0,
  sampleTopics: [],
  platform: {
    application: 'Contoso trucks',
    roles: [{ id: 'operator', name: 'Operator', organization: 'North' }],
    rights,
    tokenExpiresAtMs: fakeNowMs + 12 * dayMs,
    types: [
      { id: 'dtmi:contoso:truck;1', name: 'Refrigerated truck' },
      { id: 'dtmi:contoso:van;1', name: 'Van' },
    ],
    groups: [{ id: 'north', name: 'Depot north' }],
    deviceCount: 12,
  },
};

const field = (label: RegExp | string) =>
  screen.getByLabelText<HTMLInputElement>(label, { selector: 'input:not([type="radio"])' });
const type = (label: RegExp | string, value: string) => {
  fireEvent.change(field(label), { target: { value } });
  fireEvent.blur(field(label));
};
const stepShown = () => screen.getByRole('heading', { level: 2 }).textContent;

const begin = async (preset: ConnectionPreset, methods: Overrides['methods'] = {}) => {
  const saved: MethodParams<'connections.save'>[] = [];
  const tested: MethodParams<'connections.test'>[] = [];
  renderWithEngine(
    <ConnectionsView />,
    fakeHandlers({
      methods: {
        'connections.presets': () => ok([preset]),
        'connections.test': (params): Result<ConnectionTest> => {
          tested.push(params);
          return ok(found);
        },
        'connections.save': (params) => {
          saved.push(params);
          return ok(fakeConnectionView);
        },
        ...methods,
      },
    }),
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Add connection' }));
  fireEvent.click(await screen.findByRole('button', { name: new RegExp(`^${preset.title}`) }));
  await screen.findByRole('form', { name: `New connection: ${preset.title}` });
  return { saved, tested };
};

beginAt('#/connections');

describe('the setup of an IoT Central connection', () => {
  it('goes from a pasted address and token over the test to a saved connection, with valid settings', async () => {
    const { saved, tested } = await begin(iotCentral);
    type(/^Address of the application/, 'contoso.azureiotcentral.com/devices?view=all');
    expect(field(/^Address of the application/).value).toBe('https://contoso.azureiotcentral.com');
    type(/^API token/, apiToken);
    const read = screen.getByRole('status', { name: 'Read from the token' });
    for (const words of ['control-room', '11111111-2222-3333-4444-555555555555', /^in 12 days \(/]) {
      expect(within(read).getByText(words)).toBeShown();
    }

    press('Next: test it');
    expect(await screen.findByText('Contoso trucks')).toBeShown();
    expect(stepShown()).toBe('Step 2 of 3: Test');
    expect(document.activeElement?.textContent).toBe('Step 2 of 3: Test');
    expect(screen.getByText('Operator in North')).toBeShown();
    expect(screen.getByText(/The token may .*send commands/)).toBeShown();
    expect(screen.getByText(/It may not make tokens/)).toBeShown();
    expect(screen.getByText('make tokens: Needs the role Administrator.')).toBeShown();
    expect(tested[0]?.secrets).toEqual({ platformToken: apiToken });

    press('Next: choose what to watch');
    expect(field(/^Name/).value).toBe('Contoso trucks');
    press('Save');
    await screen.findByText('Fake fleet is saved.');
    expect(saved).toHaveLength(1);
    const { settings, secrets } = saved[0] ?? { settings: undefined, secrets: undefined };
    expect(connectionSettingsSchema.safeParse(settings).error).toBeUndefined();
    expect(settings).toMatchObject({
      name: 'Contoso trucks',
      url: '',
      platform: { address: 'https://contoso.azureiotcentral.com', live: 'polling', watch: {} },
    });
    expect(secrets).toEqual({ platformToken: apiToken });
    expect(JSON.stringify(settings)).not.toContain('SharedAccessSignature');
  });

  it('stays at the first step until address and token are there, and puts the focus on what is missing', async () => {
    const { tested } = await begin(iotCentral);
    press('Next: test it');
    expect(await screen.findByText(/Enter the application’s address/)).toBeShown();
    expect(screen.getByText('Paste the API token.')).toBeShown();
    expect(document.activeElement).toBe(field(/^Address of the application/));
    expect(tested).toEqual([]);
  });

  it('says that a token has expired, is of another platform, or is none', async () => {
    await begin(iotCentral);
    type(/^API token/, apiToken.replace(/se=\d+/, `se=${String(fakeNowMs - 3 * dayMs)}`));
    expect(screen.getByText(/This token has expired/)).toBeShown();
    expect(screen.getByText(/^expired 3 days ago/)).toBeShown();
    type(/^API token/, 'a-abc123-x1y2z3a4b5');
    expect(screen.getByText(/like an API key of Watson IoT/)).toBeShown();
    type(/^API token/, 'hello');
    expect(screen.getByText(/does not look like a token of IoT Central/)).toBeShown();
  });

  it('asks for no token where the Azure CLI fetches it', async () => {
    const { tested } = await begin(iotCentral);
    type(/^Address of the application/, 'https://contoso.azureiotcentral.com');
    fireEvent.click(screen.getByRole('radio', { name: /Azure CLI/ }));
    expect(screen.queryByLabelText(/^API token/, { selector: 'input:not([type="radio"])' })).toBeNull();
    press('Next: test it');
    await screen.findByText('Contoso trucks');
    expect(tested[0]?.secrets).toEqual({});
    expect(tested[0]?.settings.platform).toMatchObject({ auth: 'azure-cli' });
  });

  it('keeps all that was typed when the test fails and when it is not saved', async () => {
    const failed: ConnectionTest = {
      ...found,
      isSuccess: false,
      platform: null,
      steps: [{ title: 'Token', outcome: 'failed', message: 'The platform does not take this token. Make a new one.' }],
    };
    await begin(iotCentral, {
      'connections.test': () => ok(failed),
      'connections.save': () => fail('vault-locked', 'The key store is locked.'),
    });
    type(/^Address of the application/, 'https://contoso.azureiotcentral.com');
    type(/^API token/, apiToken);
    press('Next: test it');
    expect(await screen.findByText(/Make a new one/)).toBeShown();
    expect(screen.getByText(/Go back to change address or token/)).toBeShown();
    press('Back');
    expect(field(/^API token/).value).toBe(apiToken);
    expect(field(/^Address of the application/).value).toBe('https://contoso.azureiotcentral.com');
    press('Next: test it');
    await screen.findByText(/Make a new one/);
    press('Next: choose what to watch');
    type(/^Name/, 'Trucks of Contoso');
    press('Save');
    expect(await screen.findByText(/The key store is locked/)).toBeShown();
    expect(field(/^Name/).value).toBe('Trucks of Contoso');
  });

  it('watches chosen types only, and wants at least one chosen', async () => {
    const { saved } = await begin(iotCentral);
    type(/^Address of the application/, 'https://contoso.azureiotcentral.com');
    type(/^API token/, apiToken);
    press('Next: test it');
    await screen.findByText('Contoso trucks');
    press('Next: choose what to watch');
    fireEvent.click(screen.getByRole('radio', { name: /^Some/ }));
    press('Save');
    expect(await screen.findByText(/Choose at least one type or group/)).toBeShown();
    fireEvent.click(screen.getByRole('combobox', { name: 'Device templates' }));
    fireEvent.click(await screen.findByRole('option', { name: 'Refrigerated truck', hidden: true }));
    press('Save');
    await screen.findByText('Fake fleet is saved.');
    expect(saved[0]?.settings.platform?.watch).toEqual({ types: ['dtmi:contoso:truck;1'] });
  });

  it('wants a broker’s address where values come over MQTT, and saves its password apart from the token', async () => {
    const { saved } = await begin(iotCentral);
    type(/^Address of the application/, 'https://contoso.azureiotcentral.com');
    type(/^API token/, apiToken);
    press('Next: test it');
    await screen.findByText('Contoso trucks');
    press('Next: choose what to watch');
    fireEvent.click(screen.getByRole('radio', { name: /over an MQTT broker/ }));
    press('Save');
    expect(await screen.findByText('Enter an address.')).toBeShown();
    type(/^Address of the broker/, 'mqtts://broker.example.com:8883');
    type('User name', 'console');
    type('Password', 'example-broker-password');
    press('Save');
    await screen.findByText('Fake fleet is saved.');
    expect(saved[0]?.settings).toMatchObject({ url: 'mqtts://broker.example.com:8883', platform: { live: 'mqtt' } });
    expect(saved[0]?.secrets).toEqual({ platformToken: apiToken, password: 'example-broker-password' });
  });

  it('proposes what the address calls the application, where the platform tells its id only', () => {
    const id = '11111111-2222-3333-4444-555555555555';
    expect(proposedName('Contoso trucks', 'https://contoso.azureiotcentral.com')).toBe('Contoso trucks');
    expect(proposedName(id, 'https://contoso.azureiotcentral.com')).toBe('contoso');
    expect(proposedName(id, 'http://127.0.0.1:4000/api')).toBeUndefined();
  });

  it('asks before it is left with something typed', async () => {
    await begin(iotCentral);
    type(/^Address of the application/, 'https://contoso.azureiotcentral.com');
    press('Cancel');
    expect(await screen.findByText('Leave without saving?')).toBeShown();
  });
});

describe('the setup of a Watson connection', () => {
  it('reads the organisation from the key, and makes address, broker and client id of it', async () => {
    const { saved } = await begin(watson);
    type(/^API key/, 'a-abc123-x1y2z3a4b5');
    expect(within(screen.getByRole('status', { name: 'Read from the token' })).getByText('abc123')).toBeShown();
    type(/^Token/, 'example-key-token');
    type(/^Address\b(?! of)/, 'maximo.example.com');
    expect(field(/^Address\b(?! of)/).value).toBe('https://abc123.iot.maximo.example.com');
    expect(field(/^Address of the live messages/).value).toBe('mqtts://abc123.messaging.iot.maximo.example.com:443');
    press('Next: test it');
    await screen.findByText('Contoso trucks');
    press('Next: choose what to watch');
    press('Save');
    await screen.findByText('Fake fleet is saved.');
    expect(connectionSettingsSchema.safeParse(saved[0]?.settings).error).toBeUndefined();
    expect(saved[0]?.settings).toMatchObject({
      username: 'a-abc123-x1y2z3a4b5',
      clientId: 'a:abc123:fleetdeck-{unique}',
      platform: { kind: 'watson', address: 'https://abc123.iot.maximo.example.com' },
    });
    expect(saved[0]?.secrets).toEqual({ password: 'example-key-token' });
  });

  it('says that the token stands in the field of the key, and wants both', async () => {
    await begin(watson);
    type(/^Token/, 'a-abc123-x1y2z3a4b5');
    expect(screen.getByText(/The API key stands in the field of the token/)).toBeShown();
    type(/^Token/, '');
    press('Next: test it');
    expect(await screen.findByText(/Enter the API key/)).toBeShown();
    expect(screen.getByText(/Enter the token that was shown/)).toBeShown();
  });

  it('says how one comes by a key', async () => {
    await begin(watson);
    press(/How do I get an API key/);
    await waitFor(() => {
      expect(screen.getByText(/API Keys \(Monitor\)/).closest('[aria-hidden="true"]')).toBeNull();
    });
  });
});
