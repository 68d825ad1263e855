// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { fail, ok } from '../../shared/contract/result.ts';
import type { PlatformAction, Right } from '../../shared/platform/rights.ts';
import type { Setting, SettingsReading } from '../../shared/platform/setting.ts';
import { beginAt } from '../../test/support/at-the-screen.ts';
import { fakeNowMs } from '../../test/support/fake-data.ts';
import { fakeHandlers } from '../../test/support/fake-engine.ts';
import { fakePlatformStatus, fakeSettingsReading } from '../../test/support/fake-platform.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { SettingsPanel } from './settings-panel.tsx';

type Methods = NonNullable<NonNullable<Parameters<typeof fakeHandlers>[0]>['methods']>;

const [target, truckId] = fakeSettingsReading.settings;
if (target === undefined || truckId === undefined) throw new Error('the fake reading has two settings');

const readingOf = (...settings: readonly Setting[]): SettingsReading => ({
  readAtMs: fakeNowMs,
  settings: [...settings],
  leftOut: [],
});

const show = (methods: Methods = {}, rights: Partial<Record<PlatformAction, Right>> = {}) =>
  renderWithEngine(
    <SettingsPanel
      connectionId="fake"
      vehicleId="VAN-002"
      vehicleName="Van 2"
      platform={{ ...fakePlatformStatus, rights: { ...fakePlatformStatus.rights, ...rights } }}
    />,
    fakeHandlers({ methods }),
  );

const press = async (name: RegExp | string) => {
  fireEvent.click(await screen.findByRole('button', { name }));
};

const enter = async (value: string) => {
  await press('Edit Target temperature');
  fireEvent.change(await screen.findByLabelText(/^Target temperature/), { target: { value } });
};

beginAt('#/vehicles/fake/VAN-002');

describe('the settings', () => {
  it('stand desired against reported, each with its age and unit', async () => {
    show();
    const row = await screen.findByRole('row', { name: /^Target temperature/ });
    const cells = within(row).getAllByRole('cell');
    expect(cells.map(({ textContent }) => textContent)).toEqual([
      '5\u00a0°C2 min ago',
      '5\u00a0°C1 min ago',
      '● Reported',
      'Edit',
    ]);
    const readOnly = screen.getByRole('row', { name: /^Truck ID/ });
    expect(within(readOnly).getByText('Only reported')).toBeShown();
    expect(within(readOnly).queryByRole('button')).toBeNull();
  });

  it('say in words and shape what is pending, rejected and not set, with the vehicle’s own words', async () => {
    const pending = { ...target, path: 'a', title: 'A', state: 'pending' as const, desired: 4 };
    const rejected = { ...target, path: 'b', title: 'B', state: 'rejected' as const, answer: 'Too cold for tulips' };
    const unset = { ...target, path: 'c', title: 'C', state: 'unset' as const, desired: null, reported: null };
    show({ 'settings.read': () => ok(readingOf(pending, rejected, unset)) });
    expect(await screen.findByText('Pending for 2 min', { exact: false })).toBeShown();
    expect(screen.getByText('The vehicle says: Too cold for tulips')).toBeShown();
    expect(screen.getByText('Rejected', { exact: false, selector: 'span' })).toBeShown();
    expect(screen.getByText('Not set', { exact: false, selector: 'span' })).toBeShown();
  });

  it('that the platform keeps alone have a table of their own', async () => {
    const due = { ...target, path: 'due', title: 'Maintenance due', kind: 'cloud' as const, reported: null };
    show({ 'settings.read': () => ok(readingOf(target, due)) });
    const table = await screen.findByRole('table', { name: 'Kept by the platform alone' });
    expect(within(table).getByRole('row', { name: /^Maintenance due/ })).toBeShown();
    expect(within(table).queryByRole('columnheader', { name: 'Reported' })).toBeNull();
  });

  it('say what of the vehicle’s type could not be read', async () => {
    show({ 'settings.read': () => ok({ ...readingOf(target), leftOut: ['“Route”: a map has no table here.'] }) });
    expect(await screen.findByText(/a map has no table here/)).toBeShown();
  });

  it('stay on screen when they cannot be read again, which is said', async () => {
    const read = vi
      .fn<() => ReturnType<NonNullable<Methods['settings.read']>>>()
      .mockReturnValueOnce(ok(readingOf(target)))
      .mockReturnValueOnce(fail('unreachable', 'The platform does not answer.'))
      .mockReturnValue(ok(readingOf({ ...target, reported: 6 })));
    show({ 'settings.read': read });
    await screen.findByRole('row', { name: /^Target temperature/ });
    await press('Refresh settings');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/what you see is older.*The platform does not answer/);
    expect(screen.getByRole('row', { name: /^Target temperature/ })).toBeShown();
    fireEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('6 °C')).toBeShown();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('say who may change them where this token may not, on the page and at the button', async () => {
    const change = vi.fn(() => ok(fakeSettingsReading));
    show(
      { 'settings.change': change },
      { 'change-settings': { state: 'denied', explanation: 'Needs the role Operator.' } },
    );
    const edit = await screen.findByRole('button', { name: 'Edit Target temperature' });
    expect(edit.getAttribute('aria-disabled')).toBe('true');
    const reason = document.getElementById(edit.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toMatch(/Needs the role Operator\./);
    fireEvent.click(edit);
    expect(screen.queryByLabelText(/^Target temperature/)).toBeNull();
  });

  it('are neither asked for nor shown where the token may not see them, or the platform has none', async () => {
    const read = vi.fn(() => ok(fakeSettingsReading));
    const denied = show(
      { 'settings.read': read },
      { 'view-settings': { state: 'denied', explanation: 'Needs the role Operator.' } },
    );
    expect(await screen.findByText(/cannot be read\. Needs the role Operator/)).toBeShown();
    denied.unmount();
    show({ 'settings.read': read }, { 'view-settings': { state: 'unsupported', explanation: '' } });
    expect(screen.queryByText('Settings')).toBeNull();
    expect(read).not.toHaveBeenCalled();
  });
});

describe('changing settings', () => {
  it('collects changes, shows old against new, sends them at once and shows them pending', async () => {
    const second = {
      ...target,
      path: 'second',
      title: 'Second',
      form: { ...target.form, name: 'second', title: 'Second' },
    };
    const change = vi.fn(() => ok(readingOf({ ...target, desired: -18, state: 'pending' }, second as Setting)));
    show({ 'settings.read': () => ok(readingOf(target, second as Setting)), 'settings.change': change });
    await enter('-18');
    await press('Edit Second');
    fireEvent.change(await screen.findByLabelText(/^Second/), { target: { value: '2' } });
    expect(screen.getByText('2 changes, not sent')).toBeShown();
    await press('Review and send…');
    const dialog = await screen.findByRole('dialog');
    const row = within(dialog).getByRole('row', { name: /^Target temperature/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    ).toEqual(['5\u00a0°C', '→ -18\u00a0°C']);
    expect(change).not.toHaveBeenCalled();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Send 2 changes' }));
    await waitFor(() => {
      expect(change).toHaveBeenCalledWith(
        { connectionId: 'fake', vehicleId: 'VAN-002', values: { TargetTemperature: -18, second: 2 } },
        expect.anything(),
      );
    });
    expect(await screen.findByText('Pending', { exact: false, selector: 'span' })).toBeShown();
    expect(screen.getByText('1 setting sent and not answered by the vehicle yet.')).toBeShown();
    expect(screen.queryByText(/not sent$/)).toBeNull();
  });

  it('asks for the vehicle’s name before a change that interrupts its work', async () => {
    const risky: Setting = { ...target, risk: 'disruptive' };
    const change = vi.fn(() => ok(readingOf({ ...risky, desired: -18, state: 'pending' })));
    show({ 'settings.read': () => ok(readingOf(risky)), 'settings.change': change });
    await enter('-18');
    await press('Review and send…');
    const dialog = await screen.findByRole('dialog');
    const send = within(dialog).getByRole('button', { name: 'Send 1 change' });
    expect(send).toHaveProperty('disabled', true);
    expect(within(dialog).getByText('Type the vehicle’s name to allow sending.')).toBeShown();
    fireEvent.change(within(dialog).getByLabelText(/^This interrupts the vehicle’s work/), {
      target: { value: 'van 2' },
    });
    fireEvent.click(send);
    await waitFor(() => {
      expect(change).toHaveBeenCalledOnce();
    });
  });

  it('names what is wrong and sends nothing', async () => {
    show();
    await enter('99');
    await press('Review and send…');
    expect(await screen.findByText('Between -30 and 25.')).toBeShown();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('keeps what was entered when the platform refuses, and says why', async () => {
    show({ 'settings.change': () => fail('refused', 'The platform says: out of season.') });
    await enter('-18');
    await press('Review and send…');
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Send 1 change' }));
    expect(await within(dialog).findByText(/out of season/)).toBeShown();
    expect(within(dialog).getByText('Not changed')).toBeShown();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Close and keep what I entered' }));
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
    });
    expect(screen.getByLabelText(/^Target temperature/)).toHaveProperty('value', '-18 °C');
  });

  it('says that nobody knows when no answer came, and reads again', async () => {
    const read = vi.fn(() => ok(fakeSettingsReading));
    show({ 'settings.read': read, 'settings.change': () => fail('timeout', 'No answer within 60 s.') });
    await enter('-18');
    await press('Review and send…');
    fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Send 1 change' }));
    expect(await screen.findByText('Nobody can say whether they were taken')).toBeShown();
    await waitFor(() => {
      expect(read).toHaveBeenCalledTimes(2);
    });
    expect(screen.getByLabelText(/^Target temperature/)).toHaveProperty('value', '-18 °C');
  });

  it('keeps what was entered while the settings are read again', async () => {
    show();
    await enter('-18');
    await press('Refresh settings');
    await waitFor(() => {
      expect(screen.getByRole('button', { name: 'Refresh settings' })).toHaveProperty('disabled', false);
    });
    expect(screen.getByLabelText(/^Target temperature/)).toHaveProperty('value', '-18 °C');
  });

  it('takes a desired value back when it is told to', async () => {
    const change = vi.fn(() => ok(fakeSettingsReading));
    show({ 'settings.change': change });
    await press('Edit Target temperature');
    await press('Remove the value of Target temperature');
    await press('Review and send…');
    fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Send 1 change' }));
    await waitFor(() => {
      expect(change).toHaveBeenCalledWith(
        expect.objectContaining({ values: { TargetTemperature: null } }),
        expect.anything(),
      );
    });
  });

  it('puts the keyboard into the field that opens, and back on its button when it closes', async () => {
    show();
    const edit = await screen.findByRole('button', { name: 'Edit Target temperature' });
    edit.focus();
    fireEvent.click(edit);
    const field = await screen.findByLabelText(/^Target temperature/);
    expect(document.activeElement).toBe(field);
    const leave = screen.getByRole('button', { name: 'Leave Target temperature as it is' });
    leave.focus();
    fireEvent.click(leave);
    await waitFor(() => {
      expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Edit Target temperature' }));
    });
  });

  it('asks before changes that are not sent are left behind', async () => {
    show();
    await enter('-18');
    act(() => {
      window.location.hash = '#/fleet';
      window.dispatchEvent(new PopStateEvent('popstate'));
    });
    expect(await screen.findByText('Leave without sending?')).toBeShown();
    expect(window.location.hash).toBe('#/vehicles/fake/VAN-002');
  });
});
