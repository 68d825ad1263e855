// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { MethodParams } from '../../shared/contract/contract.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import type { ConnectionStatus, ConnectionView } from '../../shared/connection/status.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { fakeConnectionStatus, fakeConnectionView, fakeNowMs } from '../../test/support/fake-data.ts';
import { beginAt, press, type } from '../../test/support/at-the-screen.ts';
import { allRights, fakePlatformStatus } from '../../test/support/fake-platform.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { ConnectionsView } from './connections-view.tsx';

type Overrides = NonNullable<Parameters<typeof fakeHandlers>[0]>;

const show = (overrides: Overrides = {}) => renderWithEngine(<ConnectionsView />, fakeHandlers(overrides));

const connectionsTopic = (...changes: readonly Partial<ConnectionStatus>[]) => ({
  connections: createFakeTopic<'connections'>({
    sequence: 1,
    connections: changes.map((change) => ({ ...fakeConnectionStatus, ...change })),
  }).open,
});

const edit = async () => {
  fireEvent.click(await screen.findByRole('button', { name: 'Edit Fake fleet' }));
  return screen.findByRole('form', { name: 'Edit Fake fleet' });
};

beginAt('#/connections');

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
