// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { MethodParams } from '../../shared/contract/contract.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { ConnectionTest } from '../../shared/connection/status.ts';
import { fakeConnectionTest, fakeConnectionView, fakePreset } from '../../test/support/fake-data.ts';
import { beginAt, press, type, wholePage } from '../../test/support/at-the-screen.ts';
import { fakeHandlers } from '../../test/support/fake-engine.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { ConnectionsView } from './connections-view.tsx';

type Overrides = NonNullable<Parameters<typeof fakeHandlers>[0]>;

const password = 'example-password-of-this-test';

const show = (overrides: Overrides = {}) => renderWithEngine(<ConnectionsView />, fakeHandlers(overrides));

const addFromPreset = async () => {
  fireEvent.click(await screen.findByRole('button', { name: 'Add connection' }));
  fireEvent.click(await screen.findByRole('button', { name: /Any MQTT broker/ }));
  return screen.findByRole('form', { name: /^New connection/ });
};

const edit = async () => {
  fireEvent.click(await screen.findByRole('button', { name: 'Edit Fake fleet' }));
  return screen.findByRole('form', { name: 'Edit Fake fleet' });
};

beginAt('#/connections');

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
    expect(wholePage()).not.toContain(password);
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
