// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import type { Right } from '../../shared/platform/rights.ts';
import { fakeConnectionStatus } from '../../test/support/fake-data.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { plausibleManyDeviceMethods } from '../../test/support/fake-many-devices.ts';
import { allRights, fakePlatformStatus } from '../../test/support/fake-platform.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { SeveralMenu } from './several-menu.tsx';

type Methods = NonNullable<NonNullable<Parameters<typeof fakeHandlers>[0]>['methods']>;

const show = (methods: Methods = {}, rights: Partial<typeof allRights> = {}) => {
  const platform = { ...fakePlatformStatus, rights: { ...allRights, ...rights } };
  const connection: ConnectionStatus = { ...fakeConnectionStatus, platform };
  return renderWithEngine(
    <SeveralMenu connection={connection} platform={platform} />,
    fakeHandlers({
      methods,
      topics: { connections: createFakeTopic<'connections'>({ sequence: 1, connections: [connection] }).open },
    }),
  );
};

const menuButton = () => screen.getByRole('button', { name: 'Several vehicles of Fake fleet' });
const choose = async (name: string): Promise<HTMLElement> => {
  fireEvent.click(menuButton());
  fireEvent.click(await screen.findByRole('menuitem', { name }));
  return screen.findByRole('dialog');
};
const press = (dialog: HTMLElement, name: RegExp | string): void => {
  fireEvent.click(within(dialog).getByRole('button', { name }));
};

describe('what is offered', () => {
  it('is nothing where the platform has neither', () => {
    const unsupported: Right = { state: 'unsupported', explanation: '' };
    show({}, { 'create-device': unsupported, 'delete-device': unsupported });
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('is said with its reason where the token may not', async () => {
    show({}, { 'delete-device': { state: 'denied', explanation: 'Needs a Standard application key.' } });
    fireEvent.click(menuButton());
    const item = await screen.findByRole('menuitem', { name: /^Delete several…/ });
    expect(item.getAttribute('aria-disabled')).toBe('true');
    expect(item.textContent).toMatch(/Needs a Standard application key/);
    fireEvent.click(item);
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('adding several vehicles', () => {
  const enter = async (methods: Methods = {}, text = 'VAN-101,dtmi:contoso:van;1,First\nVAN 102\nVAN-103,van') => {
    show(methods);
    const dialog = await choose('Add several…');
    fireEvent.change(within(dialog).getByRole('textbox', { name: 'List of vehicles' }), { target: { value: text } });
    press(dialog, 'Check the list');
    return dialog;
  };

  it('shows every line as it was read, and sends only those without a problem', async () => {
    const create = vi.fn(plausibleManyDeviceMethods['manyDevices.create']);
    const dialog = await enter({
      'manyDevices.check': ({ devices }) =>
        ok(devices.map(({ deviceId }) => (deviceId === 'VAN-103' ? 'The platform has no type “van”.' : null))),
      'manyDevices.create': create,
    });
    await within(dialog).findByText(/2 lines have a problem and are left out/);
    const lines = within(dialog)
      .getAllByRole('row')
      .slice(1)
      .map(({ textContent }) => textContent);
    expect(lines).toEqual([
      expect.stringMatching(/^2VAN 102.*✕ Letters, digits/),
      expect.stringMatching(/^3VAN-103van.*✕ The platform has no type “van”/),
      expect.stringMatching(/^1VAN-101.*First✓ Can be created/),
    ]);
    press(dialog, 'Create 1 vehicle');
    await within(dialog).findByText('1 vehicle created.');
    expect(create.mock.calls.map(([{ devices }]) => devices.map(({ deviceId }) => deviceId))).toEqual([['VAN-101']]);
  });

  it('says of an empty list that it is empty, and of a check that failed why', async () => {
    const dialog = await enter({ 'manyDevices.check': () => fail('unsupported', 'It is a broker alone.') }, '\n');
    expect(await within(dialog).findByText('There is no vehicle in it.')).toBeShown();
    fireEvent.change(within(dialog).getByRole('textbox', { name: 'List of vehicles' }), {
      target: { value: 'VAN-1,van' },
    });
    press(dialog, 'Check the list');
    expect((await within(dialog).findByRole('alert')).textContent).toMatch(/It is a broker alone/);
  });

  it('brings a long list in parts, says what became of each, and goes on with what was not sent', async () => {
    const list = Array.from({ length: 60 }, (_, index) => `VAN-${String(index)},van`).join('\n');
    let isDown = true;
    const create = vi.fn<Methods['manyDevices.create'] & object>(({ devices }, context) => {
      if (isDown && devices.some(({ deviceId }) => deviceId === 'VAN-30')) {
        return fail('not-authorised', 'The key was revoked.');
      }
      return plausibleManyDeviceMethods['manyDevices.create']({ connectionId: 'fake', devices }, context);
    });
    const dialog = await enter({ 'manyDevices.create': create }, list);
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Create 60 vehicles' }));
    await within(dialog).findByText('25 vehicles created, 35 not sent.');
    expect(within(dialog).getByRole('alert').textContent).toMatch(/The key was revoked/);
    isDown = false;
    press(dialog, 'Go on with 35 vehicles not sent');
    await within(dialog).findByText('60 vehicles created.');
    expect(within(dialog).getByText(/Take the keys of 60 vehicles now/)).toBeShown();
    expect(create.mock.calls.map(([{ devices }]) => devices.length)).toEqual([25, 25, 25, 10]);
  });

  it('keeps keys covered, hands them over as a file, and asks before they are left behind', async () => {
    const seal = vi.fn(plausibleManyDeviceMethods['manyDevices.seal']);
    const dialog = await enter({ 'manyDevices.seal': seal }, 'VAN-101,van');
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Create 1 vehicle' }));
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Keys of VAN-101' }));
    expect(dialog.textContent).not.toContain('practice-primary-key');
    press(dialog, 'Show Primary key');
    expect(dialog.textContent).toContain('practice-primary-key');

    press(dialog, 'Close');
    const asking = await screen.findByRole('dialog', { name: /Leave without the keys/ });
    press(asking, 'Go back and take them');

    URL.createObjectURL = () => 'blob:keys';
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    press(dialog, 'Save as an encrypted file…');
    const form = within(dialog).getByRole('form', { name: 'Encrypted file' });
    fireEvent.change(within(form).getByLabelText('New passphrase'), { target: { value: 'k7wq-m2ha-9fxt-ve4c' } });
    fireEvent.change(within(form).getByLabelText('The same once more'), { target: { value: 'k7wq-m2ha-9fxt-ve4c' } });
    fireEvent.click(within(form).getByRole('checkbox'));
    press(form, 'Encrypt and save the file');
    await within(dialog).findByText(/Handed to the browser as fake-fleet-keys/);
    expect(seal.mock.calls[0]?.[0]).toMatchObject({
      deviceCount: 1,
      keys: 'Vehicle,Type,ID scope,Primary key\r\nVAN-101,van,0ne00000000,practice-primary-key\r\n',
    });
    press(dialog, 'I have the keys: close');
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
    });
    expect(document.activeElement).toBe(menuButton());
  });
});

describe('deleting several vehicles', () => {
  it('asks with their names and their number, and says which were not deleted', async () => {
    const remove = vi.fn<Methods['manyDevices.remove'] & object>(({ vehicleIds }) =>
      ok({
        outcomes: vehicleIds.map((vehicleId, index) =>
          index === 0
            ? { vehicleId, state: 'refused', message: 'It belongs to a gateway.' }
            : { vehicleId, state: 'done', message: null },
        ),
        problem: null,
      }),
    );
    show({ 'manyDevices.remove': remove });
    const dialog = await choose('Delete several…');
    fireEvent.click(await within(dialog).findByRole('button', { name: /^Choose all/ }));
    const count = Number(/\d+/.exec(within(dialog).getByText(/chosen$/).textContent)?.[0]);
    expect(count).toBeGreaterThan(1);
    press(dialog, /^Continue with/);
    const confirm = within(dialog).getByRole<HTMLButtonElement>('button', { name: /^Delete/ });
    expect(confirm.disabled).toBe(true);
    expect(within(within(dialog).getByRole('region', { name: /to be deleted/ })).getAllByRole('listitem')).toHaveLength(
      count,
    );
    fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: String(count) } });
    fireEvent.click(confirm);
    expect(
      await within(dialog).findByText(`${String(count - 1)} vehicle${count === 2 ? '' : 's'} deleted, 1 refused.`),
    ).toBeShown();
    expect(within(dialog).getAllByRole('row')[1]?.textContent).toMatch(/✕ Refused It belongs to a gateway/);
    expect(remove).toHaveBeenCalledTimes(1);
  });
});
