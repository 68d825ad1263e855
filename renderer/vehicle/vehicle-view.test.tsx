// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { fail, ok } from '../../shared/contract/result.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import type { VehicleEvent } from '../../shared/vehicle/detail.ts';
import {
  fakeCommandDraft,
  fakeCommandRecord,
  fakeConnectionStatus,
  fakeNowMs,
  fakeVehicleSnapshot,
} from '../../test/support/fake-data.ts';
import { beginAt } from '../../test/support/at-the-screen.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { fakePlatformStatus } from '../../test/support/fake-platform.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { select, useFleetUi } from '../fleet/fleet-ui.ts';
import { VehicleView } from './vehicle-view.tsx';

type Overrides = NonNullable<Parameters<typeof fakeHandlers>[0]>;

if (fakeVehicleSnapshot.kind !== 'snapshot') throw new Error('the fake vehicle is a snapshot');
const snapshot = fakeVehicleSnapshot;

const show = (overrides: Overrides = {}) =>
  renderWithEngine(<VehicleView connectionId="fake" vehicleId="VAN-002" />, fakeHandlers(overrides));

const vehicleTopic = (event: VehicleEvent) => ({ vehicle: createFakeTopic<'vehicle'>(event).open });

const openDialog = async (name: RegExp | string) => {
  const actions = await screen.findByRole('group', { name: 'Actions' });
  const button = within(actions).getByRole('button', { name });
  await waitFor(() => {
    expect(button).toHaveProperty('disabled', false);
  });
  fireEvent.click(button);
  return screen.findByRole('dialog');
};

beginAt();

describe('the vehicle view', () => {
  it('is the selection of the fleet view, too', async () => {
    select(null);
    show();
    await screen.findByRole('heading', { level: 1, name: 'VAN-002' });
    expect(useFleetUi.getState().selected).toEqual({ connectionId: 'fake', vehicleId: 'VAN-002' });
  });

  it('has the handles that people and checks find things by', async () => {
    show();
    expect(await screen.findByRole('heading', { level: 1, name: 'VAN-002' })).toBeShown();
    const region = screen.getByRole('region', { name: 'Vehicle' });
    expect(within(region).getByRole('group', { name: 'Actions' })).toBeShown();
    expect(within(region).getByRole('log', { name: 'Command history' })).toBeShown();
  });

  it('says when nothing has been heard of the vehicle, and fills when it has', async () => {
    const topic = createFakeTopic<'vehicle'>({ kind: 'absent', sequence: 1 });
    show({ topics: { vehicle: topic.open } });
    expect(await screen.findByText('Nothing heard of this vehicle yet')).toBeShown();
    topic.publish(snapshot);
    expect(await screen.findByRole('heading', { level: 1, name: 'VAN-002' })).toBeShown();
  });

  it('shows text from the wire as text', async () => {
    const evil = '<img src=x onerror="alert(1)">';
    const { container } = show({
      topics: vehicleTopic({
        ...snapshot,
        vehicle: { ...snapshot.vehicle, vehicleId: evil, name: evil, type: evil },
        signals: [{ path: evil, value: evil, unit: null, receivedAtMs: fakeNowMs, vehicleTimeMs: null }],
        rawMessage: {
          topic: evil,
          text: evil,
          payloadBytes: 30,
          isCut: true,
          receivedAtMs: fakeNowMs,
          qos: 0,
          isRetained: false,
        },
      }),
    });
    expect(await screen.findByRole('heading', { level: 1, name: evil })).toBeShown();
    expect(screen.getByText(/Cut: this is only the beginning/)).toBeShown();
    expect(container.ownerDocument.querySelector('img')).toBeNull();
  });

  it('says in words and shape what is abnormal, and that old values are old', async () => {
    const signal = { unit: 'percent', vehicleTimeMs: null } as const;
    show({
      topics: vehicleTopic({
        ...snapshot,
        signals: [
          { ...signal, path: 'Vehicle.Powertrain.FuelSystem.RelativeLevel', value: 5, receivedAtMs: fakeNowMs - 500 },
          { path: 'oilQuality', value: 3, unit: null, vehicleTimeMs: null, receivedAtMs: fakeNowMs - 200_000 },
          {
            path: 'Vehicle.Diagnostics.DTCList',
            value: ['P0118'],
            unit: null,
            vehicleTimeMs: null,
            receivedAtMs: fakeNowMs,
          },
        ],
      }),
    });
    expect(await screen.findByText('▼ Low')).toBeShown();
    expect(screen.getByText('Fault code')).toBeShown();
    expect(screen.getByRole('row', { name: /oilQuality.*3 min, stale/ })).toBeShown();
  });

  it('keeps the last known state on screen when the engine is lost, and closes the actions with a reason', async () => {
    const { loseEngine } = show();
    await screen.findByRole('heading', { level: 1, name: 'VAN-002' });
    loseEngine();
    expect(await screen.findByText(/engine does not answer/)).toBeShown();
    expect(screen.getByRole('heading', { level: 1, name: 'VAN-002' })).toBeShown();
    expect(screen.getByRole('button', { name: 'Lock doors' })).toHaveProperty('disabled', true);
  });

  it('says that the connection was removed when that is why nothing more is heard', async () => {
    const vehicle = createFakeTopic<'vehicle'>(snapshot);
    const connections = createFakeTopic<'connections'>({ sequence: 1, connections: [] });
    show({ topics: { vehicle: vehicle.open, connections: connections.open } });
    await screen.findByRole('heading', { level: 1, name: 'VAN-002' });
    vehicle.publish({ kind: 'absent', sequence: 2 });
    expect(await screen.findByText(/brought this vehicle has been removed/)).toBeShown();
    expect(screen.getByRole('heading', { level: 1, name: 'VAN-002' })).toBeShown();
  });

  it('says why nothing can be sent while the connection is not live', async () => {
    const connections = [{ ...fakeConnectionStatus, state: 'offline' as const }];
    show({ topics: { connections: createFakeTopic<'connections'>({ sequence: 1, connections }).open } });
    expect(await screen.findByText(/is lost\. Commands can be sent when it is live again/)).toBeShown();
    expect(screen.getByRole('button', { name: 'Lock doors' })).toHaveProperty('disabled', true);
  });
});

describe('a vehicle of a platform', () => {
  const platformTopic = (platform: PlatformStatus | null) => ({
    connections: createFakeTopic<'connections'>({
      sequence: 1,
      connections: [{ ...fakeConnectionStatus, platform }],
    }).open,
  });

  it('has its settings, its place in the registry and its records beside what it sends, and is read first', async () => {
    const look = vi.fn(() => ok(null));
    show({ topics: platformTopic(fakePlatformStatus), methods: { 'vehicles.look': look } });
    for (const name of ['Settings', 'On the platform', 'Records']) {
      expect(await screen.findByRole('region', { name })).toBeShown();
    }
    expect(look).toHaveBeenCalledWith(
      { vehicles: [{ connectionId: 'fake', vehicleId: 'VAN-002' }] },
      expect.anything(),
    );
  });

  it('has none of them where the connection is to a plain broker', async () => {
    const read = vi.fn(() => fail('unsupported', 'No platform.'));
    show({ topics: platformTopic(null), methods: { 'settings.read': read, 'devices.get': read } });
    await screen.findByRole('heading', { level: 1, name: 'VAN-002' });
    await screen.findByRole('button', { name: 'Lock doors' });
    expect(screen.queryByRole('region', { name: 'Settings' })).toBeNull();
    expect(read).not.toHaveBeenCalled();
  });

  it('closes the actions to a token that may send none, and says which role may', async () => {
    const rights = {
      ...fakePlatformStatus.rights,
      'send-command': { state: 'denied' as const, explanation: 'Needs the role Operator.' },
    };
    show({ topics: platformTopic({ ...fakePlatformStatus, rights }) });
    expect(await screen.findByText(/cannot be sent with this token\. Needs the role Operator\./)).toBeShown();
    expect(screen.getByRole('button', { name: 'Lock doors' })).toHaveProperty('disabled', true);
  });
});

describe('the keyboard', () => {
  it('leaves the page by Escape, but only closes a dialog that is open', async () => {
    window.location.hash = '#/vehicles/fake/VAN-002';
    show();
    const dialog = await openDialog('Lock doors');
    fireEvent.keyDown(await within(dialog).findByRole('button', { name: 'Cancel' }), { key: 'Escape' });
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
    });
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Lock doors' }));
    expect(window.location.hash).toBe('#/vehicles/fake/VAN-002');
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(window.location.hash).toBe('#/fleet');
  });

  it('goes along the fleet’s list', async () => {
    show();
    expect(await screen.findByText('3 of 3 in the list')).toBeShown();
    fireEvent.keyDown(document.body, { key: ']' });
    expect(window.location.hash).not.toBe('#/vehicles/fake/TRUCK-001');
    fireEvent.keyDown(document.body, { key: '[' });
    expect(window.location.hash).toBe('#/vehicles/fake/TRUCK-001');
  });
});

describe('an action', () => {
  it('is sent once by a double click, after it has been shown what will be sent', async () => {
    const confirm = vi.fn(() => ok({ ...fakeCommandRecord, state: 'sent' as const, confirmedAtMs: fakeNowMs }));
    show({ methods: { 'commands.confirm': confirm } });
    const dialog = await openDialog('Lock doors');
    const send = await within(dialog).findByRole('button', { name: /^Send/ });
    expect(confirm).not.toHaveBeenCalled();
    fireEvent.click(send);
    fireEvent.click(send);
    fireEvent.doubleClick(send);
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
    });
    expect(confirm).toHaveBeenCalledTimes(1);
  });

  it('says why it is refused and sends nothing', async () => {
    const refusal = 'Its doors can be locked only while it stands.';
    show({ methods: { 'commands.draft': () => fail('refused', refusal) } });
    const dialog = await openDialog('Lock doors');
    expect(await within(dialog).findByText(refusal)).toBeShown();
    expect(within(dialog).queryByRole('button', { name: /^Send/ })).toBeNull();
  });

  it('names what is wrong with a parameter and keeps what was typed', async () => {
    const draft = vi.fn(() => ok(fakeCommandDraft));
    show({ methods: { 'commands.draft': draft } });
    const dialog = await openDialog(/^Set cargo temperature/);
    const field = within(dialog).getByLabelText(/^Temperature/);
    fireEvent.change(field, { target: { value: '40' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Continue' }));
    expect(await within(dialog).findByText('Between -30 and 25.')).toBeShown();
    expect(field).toHaveProperty('value', '40 °C');
    expect(draft).not.toHaveBeenCalled();
  });

  it('asks for the vehicle’s name before a disruptive command, and starts on Cancel', async () => {
    show();
    const dialog = await openDialog(/^Set cargo temperature/);
    fireEvent.change(within(dialog).getByLabelText(/^Temperature/), { target: { value: '-18' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Continue' }));
    const send = await within(dialog).findByRole('button', { name: /^Send/ });
    expect(send).toHaveProperty('disabled', true);
    expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'Cancel' }));
    fireEvent.change(within(dialog).getByLabelText(/Type VAN-002/), { target: { value: 'van-002 ' } });
    expect(send).toHaveProperty('disabled', false);
  });

  it('cannot be sent when its confirmation has run out, and can be checked again', async () => {
    const draft = vi.fn(() => ok({ ...fakeCommandDraft, armedUntilMs: fakeNowMs - 1 }));
    show({ methods: { 'commands.draft': draft } });
    const dialog = await openDialog('Lock doors');
    expect(await within(dialog).findByText(/confirmation has run out/)).toBeShown();
    expect(within(dialog).queryByRole('button', { name: /^Send/ })).toBeNull();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Check again' }));
    await waitFor(() => {
      expect(draft).toHaveBeenCalledTimes(2);
    });
  });

  it('cannot be sent while a condition is not met', async () => {
    const check = { explanation: 'Only while the vehicle stands', evidence: '42 km/h, 1 s ago', isMet: false };
    show({ methods: { 'commands.draft': () => ok({ ...fakeCommandDraft, checks: [check] }) } });
    const dialog = await openDialog('Lock doors');
    expect(await within(dialog).findByText('42 km/h, 1 s ago')).toBeShown();
    expect(within(dialog).getByRole('button', { name: /^Send/ })).toHaveProperty('disabled', true);
  });

  it('is followed in the history from sent to its end', async () => {
    const sent = { ...fakeCommandRecord, state: 'sent' as const, confirmedAtMs: fakeNowMs, sentAtMs: fakeNowMs };
    const topic = createFakeTopic<'commands'>({ kind: 'snapshot', sequence: 1, records: [] });
    show({ topics: { commands: topic.open } });
    const log = await screen.findByRole('log', { name: 'Command history' });
    expect(await within(log).findByText(/No command has been sent/)).toBeShown();
    topic.publish({ kind: 'delta', sequence: 2, records: [sent] });
    expect(await within(log).findByText(/waits for an answer/)).toBeShown();
    topic.publish({
      kind: 'delta',
      sequence: 3,
      records: [{ ...sent, state: 'failed', finishedAtMs: fakeNowMs + 900, message: 'The door is open.' }],
    });
    expect(await within(log).findByText('The door is open.')).toBeShown();
    expect(within(log).getByText('Failed', { exact: false, selector: 'span' })).toBeShown();
    expect(within(log).queryByText(/waits for an answer/)).toBeNull();
  });
});
