// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fail, ok } from '../../shared/contract/result.ts';
import { beginAt } from '../../test/support/at-the-screen.ts';
import { fakeCreation, fakeSecret } from '../../test/support/fake-tokens.ts';
import { giveHeight, press, showTokens, type Method, type Methods } from '../../test/support/show-tokens.ts';

const writeText = vi.fn<(text: string) => Promise<void>>();

beginAt('#/tokens');
beforeEach(() => {
  giveHeight((property, px) => {
    vi.spyOn(HTMLElement.prototype, property, 'get').mockReturnValue(px);
  });
  writeText.mockReset().mockResolvedValue();
  vi.stubGlobal('navigator', Object.assign(navigator, { clipboard: { writeText } }));
});

/** As it stands in a page, too, where an ampersand is written out. */
const tellTale = 'sig=practice';

/** Everywhere that the window could have left it. */
const whereTheSecretIs = (): readonly string[] =>
  Object.entries({
    page: document.documentElement.outerHTML,
    fields: [...document.querySelectorAll('input')].map(({ value }) => value).join('\n'),
    address: window.location.href,
    localStorage: JSON.stringify(Object.entries(localStorage)),
    sessionStorage: JSON.stringify(Object.entries(sessionStorage)),
    cookies: document.cookie,
  }).flatMap(([place, text]) => (text.includes(tellTale) ? [place] : []));

const openCreation = async (methods: Methods = {}): Promise<HTMLElement> => {
  showTokens({ 'tokens.creations': () => ok([fakeCreation]), ...methods });
  fireEvent.click(await screen.findByRole('button', { name: 'Take the secret of night-shift' }));
  return screen.findByRole('dialog', { name: 'The secret of “night-shift”' });
};

const hasNoDialog = () =>
  waitFor(() => {
    expect(screen.queryByRole('dialog')).toBeNull();
  });

describe('making a token', () => {
  it('asks for what is missing, then sends what was chosen and shows the moment of the secret', async () => {
    const create = vi.fn<Method<'tokens.create'>>(({ token }) =>
      ok({
        creation: fakeCreation,
        token: {
          ...{ id: token.name, name: token.name, roles: token.roles, createdAtMs: null, expiresAtMs: null },
          ...{ state: 'active', usedBy: [], isOwn: false },
        },
        notes: ['The platform gave it a year.'],
      }),
    );
    showTokens({ 'tokens.create': create });
    fireEvent.click(await screen.findByRole('button', { name: 'New token…' }));
    const form = await screen.findByRole('dialog', { name: 'New token on Fake fleet' });
    expect(within(form).getByText(/may not honour it/)).toBeShown();
    press(form, 'Make it on Azure IoT Central');
    expect(within(form).getByText('Choose a role.')).toBeShown();
    expect(document.activeElement).toBe(within(form).getByLabelText(/^Name/));
    fireEvent.change(within(form).getByLabelText(/^Name/), { target: { value: 'night-shift' } });
    fireEvent.click(within(form).getByRole('radio', { name: 'Watch vehicles' }));
    await waitFor(() => {
      expect(within(form).getByRole<HTMLInputElement>('combobox', { name: 'Role' }).value).toBe('Operator');
    });
    press(form, 'Make it on Azure IoT Central');
    const dialog = await screen.findByRole('dialog', { name: 'The secret of “night-shift”' });
    expect(create.mock.calls[0]?.[0]).toEqual({
      connectionId: 'fake',
      token: { name: 'night-shift', roles: [{ roleId: 'operator', organization: null }], expiresAtMs: null },
    });
    expect(within(dialog).getByText('The platform gave it a year.')).toBeShown();
    expect(within(dialog).getByText('The secret is hidden.')).toBeShown();
    expect(whereTheSecretIs()).toEqual([]);
  });

  it('says that nobody knows when it was cut off, and shows what is half done', async () => {
    let creations: (typeof fakeCreation)[] = [];
    showTokens({
      'tokens.creations': () => ok(creations),
      'tokens.create': () => {
        creations = [{ ...fakeCreation, state: 'unknown', tokenId: null, forgetAtMs: null, explanation: 'Not known.' }];
        return fail('unreachable', 'The line broke.', { creationId: 'creation-1' });
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'New token…' }));
    const form = await screen.findByRole('dialog');
    fireEvent.change(within(form).getByLabelText(/^Name/), { target: { value: 'night-shift' } });
    fireEvent.click(within(form).getByRole('radio', { name: 'Watch vehicles' }));
    await waitFor(() => {
      expect(within(form).getByRole<HTMLInputElement>('combobox', { name: 'Role' }).value).toBe('Operator');
    });
    press(form, 'Make it on Azure IoT Central');
    expect(await within(form).findByText('Nobody can say whether the token was made')).toBeShown();
    press(form, 'Cancel');
    fireEvent.click(await screen.findByRole('button', { name: 'Look up whether night-shift was made' }));
    expect(await screen.findByText('“night-shift” is not there.')).toBeShown();
  });
});

describe('the secret of a new token', () => {
  it('is in the page only while it is shown, and nowhere when the dialog is closed', async () => {
    const dialog = await openCreation();
    press(dialog, 'Show');
    expect((await within(dialog).findByRole('status', { name: 'Secret in plain text' })).textContent).toBe(fakeSecret);
    expect(whereTheSecretIs()).toEqual(['page']);
    press(dialog, 'Hide');
    expect(whereTheSecretIs()).toEqual([]);
    press(dialog, 'Show');
    await within(dialog).findByRole('status', { name: 'Secret in plain text' });
    press(dialog, 'Done');
    await hasNoDialog();
    expect(whereTheSecretIs()).toEqual([]);
  });

  it('is copied with one key without being shown, and forgotten when the dialog is closed', async () => {
    const forget = vi.fn<Method<'tokens.forget'>>(() => ok(null));
    const dialog = await openCreation({ 'tokens.forget': forget });
    fireEvent.keyDown(within(dialog).getByRole('button', { name: 'Copy (C)' }), { key: 'c' });
    expect(await within(dialog).findByRole('button', { name: 'Copied' })).toBeShown();
    expect(writeText).toHaveBeenCalledExactlyOnceWith(fakeSecret);
    expect(whereTheSecretIs()).toEqual([]);
    expect(forget).not.toHaveBeenCalled();
    press(dialog, 'Done');
    await waitFor(() => {
      expect(forget.mock.calls[0]?.[0]).toEqual({ creationId: 'creation-1' });
    });
    await hasNoDialog();
  });

  it('has no line above the list any more when the dialog closes after it was taken', async () => {
    let kept = [fakeCreation];
    const dialog = await openCreation({
      'tokens.creations': () => ok(kept),
      'tokens.forget': () => {
        kept = [];
        return ok(null);
      },
    });
    press(dialog, 'Copy (C)');
    await within(dialog).findByRole('button', { name: 'Copied' });
    press(dialog, 'Done');
    await hasNoDialog();
    expect(screen.queryByRole('list', { name: 'New tokens that want something' })).toBeNull();
  });

  it('keeps its line, and says so, when the console could not forget it', async () => {
    const dialog = await openCreation({ 'tokens.forget': () => fail('vault-locked', 'The vault is locked.') });
    press(dialog, 'Copy (C)');
    await within(dialog).findByRole('button', { name: 'Copied' });
    press(dialog, 'Done');
    await hasNoDialog();
    expect(await screen.findByText('The console still has the secret')).toBeShown();
    expect(screen.getByRole('list', { name: 'New tokens that want something' })).toBeShown();
  });

  it('says what the clipboard is emptied of, and what to do when the browser does not copy', async () => {
    writeText.mockRejectedValue(new Error('not allowed'));
    const dialog = await openCreation();
    expect(within(dialog).getByText(/emptied a minute after/)).toBeShown();
    press(dialog, 'Copy (C)');
    expect(await within(dialog).findByText(/did not let the secret be copied/)).toBeShown();
  });

  it('is not left behind without a question, by the button or by the address', async () => {
    const dialog = await openCreation();
    press(dialog, 'Close');
    let question = await screen.findByRole('dialog', { name: 'Leave without the secret?' });
    press(question, 'Go back and take it');
    await waitFor(() => {
      expect(screen.queryByRole('dialog', { name: 'Leave without the secret?' })).toBeNull();
    });

    window.location.hash = '#/jobs';
    question = await screen.findByRole('dialog', { name: 'Leave without the secret?' });
    expect(window.location.hash).toBe('#/tokens');
    expect(question.textContent).toMatch(/until the console forgets it in 15 minutes/);
    press(question, 'Leave it for now');
    await hasNoDialog();
    await waitFor(() => {
      expect(window.location.hash).toBe('#/jobs');
    });
    // It can still be taken.
    expect(screen.getByRole('button', { name: 'Take the secret of night-shift' })).toBeShown();
  });

  it('keeps the window from being closed until it was taken', async () => {
    const dialog = await openCreation();
    const isHeld = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect(isHeld()).toBe(true);
    press(dialog, 'Copy (C)');
    await within(dialog).findByRole('button', { name: 'Copied' });
    expect(isHeld()).toBe(false);
  });

  it('goes straight into a connection', async () => {
    const saveInto = vi.fn<Method<'tokens.saveInto'>>(() =>
      ok({ connectionId: 'fake', connectionName: 'Night desk', notes: ['Choose there what to watch.'] }),
    );
    const dialog = await openCreation({ 'tokens.saveInto': saveInto });
    const form = within(dialog).getByRole('form', { name: 'Save it into a connection' });
    press(form, 'Save into the connection');
    expect(within(form).getByText('Choose a connection.')).toBeShown();
    fireEvent.click(within(form).getByRole('combobox', { name: 'Connection' }));
    fireEvent.click(await screen.findByRole('option', { name: 'A new connection', hidden: true }));
    fireEvent.change(within(form).getByLabelText('Name of the new connection'), { target: { value: 'Night desk' } });
    press(form, 'Save into the connection');
    expect(await within(form).findByText(/Saved into “Night desk”. Choose there what to watch/)).toBeShown();
    expect(saveInto.mock.calls[0]?.[0]).toEqual({
      creationId: 'creation-1',
      destination: { kind: 'new', name: 'Night desk' },
    });
    expect(whereTheSecretIs()).toEqual([]);
  });

  it('goes into a file that only a passphrase opens, which is typed twice', async () => {
    const handOver = vi.fn<Method<'tokens.handOver'>>(() => ok({ fileName: 'night-shift.txt.age', content: 'sealed' }));
    const blobs: Blob[] = [];
    URL.createObjectURL = (blob) => {
      blobs.push(blob as Blob);
      return 'blob:file';
    };
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const dialog = await openCreation({ 'tokens.handOver': handOver });
    press(dialog, 'Hand it over as an encrypted file');
    await within(dialog).findByRole('button', { name: 'Encrypt and save the file' });
    const form = within(dialog).getByRole('form', { name: 'Hand it over as a file' });
    const type = (label: string, value: string): void => {
      fireEvent.change(within(form).getByLabelText(label), { target: { value } });
    };
    type('New passphrase', 'k7wq-m2ha-9fxt-ve4c');
    type('The same once more', 'k7wq-m2ha');
    press(form, 'Encrypt and save the file');
    expect(within(form).getByText(/The two differ/)).toBeShown();
    expect(handOver).not.toHaveBeenCalled();
    type('The same once more', 'k7wq-m2ha-9fxt-ve4c');
    fireEvent.click(within(form).getByRole('checkbox'));
    press(form, 'Encrypt and save the file');
    expect(await within(form).findByText(/night-shift.txt.age/)).toBeShown();
    expect(await blobs[0]?.text()).toBe('sealed');
    expect(within(form).getByLabelText<HTMLInputElement>('New passphrase').value).toBe('');
  });

  it('that cannot be read any more says so', async () => {
    const dialog = await openCreation({ 'tokens.reveal': () => fail('vault-locked', 'The vault is locked.') });
    press(dialog, 'Show');
    expect(await within(dialog).findByText('The vault is locked.')).toBeShown();
  });
});

describe('what was left half done', () => {
  it('without its secret leads to the token, and its reminder can go', async () => {
    const forget = vi.fn<Method<'tokens.forget'>>(() => ok(null));
    showTokens({
      'tokens.forget': forget,
      'tokens.creations': () =>
        ok([{ ...fakeCreation, tokenId: 'export', state: 'without-secret', forgetAtMs: null, explanation: 'Lost.' }]),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Show night-shift in the list' }));
    expect(await screen.findByRole('complementary', { name: 'Token export' })).toBeShown();
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss the reminder of night-shift' }));
    await waitFor(() => {
      expect(forget.mock.calls[0]?.[0]).toEqual({ creationId: 'creation-1' });
    });
  });
});
