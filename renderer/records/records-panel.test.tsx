// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { fail, ok } from '../../shared/contract/result.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import type { RecordRow } from '../../shared/platform/record.ts';
import { beginAt } from '../../test/support/at-the-screen.ts';
import { fakeCommandDefinitions, fakeNowMs } from '../../test/support/fake-data.ts';
import { fakeHandlers } from '../../test/support/fake-engine.ts';
import { fakePlatformStatus } from '../../test/support/fake-platform.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { RecordsPanel } from './records-panel.tsx';

type Methods = NonNullable<NonNullable<Parameters<typeof fakeHandlers>[0]>['methods']>;
type Read = NonNullable<Methods['records.read']>;

const row = (changes: Partial<RecordRow> = {}): RecordRow => ({
  atMs: fakeNowMs - 60_000,
  title: 'Connected',
  text: '',
  severity: 'information',
  ...changes,
});

const show = (methods: Methods = {}, platform: Partial<PlatformStatus> = { kind: 'watson' }) =>
  renderWithEngine(
    <RecordsPanel
      connectionId="fake"
      vehicleId="VAN-002"
      vehicleName="Van 2"
      platform={{ ...fakePlatformStatus, ...platform }}
      commands={fakeCommandDefinitions}
    />,
    fakeHandlers({ methods }),
  );

const openTab = async (name: string) => {
  fireEvent.click(await screen.findByRole('tab', { name }));
};

beginAt();

describe('a platform’s records of a vehicle', () => {
  it('are read tab by tab, when one looks', async () => {
    const read = vi.fn<Read>(({ kind }) => ok({ kind, rows: [row({ title: `Of ${kind}` })], cut: null }));
    show({ 'records.read': read });
    expect(await screen.findByText('Of connection-log')).toBeShown();
    expect(read.mock.calls.map(([{ kind }]) => kind)).toEqual(['connection-log']);
    await openTab('Error codes');
    expect(await screen.findByText('Of error-codes')).toBeShown();
    expect(read.mock.calls.map(([{ kind }]) => kind)).toEqual(['connection-log', 'error-codes']);
  });

  it('say time and severity in words, and what is cut', async () => {
    show({
      'records.read': ({ kind }) =>
        ok({
          kind,
          rows: [row({ severity: 'error', text: 'Oil low' }), row({ atMs: null })],
          cut: 'The newest 2 of more.',
        }),
    });
    const rows = await screen.findAllByRole('listitem');
    expect(rows[0]?.textContent).toMatch(/Error.*1 min ago.*Oil low/);
    expect(rows[1]?.textContent).toMatch(/keeps no time/);
    expect(screen.getByText(/The newest 2 of more/)).toBeShown();
  });

  it('say that there are none, each in its own words', async () => {
    show({ 'records.read': ({ kind }) => ok({ kind, rows: [], cut: null }) });
    expect(await screen.findByText('The platform has seen no connection of this vehicle.')).toBeShown();
    await openTab('Diagnostic log');
    expect(await screen.findByText('The vehicle has written nothing down.')).toBeShown();
    expect(screen.getByText(/There is nothing to clear/)).toBeShown();
  });

  it('stay on screen when they cannot be read again', async () => {
    const read = vi
      .fn<Read>()
      .mockReturnValueOnce(ok({ kind: 'connection-log', rows: [row()], cut: null }))
      .mockReturnValue(fail('unreachable', 'The platform does not answer.'));
    show({ 'records.read': read });
    await screen.findByText('Connected');
    fireEvent.click(screen.getByRole('button', { name: 'Refresh Connection log' }));
    expect(await screen.findByText(/The platform does not answer/)).toBeShown();
    expect(screen.getByText('Connected')).toBeShown();
  });

  it('are cleared after a question, where they can be', async () => {
    let rows = [row({ title: 'E-17' })];
    const clear = vi.fn<NonNullable<Methods['records.clear']>>(() => {
      rows = [];
      return ok(null);
    });
    show({ 'records.read': ({ kind }) => ok({ kind, rows, cut: null }), 'records.clear': clear });
    await screen.findByText('E-17');
    expect(screen.queryByRole('button', { name: 'Clear…' })).toBeNull();
    await openTab('Error codes');
    await screen.findByText('E-17');
    fireEvent.click(screen.getByRole('button', { name: 'Clear…' }));
    const dialog = await screen.findByRole('dialog');
    expect(clear).not.toHaveBeenCalled();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Clear error codes' }));
    expect(await screen.findByText('The vehicle has reported no error code.')).toBeShown();
    expect(clear.mock.calls[0]?.[0]).toMatchObject({ kind: 'error-codes' });
  });

  it('of commands are read for the command that is chosen', async () => {
    const read = vi.fn<Read>(({ kind }) => ok({ kind, rows: [row({ title: 'Locked' })], cut: null }));
    show({ 'records.read': read }, { kind: 'iot-central' });
    fireEvent.click(await screen.findByPlaceholderText('Choose a command'));
    expect(read).not.toHaveBeenCalled();
    fireEvent.click(await screen.findByRole('option', { name: /^Lock doors/ }));
    expect(await screen.findByText('Locked')).toBeShown();
    expect(read.mock.calls[0]?.[0]).toMatchObject({ kind: 'command-history', subject: 'lockDoors' });
  });

  it('are not asked for where the token may not see them', async () => {
    const read = vi.fn<Read>(({ kind }) => ok({ kind, rows: [], cut: null }));
    const rights = {
      ...fakePlatformStatus.rights,
      'view-records': { state: 'denied' as const, explanation: 'Needs the role Operator.' },
    };
    show({ 'records.read': read }, { kind: 'watson', rights });
    expect(await screen.findByText(/cannot be read\. Needs the role Operator/)).toBeShown();
    await waitFor(() => {
      expect(read).not.toHaveBeenCalled();
    });
  });
});
