// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MethodParams } from '../../shared/contract/contract.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import { beginAt, press, type, wholePage } from '../../test/support/at-the-screen.ts';
import { fakeImportPreview } from '../../test/support/fake-admin.ts';
import { fakeNowMs } from '../../test/support/fake-data.ts';
import { fakeHandlers } from '../../test/support/fake-engine.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { BackupSection } from './backup-section.tsx';

type Methods = NonNullable<NonNullable<Parameters<typeof fakeHandlers>[0]>['methods']>;

const saved: { name: string; blob: Blob }[] = [];

beginAt();
beforeEach(() => {
  saved.length = 0;
  let latest: Blob | undefined;
  URL.createObjectURL = (blob) => {
    if (blob instanceof Blob) latest = blob;
    return 'blob:of-this-test';
  };
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    if (latest !== undefined) saved.push({ name: this.download, blob: latest });
  });
});

const show = (methods: Methods = {}) => renderWithEngine(<BackupSection />, fakeHandlers({ methods }));
const fileOf = (content: string, name = 'backup.json') => new File([content], name);
const drop = (file: File) => {
  fireEvent.drop(screen.getByTestId('file-drop'), { dataTransfer: { files: [file], types: ['Files'] } });
};
const passphrase = 'a passphrase of this test';

describe('the export', () => {
  it('leaves secrets out unless told otherwise, and hands the file over', async () => {
    const asked: unknown[] = [];
    show({
      'backup.export': (params) => {
        asked.push(params);
        return ok({
          ...{ fileName: 'settings.json', mediaType: 'application/json', content: '{"connections":[]}' },
          ...{ isSealed: false, connectionCount: 2, secretCount: 0, leftOut: [] },
        });
      },
    });
    press('Export without secrets');
    const status = screen.getByRole('status', { name: 'Export' });
    expect(await within(status).findByText(/holds 2 connections and the preferences, and no secret/)).toBeShown();
    expect(asked).toEqual([{ withSecrets: null }]);
    expect(saved.map(({ name }) => name)).toEqual(['settings.json']);
    expect(saved[0]?.blob.size).toBe('{"connections":[]}'.length);
  });

  it('with secrets wants a passphrase that is typed twice and kept, and says how the file is opened', async () => {
    const asked: MethodParams<'backup.export'>[] = [];
    show({
      'backup.export': (params) => {
        asked.push(params);
        return ok({
          ...{ fileName: 'settings.json.age', mediaType: 'application/octet-stream', content: 'sealed' },
          ...{
            isSealed: true,
            connectionCount: 1,
            secretCount: 1,
            leftOut: ['Password of Depot: cannot be decrypted.'],
          },
        });
      },
    });
    fireEvent.click(screen.getByRole('radio', { name: /Put them in/ }));
    type('New passphrase', passphrase);
    type('The same once more', 'another');
    press('Export with secrets');
    expect(await screen.findByText('The two differ. Type the same once more.')).toBeShown();
    expect(asked).toEqual([]);
    type('The same once more', passphrase);
    fireEvent.click(screen.getByRole('checkbox', { name: /I have kept it/ }));
    press('Export with secrets');
    expect(await screen.findByText('age --decrypt -o settings.json settings.json.age')).toBeShown();
    expect(screen.getByText('Password of Depot: cannot be decrypted.')).toBeShown();
    expect(asked).toEqual([{ withSecrets: passphrase }]);
    expect(screen.getByLabelText('New passphrase')).toHaveProperty('value', '');
  });

  it('that fails says why and saves nothing', async () => {
    show({ 'backup.export': () => fail('vault-locked', 'Nothing was exported: the vault is locked.') });
    press('Export without secrets');
    expect(await screen.findByText(/the vault is locked/)).toBeShown();
    expect(saved).toEqual([]);
  });
});

describe('the import', () => {
  const review = async () => screen.findByRole('heading', { name: 'What would change' });

  it('shows what would change, and changes nothing before it is told to', async () => {
    const applied: MethodParams<'backup.apply'>[] = [];
    const discarded: unknown[] = [];
    const { unmount } = show({
      'backup.apply': (params) => {
        applied.push(params);
        return ok({ addedCount: 1, changedCount: 0, secretCount: 0, notices: ['Enter the password of Depot.'] });
      },
      'backup.discard': (params) => {
        discarded.push(params);
        return ok(null);
      },
    });
    drop(fileOf('{}'));
    await review();
    const item = screen.getByRole('listitem', { name: 'Depot' });
    expect(item.textContent).toMatch(/Not here yet.*Address.*nothing.*mqtts:.*Password is not in the file/);
    expect(applied).toEqual([]);
    press('Import as chosen');
    const status = screen.getByRole('status', { name: 'Import' });
    expect(await within(status).findByText('Enter the password of Depot.')).toBeShown();
    expect(applied).toEqual([
      { previewId: 'preview-1', decision: { connections: { depot: 'take' }, preferences: 'keep', managed: 'keep' } },
    ]);
    unmount();
    expect(discarded).toEqual([]);
  });

  it('does nothing where everything is left as it is', async () => {
    show();
    drop(fileOf('{}'));
    await review();
    fireEvent.click(screen.getByRole('radio', { name: 'Leave out' }));
    expect(screen.getByText(/nothing changes/)).toBeShown();
    expect(screen.getByRole('button', { name: 'Import as chosen' })).toHaveProperty('disabled', true);
  });

  it('asks for the passphrase of a sealed file, again where it was wrong, and keeps the file', async () => {
    const asked: MethodParams<'backup.preview'>[] = [];
    show({
      'backup.preview': (params) => {
        asked.push(params);
        if (params.passphrase === undefined) return fail('refused', 'Enter it.', { reason: 'passphrase-needed' });
        if (params.passphrase !== passphrase) {
          return fail('refused', 'The passphrase does not open this file.', { reason: 'wrong-passphrase' });
        }
        return ok({ ...fakeImportPreview, isSealed: true });
      },
    });
    drop(fileOf('sealed'));
    await screen.findByRole('form', { name: 'Open the file' });
    expect(screen.queryByRole('alert')).toBeNull();
    type('Passphrase of the file', 'wrong');
    press('Open');
    expect(await screen.findByText(/does not open this file/)).toBeShown();
    type('Passphrase of the file', passphrase);
    press('Open');
    await review();
    expect(asked.map(({ content }) => content)).toEqual(['sealed', 'sealed', 'sealed']);
    expect(wholePage()).not.toContain(passphrase);
  });

  it('that is refused keeps the choices, also when the file is read again', async () => {
    let number = 0;
    show({
      'backup.preview': () => {
        number += 1;
        return ok({ ...fakeImportPreview, previewId: `preview-${String(number)}` });
      },
      'backup.apply': () => fail('conflict', 'The settings have changed meanwhile.'),
    });
    drop(fileOf('{}'));
    await review();
    fireEvent.click(screen.getByRole('radio', { name: 'Leave out' }));
    fireEvent.click(screen.getByRole('radio', { name: 'Add' }));
    press('Import as chosen');
    expect(await screen.findByText(/The settings have changed meanwhile/)).toBeShown();
    fireEvent.click(screen.getByRole('radio', { name: 'Leave out' }));
    press('Try again');
    await waitFor(() => {
      expect(screen.queryByText(/The settings have changed meanwhile/)).toBeNull();
    });
    expect(number).toBe(2);
    expect(screen.getByRole('radio', { name: 'Leave out' })).toHaveProperty('checked', true);
  });

  it('that was looked at for too long reads the file again instead of applying', async () => {
    show({ 'backup.preview': () => ok({ ...fakeImportPreview, expiresAtMs: fakeNowMs - 1 }) });
    drop(fileOf('{}'));
    await review();
    expect(screen.getByText(/too old to be applied/)).toBeShown();
    expect(screen.queryByRole('button', { name: 'Import as chosen' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Read the file again' })).toBeShown();
  });

  it('forgets the preview when it is left', async () => {
    const discarded: unknown[] = [];
    show({
      'backup.discard': (params) => {
        discarded.push(params);
        return ok(null);
      },
    });
    drop(fileOf('{}'));
    await review();
    press('Cancel the import');
    await waitFor(() => {
      expect(discarded).toEqual([{ previewId: 'preview-1' }]);
    });
    expect(screen.getByTestId('file-drop')).toBeShown();
  });

  it('refuses a file that no backup can be, without sending it anywhere', async () => {
    const preview = vi.fn(() => ok(fakeImportPreview));
    show({ 'backup.preview': preview });
    const huge = fileOf('{}');
    Object.defineProperty(huge, 'size', { value: 50_000_000 });
    drop(huge);
    expect(await screen.findByText(/larger than any backup/)).toBeShown();
    expect(preview).not.toHaveBeenCalled();
  });

  it('keeps the page when a file misses the place', () => {
    show();
    const event = new Event('drop', { cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'] } });
    window.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
  });
});
