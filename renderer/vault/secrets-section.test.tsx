// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { MethodParams, MethodResult } from '../../shared/contract/contract.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import type { VaultView } from '../../shared/vault/vault.ts';
import { beginAt, type, press, wholePage } from '../../test/support/at-the-screen.ts';
import { fakeVaultView } from '../../test/support/fake-admin.ts';
import { fakeNowMs } from '../../test/support/fake-data.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { SecretsSection } from './secrets-section.tsx';
import { VaultBanner } from './vault-banner.tsx';
import { VaultProvider } from './vault-provider.tsx';

type Overrides = NonNullable<Parameters<typeof fakeHandlers>[0]>;
type Management = NonNullable<VaultView['management']>;

const vaultWith = (
  management: Partial<Management>,
  status: VaultView['entries'][number]['status'] = 'ok',
): VaultView => ({
  ...fakeVaultView,
  backend: management.backend ?? fakeVaultView.backend,
  entries: fakeVaultView.entries.map((entry) => ({ ...entry, status })),
  management: fakeVaultView.management === null ? null : { ...fakeVaultView.management, ...management },
});
const lockedVault = vaultWith({ backend: 'passphrase', isLocked: true }, 'locked');
const openVault = vaultWith({ backend: 'passphrase', isLocked: false });

const show = (overrides: Overrides = {}) =>
  renderWithEngine(
    <VaultProvider>
      <SecretsSection />
    </VaultProvider>,
    fakeHandlers(overrides),
  );

const passphrase = 'a passphrase of this test';

beginAt();

describe('the secrets', () => {
  it('are listed with where they are and their state in words, and never themselves', async () => {
    show();
    const table = await screen.findByRole('table', { name: 'Stored secrets' });
    const row = within(table).getByRole('row', { name: /Password of Fake fleet/ });
    expect(row.textContent).toMatch(/Can be used.*Memory only.*1 min ago/);
    expect(screen.getByText('gone when the console is closed')).toBeShown();
    const keyring = screen.getByRole('listitem', { name: 'This computer’s keyring' });
    expect(keyring.textContent).toMatch(/no keyring that can be used/);
    expect(within(keyring).queryByRole('button')).toBeNull();
  });

  it('say what to do where one cannot be decrypted', async () => {
    show({ methods: { 'vault.view': () => ok(vaultWith({}, 'undecryptable')) } });
    const row = await screen.findByRole('row', { name: /Password of Fake fleet/ });
    expect(row.textContent).toMatch(/Cannot be decrypted.*Enter it again under Connections/);
  });

  it('say why they could not be read, and are read again', async () => {
    let answer = fail('internal', 'The disk does not answer.') as
      ReturnType<typeof ok<VaultView>> | ReturnType<typeof fail>;
    show({ methods: { 'vault.view': () => answer } });
    expect(await screen.findByText(/The disk does not answer/)).toBeShown();
    answer = ok(fakeVaultView);
    press('Try again');
    expect(await screen.findByRole('table', { name: 'Stored secrets' })).toBeShown();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('that nothing uses can be removed, after one was asked', async () => {
    const [entry] = fakeVaultView.entries;
    if (entry === undefined) throw new Error('There is an entry.');
    const title = 'Password of a connection that is not there any more (gone)';
    const leftOver = { ...entry, key: 'connection/gone/password', title, isLeftOver: true };
    const forgotten: unknown[] = [];
    show({
      methods: {
        'vault.view': () => ok({ ...fakeVaultView, entries: [entry, leftOver] }),
        'vault.forget': (params) => {
          forgotten.push(params);
          return ok(fakeVaultView);
        },
      },
    });
    await screen.findByRole('table', { name: 'Stored secrets' });
    expect(screen.getAllByRole('button', { name: /^Remove: / })).toHaveLength(1);
    press(`Remove: ${title}`);
    const dialog = await screen.findByRole('dialog');
    expect(forgotten).toEqual([]);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Remove' }));
    await waitFor(() => {
      expect(screen.queryByRole('button', { name: /^Remove: / })).toBeNull();
    });
    expect(forgotten).toEqual([{ key: leftOver.key }]);
  });

  it('have nothing to choose where the operating system decides', async () => {
    show({ methods: { 'vault.view': () => ok({ ...fakeVaultView, backend: 'Keychain', management: null }) } });
    expect(await screen.findByText('Keychain')).toBeShown();
    expect(screen.queryByRole('list', { name: 'Places for secrets' })).toBeNull();
  });
});

describe('a locked vault', () => {
  it('opens with its passphrase, which is gone from the page then', async () => {
    const asked: MethodParams<'vault.unlock'>[] = [];
    let vault = lockedVault;
    show({
      methods: {
        'vault.view': () => ok(vault),
        'vault.unlock': (params) => {
          asked.push(params);
          vault = openVault;
          return ok(vault);
        },
      },
    });
    await screen.findByRole('form', { name: 'Unlock the vault' });
    type('Passphrase of the vault', passphrase);
    press('Unlock');
    expect(await screen.findByRole('button', { name: 'Lock now' })).toBeShown();
    expect(asked).toEqual([{ passphrase }]);
    expect(wholePage()).not.toContain(passphrase);
  });

  it('counts down the wait after wrong passphrases, and takes none meanwhile', async () => {
    const unlock = vi.fn(() =>
      fail('refused', 'There were too many wrong passphrases.', { reason: 'too-soon', retryAtMs: fakeNowMs + 12_000 }),
    );
    show({ methods: { 'vault.view': () => ok(lockedVault), 'vault.unlock': unlock } });
    await screen.findByRole('form', { name: 'Unlock the vault' });
    type('Passphrase of the vault', 'wrong');
    press('Unlock');
    expect(await screen.findByText(/The next can be tried in 12 s/)).toBeShown();
    expect(screen.getByLabelText('Passphrase of the vault')).toHaveProperty('value', 'wrong');
    expect(screen.getByRole('button', { name: 'Unlock' })).toHaveProperty('disabled', true);
    fireEvent.submit(screen.getByRole('form', { name: 'Unlock the vault' }));
    expect(unlock).toHaveBeenCalledTimes(1);
  });

  it('asks the keyring again where that is what is shut', async () => {
    const asked: unknown[] = [];
    show({
      methods: {
        'vault.view': () => ok(vaultWith({ backend: 'os-keyring', isLocked: true }, 'locked')),
        'vault.unlock': (params) => {
          asked.push(params);
          return ok(vaultWith({ backend: 'os-keyring' }));
        },
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Ask the keyring again' }));
    await waitFor(() => {
      expect(screen.queryByRole('button', { name: 'Ask the keyring again' })).toBeNull();
    });
    expect(asked).toEqual([{}]);
  });
});

describe('moving secrets', () => {
  const openDialog = async (button: string) => {
    fireEvent.click(await screen.findByRole('button', { name: button }));
    return screen.findByRole('dialog');
  };

  it('takes a proposed passphrase only when it is kept, and says what was moved', async () => {
    const moves: unknown[] = [];
    show({
      methods: {
        'vault.migrate': (params) => {
          moves.push(params);
          return ok({ movedCount: 1, leftBehind: [] });
        },
      },
    });
    await openDialog('Use a passphrase…');
    press('Propose one');
    expect((await screen.findByLabelText('Proposed passphrase')).textContent).toBe('proposed-words-for-a-file');
    press('Move under the passphrase');
    expect(await screen.findByText(/Keep it first/)).toBeShown();
    expect(moves).toEqual([]);
    fireEvent.click(screen.getByRole('checkbox', { name: /I have kept it/ }));
    press('Move under the passphrase');
    expect(await screen.findByText(/1 secret moved and read back/)).toBeShown();
    expect(moves).toEqual([{ backend: 'passphrase', passphrase: 'proposed-words-for-a-file' }]);
    expect(document.body.textContent).not.toContain('proposed-words-for-a-file');
  });

  it('to memory says that the disk loses them, and begins with the answer that changes nothing', async () => {
    show({ methods: { 'vault.view': () => ok(openVault) } });
    const dialog = await openDialog('Use memory only…');
    expect(dialog.textContent).toMatch(/removed from this computer’s disk/);
    await waitFor(() => {
      expect(document.activeElement?.textContent).toBe('Leave it as it is');
    });
  });

  it('names what could not be moved, and keeps saying so', async () => {
    const mixed = vaultWith({ backend: 'passphrase' }, 'undecryptable');
    const moves: unknown[] = [];
    show({
      methods: {
        'vault.view': () => ok(mixed),
        'vault.migrate': (params) => {
          moves.push(params);
          return ok({ movedCount: 0, leftBehind: ['connection/fake/password'] });
        },
      },
    });
    await openDialog('Use memory only…');
    fireEvent.click(screen.getByRole('checkbox', { name: /leave the rest where it is/ }));
    press('Remove from disk');
    const outcome = screen.getByRole('status', { name: 'Last move' });
    await waitFor(() => {
      expect(outcome.textContent).toMatch(/could not be read and stayed.*Password of Fake fleet/);
    });
    expect(moves).toEqual([{ backend: 'memory', leaveUnreadable: true }]);
  });

  it('that was refused leaves the dialog as it was', async () => {
    show({
      methods: {
        'vault.view': () => ok(openVault),
        'vault.migrate': () => fail('refused', 'Another Fleetdeck is changing the vault.', { reason: 'busy' }),
      },
    });
    const dialog = await openDialog('Use memory only…');
    press('Remove from disk');
    expect(await within(dialog).findByText(/Another Fleetdeck is changing/)).toBeShown();
    expect(within(dialog).getByText(/Not moved/)).toBeShown();
  });

  it('says how far it is', async () => {
    const moving = Promise.withResolvers<ReturnType<typeof ok<MethodResult<'vault.migrate'>>>>();
    show({
      methods: { 'vault.view': () => ok(openVault), 'vault.migrate': () => moving.promise },
      topics: {
        longWork: createFakeTopic<'longWork'>({ works: [{ name: 'vault-move', doneCount: 3, totalCount: 12 }] }).open,
      },
    });
    const dialog = await openDialog('Use memory only…');
    expect(within(dialog).queryByRole('progressbar')).toBeNull();
    press('Remove from disk');
    const bar = await within(dialog).findByRole('progressbar', { name: 'Secrets moved' });
    expect(bar.getAttribute('aria-valuetext')).toBe('3 of 12 secrets');
    moving.resolve(ok({ movedCount: 12, leftBehind: [] }));
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
    });
  });

  it('goes on where it was interrupted, towards where new secrets go', async () => {
    const moves: unknown[] = [];
    const unfinished = {
      secretCount: 1,
      from: ['memory'],
      canContinue: true,
      explanation: '1 secret is still in memory.',
    };
    show({
      methods: {
        'vault.view': () => ok(vaultWith({ backend: 'passphrase', unfinished })),
        'vault.migrate': (params) => {
          moves.push(params);
          return ok({ movedCount: 1, leftBehind: [] });
        },
      },
    });
    expect(await screen.findByText(/1 secret is still in memory/)).toBeShown();
    press('Continue the move');
    await screen.findByText(/1 secret moved/);
    expect(moves).toEqual([{ backend: 'passphrase', leaveUnreadable: true }]);
  });
});

describe('changing the passphrase', () => {
  it('asks for the former one, and for the new one as long as the vault wants it', async () => {
    const changes: unknown[] = [];
    show({
      methods: {
        'vault.view': () =>
          ok({ ...openVault, management: { ...managementOf(openVault), minimumPassphraseLength: 15 } }),
        'vault.setPassphrase': (params) => {
          changes.push(params);
          return ok({ movedCount: 0, leftBehind: [] });
        },
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Change passphrase…' }));
    await screen.findByRole('dialog');
    type('Passphrase until now', 'the former one');
    type('New passphrase', 'fourteen chars');
    type('The same once more', 'fourteen chars');
    fireEvent.click(screen.getByRole('checkbox', { name: /I have kept it/ }));
    press('Change passphrase');
    expect(await screen.findByText('Use at least 15 characters; it has 14.')).toBeShown();
    type('New passphrase', passphrase);
    type('The same once more', passphrase);
    press('Change passphrase');
    expect(await screen.findByText('The passphrase is changed.')).toBeShown();
    expect(changes).toEqual([{ former: 'the former one', next: passphrase }]);
  });
});

describe('the banner', () => {
  it('appears when something was recorded and the vault is found locked, and leads to it', async () => {
    let view: VaultView = openVault;
    const audit = createFakeTopic<'audit'>({ lastSequence: 1 });
    renderWithEngine(
      <VaultProvider>
        <VaultBanner route={{ view: 'fleet' }} />
      </VaultProvider>,
      fakeHandlers({ methods: { 'vault.view': () => ok(view) }, topics: { audit: audit.open } }),
    );
    expect(screen.getByRole('status', { name: 'Secrets' }).textContent).toBe('');
    view = lockedVault;
    audit.publish({ lastSequence: 2 });
    expect(await screen.findByText('Secrets are locked.', {}, { timeout: 5000 })).toBeShown();
    expect(screen.getByRole('link', { name: 'Unlock…' }).getAttribute('href')).toBe('#/admin/secrets');
  });

  it('does not repeat what the page under it says', async () => {
    renderWithEngine(
      <VaultProvider>
        <VaultBanner route={{ view: 'admin', section: 'secrets' }} />
        <SecretsSection />
      </VaultProvider>,
      fakeHandlers({ methods: { 'vault.view': () => ok(lockedVault) } }),
    );
    await screen.findByRole('form', { name: 'Unlock the vault' });
    expect(screen.getByRole('status', { name: 'Secrets' }).textContent).toBe('');
  });
});

const managementOf = ({ management }: VaultView): Management => {
  if (management === null) throw new Error('this vault can be managed');
  return management;
};
