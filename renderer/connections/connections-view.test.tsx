// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { notifications } from '@mantine/notifications';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MethodParams } from '../../shared/contract/contract.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { ConnectionStatus, ConnectionTest, ConnectionView } from '../../shared/connection/status.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import {
  fakeConnectionStatus,
  fakeConnectionTest,
  fakeConnectionView,
  fakeNowMs,
  fakePreset,
} from '../../test/support/fake-data.ts';
import { allRights, fakePlatformStatus } from '../../test/support/fake-platform.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { ConnectionsView } from './connections-view.tsx';

type Overrides = NonNullable<Parameters<typeof fakeHandlers>[0]>;

const password = 'example-password-of-this-test';

const show = (overrides: Overrides = {}) => renderWithEngine(<ConnectionsView />, fakeHandlers(overrides));

const connectionsTopic = (...changes: readonly Partial<ConnectionStatus>[]) => ({
  connections: createFakeTopic<'connections'>({
    sequence: 1,
    connections: changes.map((change) => ({ ...fakeConnectionStatus, ...change })),
  }).open,
});

const type = (label: RegExp | string, value: string) => {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
};

const press = (name: RegExp | string) => {
  fireEvent.click(screen.getByRole('button', { name }));
};

const addFromPreset = async () => {
  fireEvent.click(await screen.findByRole('button', { name: 'Add connection' }));
  fireEvent.click(await screen.findByRole('button', { name: /Any MQTT broker/ }));
  return screen.findByRole('form', { name: /^New connection/ });
};

const edit = async () => {
  fireEvent.click(await screen.findByRole('button', { name: 'Edit Fake fleet' }));
  return screen.findByRole('form', { name: 'Edit Fake fleet' });
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: fakeNowMs });
  window.location.hash = '#/connections';
});
afterEach(() => {
  vi.useRealTimers();
  act(() => {
    notifications.clean();
  });
});

describe('the list of connections', () => {
  it('says each one’s state in a word and its problem in words', async () => {
    show({
      topics: connectionsTopic({
        state: 'offline',
        problem: { code: 'refused', message: 'The broker refused the connection.', willRetry: true },
        retryAtMs: fakeNowMs + 5000,
      }),
    });
    const card = await screen.findByRole('listitem', { name: 'Fake fleet' });
    expect(within(card).getByText('Offline', { exact: false })).toBeShown();
    expect(within(card).getByText('The broker refused the connection.')).toBeShown();
    expect(within(card).getByText('It is tried again in 5 s.')).toBeShown();
    expect(within(card).getByRole('button', { name: /Try Fake fleet again/ })).toBeShown();
  });

  it('lets one of the host’s own be switched off and nothing else', async () => {
    const setEnabled = vi.fn(() => ok(null));
    show({
      topics: connectionsTopic({ id: 'practice', name: 'Practice fleet', isManaged: true }),
      methods: { 'connections.setEnabled': setEnabled },
    });
    const card = await screen.findByRole('listitem', { name: 'Practice fleet' });
    expect(within(card).queryAllByRole('button')).toEqual([]);
    fireEvent.click(within(card).getByRole('switch', { name: 'Enable Practice fleet' }));
    await waitFor(() => {
      expect(setEnabled).toHaveBeenCalledWith({ id: 'practice', isEnabled: false }, expect.anything());
    });
  });

  it('asks before it removes, and says what goes', async () => {
    const remove = vi.fn(() => ok(null));
    show({ methods: { 'connections.remove': remove } });
    fireEvent.click(await screen.findByRole('button', { name: 'Remove Fake fleet' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toMatch(/stored password are deleted, and its 3 vehicles disappear.*history stays/i);
    expect(remove).not.toHaveBeenCalled();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Remove connection' }));
    expect(await screen.findByText('Fake fleet is removed.')).toBeShown();
  });

  it('tells why a removal failed', async () => {
    show({ methods: { 'connections.remove': () => fail('vault-locked', 'The key store is locked.') } });
    fireEvent.click(await screen.findByRole('button', { name: 'Remove Fake fleet' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Remove connection' }));
    expect(await screen.findByText('The key store is locked.')).toBeShown();
  });
});

describe('a connection to a platform in the list', () => {
  const settings: ConnectionView['settings'] = {
    ...fakeConnectionView.settings,
    presetId: 'iot-central',
    url: '',
    platform: {
      kind: 'iot-central',
      address: 'https://contoso.azureiotcentral.com',
      auth: 'api-token',
      live: 'polling',
      usesPreview: false,
      watch: {},
    },
  };
  const view: ConnectionView = {
    ...fakeConnectionView,
    settings,
    secrets: { ...fakeConnectionView.secrets, platformToken: 'ok' },
  };
  const platformIs = (change: Partial<PlatformStatus>, ofConnection: Partial<ConnectionStatus> = {}) =>
    connectionsTopic({ url: '', platform: { ...fakePlatformStatus, ...change }, ...ofConnection });
  const card = () => screen.findByRole('listitem', { name: 'Fake fleet' });

  it('says application, token, role, vehicles, and that values are read in turn', async () => {
    show({ topics: platformIs({ leftOut: ['Van: the type map of Doors'] }) });
    const { textContent } = await card();
    expect(textContent).toContain('https://contoso.azureiotcentral.com');
    expect(textContent).toMatch(/Azure IoT Central · Contoso Logistics · token accepted/);
    expect(textContent).toMatch(/Token console · expires in 200 days .* · Operator/);
    expect(textContent).toMatch(/3 vehicles listed 1 min ago · Values are read in turn/);
    expect(textContent).not.toContain('messages/s');
    expect(screen.getByText('One thing of the vehicle types could not be read')).toBeShown();
    expect(screen.getByText('Van: the type map of Doors')).toBeShown();
    expect(screen.queryByRole('button', { name: /Enter a new token/ })).toBeNull();
  });

  it('says why the token was refused, and leads to where a new one is entered', async () => {
    const saved: MethodParams<'connections.save'>[] = [];
    const problem = {
      code: 'not-authorised',
      message: 'The token has been revoked. Enter a new one.',
      willRetry: false,
    } as const;
    show({
      topics: platformIs({ state: 'refused', problem }),
      methods: {
        'connections.get': () => ok(view),
        'connections.save': (params) => {
          saved.push(params);
          return ok(view);
        },
      },
    });
    expect((await card()).textContent).toContain(problem.message);
    press('Enter a new token for Fake fleet');
    const token = await screen.findByLabelText('New API token *', { exact: false });
    expect(document.activeElement).toBe(token);
    press('Save');
    expect(await screen.findByText('Paste the API token.')).toBeShown();
    fireEvent.change(token, { target: { value: 'SharedAccessSignature sr=app&sig=example&skn=new&se=1' } });
    press('Save');
    await screen.findByText('Fake fleet is saved.');
    expect(saved).toEqual([
      { id: 'fake', settings, secrets: { platformToken: 'SharedAccessSignature sr=app&sig=example&skn=new&se=1' } },
    ]);
  });

  it('reads the list again when it is told to, and says which role adding a vehicle needs', async () => {
    const refresh = vi.fn(() => ok(null));
    show({
      topics: platformIs({
        rights: { ...allRights, 'create-device': { state: 'denied', explanation: 'Needs the role Builder.' } },
      }),
      methods: { 'platforms.refresh': refresh },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Refresh the list of vehicles of Fake fleet' }));
    await waitFor(() => {
      expect(refresh).toHaveBeenCalledWith({ connectionId: 'fake' }, expect.anything());
    });
    const add = screen.getByRole<HTMLButtonElement>('button', { name: 'Add a vehicle to Fake fleet' });
    expect(add.disabled).toBe(true);
    expect(add.title).toBe('Needs the role Builder.');
  });

  it('is edited on one page, and keeps the stored token unless another is entered', async () => {
    const saved: MethodParams<'connections.save'>[] = [];
    show({
      topics: platformIs({}),
      methods: {
        'connections.get': () => ok(view),
        'connections.save': (params) => {
          saved.push(params);
          return fail('invalid-params', 'The address is another host’s: enter the token anew.');
        },
      },
    });
    await card();
    await edit();
    expect(screen.getByText('An API token is stored.')).toBeShown();
    type(/^Address of the application/, 'https://fabrikam.azureiotcentral.com');
    press('Save');
    expect(await screen.findByText(/enter the token anew/)).toBeShown();
    expect(screen.getByLabelText(/^Address of the application/)).toHaveProperty(
      'value',
      'https://fabrikam.azureiotcentral.com',
    );
    expect(saved[0]?.secrets).toEqual({});
  });
});

describe('the connection form', () => {
  it('saves a password once and never shows it again', async () => {
    const saved: MethodParams<'connections.save'>[] = [];
    show({
      methods: {
        'connections.save': (params) => {
          saved.push(params);
          return ok(fakeConnectionView);
        },
      },
    });
    await addFromPreset();
    type('Password', password);
    press('Save');
    expect(await screen.findByText('Fake fleet is saved.')).toBeShown();
    expect(saved).toHaveLength(1);
    expect(saved[0]?.secrets).toEqual({ password });
    expect(JSON.stringify(saved[0]?.settings)).not.toContain(password);

    await edit();
    expect(screen.getByText('A password is stored.')).toBeShown();
    expect(document.documentElement.outerHTML).not.toContain(password);
    const values = [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value);
    expect(values.some((value) => value.includes(password))).toBe(false);
  });

  it('keeps the stored password when nothing is said of it, and removes it when told to', async () => {
    const secrets: unknown[] = [];
    const save: Overrides = {
      methods: {
        'connections.save': (params) => {
          secrets.push(params.secrets);
          return ok(fakeConnectionView);
        },
      },
    };
    show(save);
    await edit();
    press('Save');
    await screen.findByText('Fake fleet is saved.');
    await edit();
    press('Remove password');
    press('Save');
    await waitFor(() => {
      expect(secrets).toEqual([{}, { password: null }]);
    });
  });

  it('puts each problem under its field and the focus on the first', async () => {
    const save = vi.fn(() => ok(fakeConnectionView));
    show({
      methods: {
        'connections.presets': () =>
          ok([{ ...fakePreset, settings: { ...fakePreset.settings, url: 'mqtts://<host>:8883' } }]),
        'connections.save': save,
      },
    });
    await addFromPreset();
    type('Topic 1', 'a/#/b');
    press('Save');
    expect(await screen.findByText('Put your own value in place of <host>.')).toBeShown();
    expect(screen.getByText('# stands alone, as the last level.')).toBeShown();
    expect(screen.getByText('2 fields need a change.')).toBeShown();
    expect(document.activeElement).toBe(screen.getByLabelText(/^Address/));
    expect(save).not.toHaveBeenCalled();
  });

  it('says why it was not saved and keeps what was typed', async () => {
    show({ methods: { 'connections.save': () => fail('vault-locked', 'The key store is locked. Unlock it.') } });
    await addFromPreset();
    type(/^Name/, 'Depot north');
    type('Password', password);
    press('Save');
    expect(await screen.findByText(/The key store is locked\. Unlock it\./)).toBeShown();
    expect(screen.getByLabelText(/^Name/)).toHaveProperty('value', 'Depot north');
    expect(screen.getByLabelText('Password')).toHaveProperty('value', password);
  });

  it('saves once, however often the button is pressed', async () => {
    const save = vi.fn(() => ok(fakeConnectionView));
    show({ methods: { 'connections.save': save } });
    await addFromPreset();
    press('Save');
    press('Save');
    await screen.findByText('Fake fleet is saved.');
    expect(save).toHaveBeenCalledTimes(1);
  });

  it('says what is wrong with the mapping, and goes back to the preset’s', async () => {
    show();
    await addFromPreset();
    const before = screen.getByLabelText<HTMLTextAreaElement>('Mapping').value;
    type('Mapping', '{ "version": 1 }');
    press('Save');
    expect(await screen.findByText(/title: is missing/)).toBeShown();
    press('Reset to preset');
    expect(screen.getByLabelText('Mapping')).toHaveProperty('value', before);
  });

  it('tells a test’s steps in words, and sends what stands in the form', async () => {
    const test = vi.fn<(params: MethodParams<'connections.test'>) => Result<ConnectionTest>>(() =>
      ok({
        ...fakeConnectionTest,
        isSuccess: false,
        steps: [
          { title: 'Connect', outcome: 'passed' as const, message: 'The broker answered.' },
          { title: 'Sign in', outcome: 'failed' as const, message: 'The broker does not know this user.' },
        ],
      }),
    );
    show({ methods: { 'connections.test': test } });
    await addFromPreset();
    type('User name', 'night-shift');
    press('Test connection');
    const status = screen.getByRole('status', { name: 'Connection test' });
    expect(await within(status).findByText(/does not know this user/)).toBeShown();
    expect(within(status).getByText('fleet/VAN-002/telemetry')).toBeShown();
    expect(test.mock.calls[0]?.[0].settings.username).toBe('night-shift');
  });

  it('calls a test off', async () => {
    show({ methods: { 'connections.test': () => new Promise(() => undefined) } });
    await addFromPreset();
    press('Test connection');
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel test' }));
    expect(await screen.findByText(/called off/)).toBeShown();
  });

  it('asks before changes are lost, by its own button and by the address', async () => {
    // As the router does it: there before the form, and led by the address at the time of the event.
    const places: string[] = [];
    const follow = () => places.push(window.location.hash);
    window.addEventListener('hashchange', follow);
    show();
    await addFromPreset();
    press('Cancel');
    expect(await screen.findByRole('heading', { name: 'Connections' })).toBeShown();

    await addFromPreset();
    type(/^Name/, 'Depot north');
    press('Cancel');
    fireEvent.click(await screen.findByRole('button', { name: 'Go on editing' }));
    expect(screen.getByLabelText(/^Name/)).toHaveProperty('value', 'Depot north');

    act(() => {
      window.location.hash = '#/fleet';
    });
    expect(await screen.findByText('Leave without saving?')).toBeShown();
    expect(window.location.hash).toBe('#/connections');
    expect(places).not.toContain('#/fleet');
    fireEvent.click(screen.getByRole('button', { name: /^Leave/ }));
    await waitFor(() => {
      expect(places.at(-1)).toBe('#/fleet');
    });
    window.removeEventListener('hashchange', follow);
  });
});
