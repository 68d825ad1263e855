// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import type { Job } from '../../shared/platform/job.ts';
import type { PlatformAction, Right } from '../../shared/platform/rights.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { beginAt } from '../../test/support/at-the-screen.ts';
import { fakeConnectionStatus, fakeNowMs } from '../../test/support/fake-data.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { fakeJob, fakeJobAction, fakePlatformStatus } from '../../test/support/fake-platform.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { JobsView } from './jobs-view.tsx';

type Methods = NonNullable<NonNullable<Parameters<typeof fakeHandlers>[0]>['methods']>;
type Create = NonNullable<Methods['jobs.create']>;

const platformWith = (rights: Partial<Record<PlatformAction, Right>>): PlatformStatus => ({
  ...fakePlatformStatus,
  rights: { ...fakePlatformStatus.rights, ...rights },
});

const show = (
  methods: Methods = {},
  connections: readonly ConnectionStatus[] = [{ ...fakeConnectionStatus, platform: fakePlatformStatus }],
) =>
  renderWithEngine(
    <JobsView />,
    fakeHandlers({
      methods,
      topics: { connections: createFakeTopic<'connections'>({ sequence: 1, connections }).open },
    }),
  );

const showWith = (rights: Partial<Record<PlatformAction, Right>>, methods: Methods = {}) =>
  show(methods, [{ ...fakeConnectionStatus, platform: platformWith(rights) }]);

const finished: Job = { ...fakeJob, state: 'complete', endedAtMs: fakeNowMs, controls: ['rerun-failed', 'remove'] };

const press = (inside: HTMLElement, name: RegExp | string) => {
  fireEvent.click(within(inside).getByRole('button', { name }));
};

beginAt();

describe('the jobs', () => {
  it('of a connection that is switched off are not asked for, and it can be switched on', async () => {
    const list = vi.fn<NonNullable<Methods['jobs.list']>>(() => ok([]));
    const setEnabled = vi.fn<NonNullable<Methods['connections.setEnabled']>>(() => ok(null));
    const off = { ...fakeConnectionStatus, isEnabled: false, platform: fakePlatformStatus };
    show({ 'jobs.list': list, 'connections.setEnabled': setEnabled }, [off]);
    fireEvent.click(await screen.findByRole('button', { name: `Switch it on: ${off.name}` }));
    await waitFor(() => {
      expect(setEnabled.mock.calls[0]?.[0]).toEqual({ id: off.id, isEnabled: true });
    });
    expect(screen.getByText(/switched off, so its jobs are not read/)).toBeShown();
    expect(list).not.toHaveBeenCalled();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('say in words where they stand, and count', async () => {
    show({ 'jobs.list': () => ok([fakeJob, finished].map((job, index) => ({ ...job, id: String(index) }))) });
    const [running, complete] = await screen.findAllByRole('listitem', { name: 'Cool down' });
    if (running === undefined || complete === undefined) throw new Error('two jobs are listed');
    expect(within(running).getByText('Running', { exact: false })).toBeShown();
    expect(within(running).getByText('3 vehicles: 1 completed, 1 failed, 1 waiting')).toBeShown();
    expect(within(running).getByRole('progressbar').getAttribute('aria-valuenow')).toBe('2');
    // Complete, and failed for one: that is not how success looks.
    expect(complete.dataset.tone).toBe('doubtful');
    expect(screen.getByText('1 under way: the list follows by itself.')).toBeShown();
  });

  it('tell what became of each vehicle, those that failed first', async () => {
    show({
      'jobs.devices': () =>
        ok([
          { vehicleId: 'VAN-002', name: 'Depot van', state: 'complete', message: null },
          { vehicleId: 'VAN-001', name: 'VAN-001', state: 'failed', message: 'Device is not connected' },
        ]),
    });
    const job = await screen.findByRole('listitem', { name: 'Cool down' });
    const toggle = within(job).getByRole('button', { name: 'Vehicles of Cool down' });
    expect(toggle.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(toggle);
    const rows = within(await within(job).findByRole('table')).getAllByRole('row');
    expect(rows[1]?.textContent).toMatch(/VAN-001.*Failed.*Device is not connected/);
    expect(within(job).getByRole('link', { name: 'Depot van' }).getAttribute('href')).toBe('#/vehicles/fake/VAN-002');
  });

  it('read the vehicles of a job again when its count has changed', async () => {
    let job = fakeJob;
    const devices = vi.fn<NonNullable<Methods['jobs.devices']>>(() =>
      ok([{ vehicleId: 'VAN-002', name: 'VAN-002', state: job.state, message: null }]),
    );
    show({ 'jobs.list': () => ok([job]), 'jobs.devices': devices });
    fireEvent.click(await screen.findByRole('button', { name: 'Vehicles of Cool down' }));
    expect(await screen.findByText('Under way', { exact: false })).toBeShown();
    job = finished;
    fireEvent.click(screen.getByRole('button', { name: /^Refresh the jobs/ }));
    expect(await screen.findByText('Done', { exact: false })).toBeShown();
    expect(devices).toHaveBeenCalledTimes(2);
  });

  it('stay on screen when they cannot be read again', async () => {
    const list = vi
      .fn<NonNullable<Methods['jobs.list']>>()
      .mockReturnValueOnce(ok([finished]))
      .mockReturnValue(fail('unreachable', 'The platform does not answer.'));
    show({ 'jobs.list': list });
    await screen.findByRole('listitem', { name: 'Cool down' });
    fireEvent.click(screen.getByRole('button', { name: /^Refresh the jobs/ }));
    expect(await screen.findByText(/The platform does not answer/)).toBeShown();
    expect(screen.getByRole('listitem', { name: 'Cool down' })).toBeShown();
  });

  it('ask what stopping means before they are stopped, and are read again after', async () => {
    const control = vi.fn<NonNullable<Methods['jobs.control']>>(() => ok(null));
    let job = fakeJob;
    show({
      'jobs.list': () => ok([job]),
      'jobs.control': (params, context) => {
        job = { ...fakeJob, state: 'stopped', controls: ['resume'] };
        return control(params, context);
      },
    });
    const item = await screen.findByRole('listitem', { name: 'Cool down' });
    press(item, 'Stop…');
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/Vehicles that were reached keep what was done/)).toBeShown();
    expect(control).not.toHaveBeenCalled();
    press(dialog, 'Stop job');
    expect(await within(item).findByRole('button', { name: 'Resume…' })).toBeShown();
    expect(control.mock.calls[0]?.[0]).toEqual({ connectionId: 'fake', jobId: 'job-1', control: 'stop' });
  });

  it('say why a control was refused and change nothing', async () => {
    show({ 'jobs.control': () => fail('conflict', 'The job has ended.') });
    press(await screen.findByRole('listitem', { name: 'Cool down' }), 'Stop…');
    const dialog = await screen.findByRole('dialog');
    press(dialog, 'Stop job');
    expect(await within(dialog).findByText('The job has ended.')).toBeShown();
  });

  it('that run on a schedule are a table to read', async () => {
    show();
    const table = await screen.findByRole('table', { name: 'Scheduled jobs of Fake fleet' });
    expect(within(table).getByRole('row', { name: /Nightly.*Every day from 3 May 2026, 02:00.*On/ })).toBeShown();
  });
});

describe('where there are no jobs', () => {
  it('says what a job is and where to connect a platform', async () => {
    show({}, [{ ...fakeConnectionStatus, platform: null }]);
    expect(await screen.findByText(/does one thing on many vehicles/)).toBeShown();
    expect(screen.getByRole('link', { name: 'Go to the connections' }).getAttribute('href')).toBe('#/connections');
  });

  it('says which role may see them, and asks the platform nothing', async () => {
    const list = vi.fn(() => ok([]));
    showWith({ 'view-jobs': { state: 'denied', explanation: 'Needs the role Administrator.' } }, { 'jobs.list': list });
    expect(await screen.findByText(/cannot be read\. Needs the role Administrator/)).toBeShown();
    expect(list).not.toHaveBeenCalled();
  });

  it('says which role may start one where this one may only look', async () => {
    showWith({ 'run-job': { state: 'denied', explanation: 'Needs the role Operator.' } });
    const button = await screen.findByRole('button', { name: 'New job on Fake fleet' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toMatch(
      /Needs the role Operator/,
    );
    const stop = await screen.findByRole('button', { name: 'Stop…' });
    expect(stop.getAttribute('aria-disabled')).toBe('true');
  });

  it('leaves out a platform that has none', async () => {
    showWith({ 'view-jobs': { state: 'unsupported', explanation: '' } });
    expect(await screen.findByText(/No platform that is connected here offers jobs/)).toBeShown();
  });
});

describe('a new job', () => {
  const setAction = {
    ...fakeJobAction,
    id: 'set',
    title: 'Set temperature',
    risk: 'routine' as const,
    parameters: [
      {
        name: 'temperature',
        title: 'Temperature',
        type: 'number' as const,
        minimum: -30,
        maximum: 25,
        unit: 'celsius' as const,
      },
    ],
  };

  const begin = async (methods: Methods = {}) => {
    show({ 'jobs.actions': () => ok([fakeJobAction, setAction]), ...methods });
    fireEvent.click(await screen.findByRole('button', { name: 'New job on Fake fleet' }));
    return screen.findByRole('dialog');
  };

  const choose = async (dialog: HTMLElement, option: RegExp) => {
    fireEvent.click(await within(dialog).findByPlaceholderText('Choose'));
    fireEvent.click(await screen.findByRole('option', { name: option }));
  };

  const untilGroups = (dialog: HTMLElement) => choose(dialog, /^Vans/);

  it('goes from what over whom to a last look, and starts once', async () => {
    const create = vi.fn<Create>(({ job }) => ok({ ...fakeJob, id: 'new', name: job.name }));
    const dialog = await begin({ 'jobs.create': create });
    await choose(dialog, /^Set temperature/);
    fireEvent.change(within(dialog).getByLabelText(/^Temperature/), { target: { value: '99' } });
    press(dialog, 'Continue');
    expect(await within(dialog).findByText('Between -30 and 25.')).toBeShown();
    fireEvent.change(within(dialog).getByLabelText(/^Temperature/), { target: { value: '-18' } });
    press(dialog, 'Continue');
    await untilGroups(dialog);
    press(dialog, 'Continue');
    expect(await within(dialog).findByText('Vans (1 vehicle)')).toBeShown();
    expect(within(dialog).getByText('-18 °C')).toBeShown();
    const start = within(dialog).getByRole('button', { name: 'Start job' });
    fireEvent.click(start);
    fireEvent.click(start);
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
    });
    expect(create).toHaveBeenCalledTimes(1);
    expect(create.mock.calls[0]?.[0]).toEqual({
      connectionId: 'fake',
      job: {
        name: 'Set temperature',
        actionId: 'set',
        values: { temperature: -18 },
        target: { kind: 'group', groupId: 'vans' },
      },
    });
  });

  it('that interrupts work asks for a second word', async () => {
    const create = vi.fn<Create>(({ job }) => ok({ ...fakeJob, name: job.name }));
    const dialog = await begin({ 'jobs.create': create });
    await choose(dialog, /^Reboot/);
    press(dialog, 'Continue');
    fireEvent.click(await within(dialog).findByRole('radio', { name: 'Vehicles that I choose' }));
    press(dialog, 'Continue');
    expect(await within(dialog).findByText('Choose at least one vehicle.')).toBeShown();
    fireEvent.click(await within(dialog).findByRole('checkbox', { name: 'VAN-002' }));
    fireEvent.click(await within(dialog).findByRole('checkbox', { name: 'BUS-003' }));
    press(dialog, 'Continue');
    const start = await within(dialog).findByRole('button', { name: 'Start job' });
    expect(start).toHaveProperty('disabled', true);
    fireEvent.submit(start);
    expect(create).not.toHaveBeenCalled();
    fireEvent.change(within(dialog).getByLabelText(/Type 2 to allow it/), { target: { value: '2' } });
    fireEvent.click(start);
    await waitFor(() => {
      expect(create.mock.calls[0]?.[0].job.target).toEqual({ kind: 'vehicles', vehicleIds: ['VAN-002', 'BUS-003'] });
    });
  });

  it('loses nothing on the way back, nor when the platform refuses', async () => {
    const dialog = await begin({ 'jobs.create': () => fail('refused', 'The group is empty.') });
    await choose(dialog, /^Set temperature/);
    fireEvent.change(within(dialog).getByLabelText(/^Temperature/), { target: { value: '-18' } });
    press(dialog, 'Continue');
    await untilGroups(dialog);
    press(dialog, 'Continue');
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Start job' }));
    expect(await within(dialog).findByText('The group is empty.')).toBeShown();
    press(dialog, 'Back');
    press(dialog, 'Back');
    expect(within(dialog).getByLabelText(/^Temperature/)).toHaveProperty('value', '-18 °C');
  });

  it('says that nobody knows when no answer came, and reads the list again', async () => {
    const list = vi.fn(() => ok([finished]));
    const dialog = await begin({ 'jobs.list': list, 'jobs.create': () => fail('timeout', 'No answer within 60 s.') });
    await choose(dialog, /^Set temperature/);
    fireEvent.change(within(dialog).getByLabelText(/^Temperature/), { target: { value: '-18' } });
    press(dialog, 'Continue');
    await untilGroups(dialog);
    press(dialog, 'Continue');
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Start job' }));
    expect(await within(dialog).findByText('Nobody can say whether it was done')).toBeShown();
    await waitFor(() => {
      expect(list).toHaveBeenCalledTimes(2);
    });
  });
});
