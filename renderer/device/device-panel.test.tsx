// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { fail, ok } from '../../shared/contract/result.ts';
import type { PlatformAction, Right } from '../../shared/platform/rights.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { beginAt, wholePage } from '../../test/support/at-the-screen.ts';
import { fakeConnectionStatus } from '../../test/support/fake-data.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { fakeCredentials, fakeDeviceDetail, fakePlatformStatus } from '../../test/support/fake-platform.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { CreateDeviceDialog } from './create-device-dialog.tsx';
import { DevicePanel } from './device-panel.tsx';

type Methods = NonNullable<NonNullable<Parameters<typeof fakeHandlers>[0]>['methods']>;
type Changes = Partial<Record<PlatformAction, Right>>;

const secret = 'practice-primary-key';
const denied: Right = { state: 'denied', explanation: 'Needs the role Administrator.' };
const unsupported: Right = { state: 'unsupported', explanation: '' };

const platformWith = (rights: Changes): PlatformStatus => ({
  ...fakePlatformStatus,
  rights: { ...fakePlatformStatus.rights, ...rights },
});

const show = (methods: Methods = {}, rights: Changes = {}) =>
  renderWithEngine(
    <DevicePanel connectionId="fake" vehicleId="VAN-002" vehicleName="Van 2" platform={platformWith(rights)} />,
    fakeHandlers({ methods }),
  );

/** The dialog that a button opens, once what the platform says is read. */
const open = async (name: string) => {
  await screen.findByText('Serial number');
  fireEvent.click(screen.getByRole('button', { name }));
  return screen.findByRole('dialog');
};

const press = (within_: HTMLElement, name: string) => {
  fireEvent.click(within(within_).getByRole('button', { name }));
};

const untilClosed = () =>
  waitFor(() => {
    expect(screen.queryByRole('dialog')).toBeNull();
  });

beginAt('#/vehicles/fake/VAN-002');

describe('what the platform says of a vehicle', () => {
  it('is shown with type, organisations, groups and whether it may connect', async () => {
    show({ 'devices.get': () => ok({ ...fakeDeviceDetail, isEnabled: false }) });
    expect(await screen.findByText('Blocked', { exact: false, selector: 'dd' })).toBeShown();
    for (const text of ['Van', 'north', 'Vans', 'S-2']) expect(screen.getByText(text)).toBeShown();
    expect(screen.getByRole('button', { name: 'Unblock…' })).toBeShown();
  });

  it('offers what the platform can, and says at the rest who may', async () => {
    show({}, { 'delete-device': denied, 'block-device': denied, 'change-location': unsupported });
    await screen.findByText('Serial number');
    expect(screen.queryByRole('button', { name: 'Set location…' })).toBeNull();
    const remove = screen.getByRole('button', { name: 'Delete…' });
    expect(remove.getAttribute('aria-disabled')).toBe('true');
    const reason = document.getElementById(remove.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toBe('Block, Delete: Needs the role Administrator.');
    fireEvent.click(remove);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByRole('button', { name: 'Rename…' }).getAttribute('aria-disabled')).toBeNull();
  });

  it('lets one try what nobody knows before it is tried', async () => {
    show({}, { 'rename-device': { state: 'unknown', explanation: '' } });
    expect(await open('Rename…')).toBeShown();
  });
});

describe('a change to the registry', () => {
  it('renames, shows the new name, and goes back to the button', async () => {
    const rename = vi.fn<NonNullable<Methods['devices.rename']>>(() =>
      ok({ ...fakeDeviceDetail, facts: [{ label: 'Serial number', text: 'S-3' }] }),
    );
    show({ 'devices.rename': rename });
    await screen.findByText('Serial number');
    screen.getByRole('button', { name: 'Rename…' }).focus();
    const dialog = await open('Rename…');
    fireEvent.change(within(dialog).getByLabelText(/^Name/), { target: { value: ' Van two ' } });
    press(dialog, 'Rename');
    await untilClosed();
    expect(rename.mock.calls[0]?.[0]).toEqual({ connectionId: 'fake', vehicleId: 'VAN-002', name: 'Van two' });
    expect(screen.getByText('S-3')).toBeShown();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Rename…' }));
  });

  it('keeps the dialog and what was typed when the platform refuses', async () => {
    show({ 'devices.rename': () => fail('refused', 'The name is taken.') });
    const dialog = await open('Rename…');
    fireEvent.change(within(dialog).getByLabelText(/^Name/), { target: { value: 'Van two' } });
    press(dialog, 'Rename');
    expect(await within(dialog).findByText('The name is taken.')).toBeShown();
    expect(within(dialog).getByText('Not renamed')).toBeShown();
    expect(within(dialog).getByLabelText(/^Name/)).toHaveProperty('value', 'Van two');
  });

  it('says what blocking means before it blocks', async () => {
    const block = vi.fn<NonNullable<Methods['devices.setBlocked']>>(() =>
      ok({ ...fakeDeviceDetail, isEnabled: false }),
    );
    show({ 'devices.setBlocked': block });
    const dialog = await open('Block…');
    expect(within(dialog).getByText(/no command or setting reaches it/)).toBeShown();
    expect(block).not.toHaveBeenCalled();
    press(dialog, 'Block vehicle');
    expect(await screen.findByText('Blocked', { exact: false, selector: 'dd' })).toBeShown();
    expect(block.mock.calls[0]?.[0]).toMatchObject({ isBlocked: true });
  });

  it('takes no place outside the world', async () => {
    const setLocation = vi.fn<NonNullable<Methods['devices.setLocation']>>(() => ok(fakeDeviceDetail));
    show({ 'devices.setLocation': setLocation });
    const dialog = await open('Set location…');
    fireEvent.change(within(dialog).getByLabelText('Latitude'), { target: { value: '91' } });
    press(dialog, 'Set location');
    expect(await within(dialog).findByText('Enter degrees from −90 to 90.')).toBeShown();
    expect(within(dialog).getByText('Enter degrees from −180 to 180.')).toBeShown();
    expect(setLocation).not.toHaveBeenCalled();
    fireEvent.change(within(dialog).getByLabelText('Latitude'), { target: { value: '60.1' } });
    fireEvent.change(within(dialog).getByLabelText('Longitude'), { target: { value: '-0.5' } });
    press(dialog, 'Set location');
    await untilClosed();
    expect(setLocation.mock.calls[0]?.[0]).toMatchObject({ latitude: 60.1, longitude: -0.5 });
  });

  it('deletes only after the vehicle’s name has been typed, says what is lost, and leaves the page', async () => {
    const remove = vi.fn(() => ok(null));
    show({ 'devices.remove': remove });
    const dialog = await open('Delete…');
    expect(within(dialog).getByText(/cannot be undone/)).toBeShown();
    const button = within(dialog).getByRole('button', { name: 'Delete vehicle' });
    expect(button).toHaveProperty('disabled', true);
    fireEvent.submit(button);
    expect(remove).not.toHaveBeenCalled();
    fireEvent.change(within(dialog).getByLabelText(/^Type Van 2/), { target: { value: 'van 2' } });
    fireEvent.click(button);
    await waitFor(() => {
      expect(window.location.hash).toBe('#/fleet');
    });
    expect(remove).toHaveBeenCalledTimes(1);
  });
});

describe('credentials', () => {
  it('are asked for on demand, covered until shown, and gone with the dialog', async () => {
    const credentials = vi.fn(() => ok(fakeCredentials));
    show({ 'devices.credentials': credentials });
    await screen.findByText('Serial number');
    expect(credentials).not.toHaveBeenCalled();
    const dialog = await open('Show credentials…');
    expect(await within(dialog).findByText('0ne00000000')).toBeShown();
    expect(wholePage()).not.toContain(secret);
    press(dialog, 'Show Primary key');
    expect(within(dialog).getByText(secret)).toBeShown();
    expect(wholePage()).toContain(secret);
    press(dialog, 'Cover Primary key');
    expect(wholePage()).not.toContain(secret);
    press(dialog, 'Show Primary key');
    press(dialog, 'Close');
    await untilClosed();
    expect(wholePage()).not.toContain(secret);
  });

  it('that cannot be read say why', async () => {
    show({ 'devices.credentials': () => fail('not-authorised', 'Needs the role Builder.') });
    const dialog = await open('Show credentials…');
    expect(await within(dialog).findByText(/Needs the role Builder\./)).toBeShown();
  });
});

describe('a new vehicle', () => {
  const showDialog = (methods: Methods = {}, onClose = () => undefined) =>
    renderWithEngine(
      <CreateDeviceDialog connectionId="fake" isOpen onClose={onClose} />,
      fakeHandlers({
        methods,
        topics: {
          connections: createFakeTopic<'connections'>({
            sequence: 1,
            connections: [{ ...fakeConnectionStatus, platform: fakePlatformStatus }],
          }).open,
        },
      }),
    );

  const fill = async (dialog: HTMLElement) => {
    fireEvent.change(within(dialog).getByRole('textbox', { name: /^Id/ }), { target: { value: 'VAN-009' } });
    fireEvent.click(await within(dialog).findByPlaceholderText('Choose'));
    fireEvent.click(await screen.findByRole('option', { name: /^Van/ }));
  };

  it('is created with id and type, goes by its id where it has no name, and shows its keys once', async () => {
    const create = vi.fn<NonNullable<Methods['devices.create']>>(() =>
      ok({ vehicleId: 'VAN-009', credentials: fakeCredentials }),
    );
    const onClose = vi.fn();
    showDialog({ 'devices.create': create }, onClose);
    const dialog = await screen.findByRole('dialog');
    await fill(dialog);
    press(dialog, 'Create vehicle');
    expect(await screen.findByText('VAN-009 is created')).toBeShown();
    expect(create.mock.calls[0]?.[0]).toEqual({
      connectionId: 'fake',
      device: { deviceId: 'VAN-009', name: 'VAN-009', typeId: 'dtmi:contoso:van;1', isSimulated: false },
    });
    fireEvent.keyDown(dialog, { key: 'Escape' });
    expect(onClose).not.toHaveBeenCalled();
    press(dialog, 'Show Primary key');
    expect(screen.getByText(secret)).toBeShown();
    press(dialog, 'I have them: close');
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('names what is missing and asks nobody', async () => {
    const create = vi.fn<NonNullable<Methods['devices.create']>>(() => ok({ vehicleId: '', credentials: null }));
    showDialog({ 'devices.create': create });
    const dialog = await screen.findByRole('dialog');
    press(dialog, 'Create vehicle');
    expect(await within(dialog).findByText('Enter an id.')).toBeShown();
    expect(within(dialog).getByText('Choose a type.')).toBeShown();
    fireEvent.change(within(dialog).getByRole('textbox', { name: /^Id/ }), { target: { value: 'with space' } });
    expect(within(dialog).getByText(/Letters, digits, dot/)).toBeShown();
    expect(create).not.toHaveBeenCalled();
  });

  it('keeps everything entered when the platform refuses it', async () => {
    showDialog({ 'devices.create': () => fail('conflict', 'There is a vehicle of this id.') });
    const dialog = await screen.findByRole('dialog');
    await fill(dialog);
    press(dialog, 'Create vehicle');
    expect(await within(dialog).findByText('There is a vehicle of this id.')).toBeShown();
    expect(within(dialog).getByRole('textbox', { name: /^Id/ })).toHaveProperty('value', 'VAN-009');
  });
});
