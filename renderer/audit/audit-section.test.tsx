// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { notifications } from '@mantine/notifications';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuditEntry } from '../../shared/audit/entry.ts';
import type { MethodParams } from '../../shared/contract/contract.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import { fakeAuditEntry } from '../../test/support/fake-admin.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { everything, useAuditChoice } from './audit-filter.ts';
import { AuditSection } from './audit-section.tsx';
import { InterruptedBanner } from './interrupted-banner.tsx';
import { useSeenInterruptions } from './interrupted.ts';

type Overrides = NonNullable<Parameters<typeof fakeHandlers>[0]>;

beforeEach(() => {
  // jsdom lays nothing out: the list gets the height of twenty rows.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  Element.prototype.scrollTo = () => undefined;
  useAuditChoice.setState(everything);
});
afterEach(() => {
  act(() => {
    notifications.clean();
  });
});

const entries = [
  { ...fakeAuditEntry, sequence: 3, outcome: 'failed', operationId: 'op-1', detail: 'The role is too small.' },
  { ...fakeAuditEntry, sequence: 2, outcome: 'started', operationId: 'op-1', detail: '' },
  { ...fakeAuditEntry, sequence: 1, kind: 'vault', action: 'vault.locked', target: 'passphrase' },
] as const;

const show = (overrides: Overrides = {}) =>
  renderWithEngine(
    <AuditSection />,
    fakeHandlers({
      methods: { 'audit.query': () => ok({ entries: [...entries], hasMore: false }), ...overrides.methods },
      topics: { audit: createFakeTopic<'audit'>({ lastSequence: 3 }).open, ...overrides.topics },
    }),
  );

const rowOf = (name: RegExp) => screen.findByRole('row', { name });
const press = (name: RegExp | string) => {
  fireEvent.click(screen.getByRole('button', { name }));
};

describe('the audit log', () => {
  it('says of each entry when, what, to what, and how it ended, in one sentence', async () => {
    show();
    const row = await rowOf(/Create token, night-shift, Fake fleet, Failed, ana$/);
    expect(row.dataset.tone).toBe('bad');
    expect(screen.getByText('3 entries, newest first.')).toBeShown();
  });

  it('shows every field of an entry, and leads to the others of the same operation', async () => {
    show();
    fireEvent.click(await rowOf(/Failed/));
    const details = await screen.findByRole('complementary', { name: 'Entry 3' });
    expect(details.textContent).toMatch(/The role is too small.*token\.create.*op-1/);
    expect(within(details).getByText('a'.repeat(64))).toBeShown();
    fireEvent.click(within(details).getByRole('button', { name: 'Entry 2: started' }));
    expect(await screen.findByRole('complementary', { name: 'Entry 2' })).toBeShown();
  });

  it('is read with the keyboard alone', async () => {
    show();
    const first = await rowOf(/Failed/);
    first.focus();
    fireEvent.keyDown(first, { key: 'ArrowDown' });
    const second = await rowOf(/Started/);
    await waitFor(() => {
      expect(document.activeElement).toBe(second);
    });
    fireEvent.keyDown(second, { key: 'Enter' });
    expect(await screen.findByRole('complementary', { name: 'Entry 2' })).toBeShown();
    fireEvent.keyDown(second, { key: 'End' });
    expect(await screen.findByRole('complementary', { name: 'Entry 1' })).toBeShown();
    if (document.activeElement !== null) fireEvent.keyDown(document.activeElement, { key: 'Escape' });
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  it('is asked for what the filters say, and says so where nothing fits', async () => {
    const queries: MethodParams<'audit.query'>[] = [];
    show({
      methods: {
        'audit.query': (query) => {
          queries.push(query);
          return ok({ entries: query.outcome === 'refused' ? [] : [...entries], hasMore: false });
        },
      },
    });
    await rowOf(/Failed/);
    fireEvent.change(screen.getByLabelText('Kind'), { target: { value: 'token' } });
    fireEvent.change(screen.getByLabelText('Outcome'), { target: { value: 'refused' } });
    fireEvent.change(screen.getByLabelText('Find in the log'), { target: { value: 'night' } });
    expect(await screen.findByText(/No entry fits these filters/)).toBeShown();
    expect(queries).toContainEqual({ kinds: ['token'], outcome: 'refused', text: 'night', limit: 100 });
    fireEvent.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] ?? document.body);
    expect(await rowOf(/Failed/)).toBeShown();
  });

  it('keeps its filters while one is away', async () => {
    const { unmount } = show();
    await rowOf(/Failed/);
    fireEvent.change(screen.getByLabelText('Kind'), { target: { value: 'vault' } });
    unmount();
    show();
    expect(await screen.findByLabelText('Kind')).toHaveProperty('value', 'vault');
  });

  it('tells that it has grown, and shows the new entries when that is pressed', async () => {
    let newest = 3;
    const topic = createFakeTopic<'audit'>({ lastSequence: 3 });
    show({
      methods: {
        'audit.query': () =>
          ok({
            entries: newest === 3 ? [...entries] : [{ ...fakeAuditEntry, sequence: 4, outcome: 'refused' }, ...entries],
            hasMore: false,
          }),
      },
      topics: { audit: topic.open },
    });
    await rowOf(/Failed/);
    newest = 4;
    topic.publish({ lastSequence: 4 });
    const button = await screen.findByRole('button', { name: /1 new entry/ });
    expect(screen.queryByRole('row', { name: /Refused/ })).toBeNull();
    fireEvent.click(button);
    expect(await rowOf(/Refused/)).toBeShown();
  });

  it('says why it could not be read, and tries again', async () => {
    let isBroken = true;
    show({
      methods: {
        'audit.query': () =>
          isBroken ? fail('internal', 'The disk does not answer.') : ok({ entries: [...entries], hasMore: false }),
      },
    });
    expect(await screen.findByText(/The disk does not answer/)).toBeShown();
    isBroken = false;
    press('Try again');
    expect(await rowOf(/Failed/)).toBeShown();
  });
});

describe('what was under way when the console ended', () => {
  const interrupted: AuditEntry = {
    ...fakeAuditEntry,
    sequence: 4,
    kind: 'connection',
    action: 'connection.save',
    target: 'Hamburg',
    connectionName: 'Hamburg',
    outcome: 'unknown',
    detail: 'The console ended in the middle of it. Open it under Connections.',
  };
  const methods = { 'audit.interrupted': () => ok([interrupted]) };
  afterEach(() => {
    useSeenInterruptions.setState({ upTo: 0 });
  });

  it('is said above the log with what to do, until it is put away', async () => {
    show({ methods });
    const panel = await screen.findByRole('region', { name: 'Left half done' });
    expect(panel.textContent).toContain('Save connection: Hamburg (entry 4). Open it under Connections.');
    fireEvent.click(within(panel).getByRole('button', { name: 'Put this away' }));
    expect(screen.queryByRole('region', { name: 'Left half done' })).toBeNull();
  });

  it('is said above every other view, with the way there', async () => {
    renderWithEngine(<InterruptedBanner route={{ view: 'fleet' }} />, fakeHandlers({ methods }));
    expect(await screen.findByText(/ended in the middle of 1 thing/)).toBeShown();
    expect(screen.getByRole('link', { name: /what to do/ }).getAttribute('href')).toBe('#/admin/audit');
    press('Put this away');
    expect(screen.getByRole('status', { name: 'Left half done' }).textContent).toBe('');
  });
});

describe('verifying', () => {
  it('marks where the chain is broken, in words and in the list', async () => {
    const broken = { sequence: 2, explanation: 'This entry was changed after it was written.' };
    show({
      methods: {
        'audit.verify': () =>
          ok({
            ...{
              isIntact: false,
              rowCount: 3,
              firstBroken: broken,
              breaks: [broken],
              breakCount: 1,
              consistentFrom: 3,
            },
            ...{ head: { sequence: 3, hash: 'b'.repeat(64) }, end: 'as-noted', checkedAtMs: 0 },
          }),
      },
    });
    await rowOf(/Failed/);
    press('Verify');
    const status = screen.getByRole('status', { name: 'Check of the log' });
    expect(await within(status).findByText(/broken at entry 2/)).toBeShown();
    expect(status.textContent).toMatch(/At entry 2: This entry was changed/);
    expect(await rowOf(/the log is broken here/)).toBeShown();
  });

  it('says how far it is, and can be stopped', async () => {
    let aborted = false;
    const works = [
      { name: 'vault-move', doneCount: 1, totalCount: 2 },
      { name: 'audit-check', doneCount: 12_500, totalCount: 50_000 },
    ] as const;
    show({
      topics: { longWork: createFakeTopic<'longWork'>({ works }).open },
      methods: {
        'audit.verify': (_params, { signal }) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              aborted = true;
              resolve(fail('cancelled', 'Stopped.'));
            });
          }),
      },
    });
    await rowOf(/Failed/);
    press('Verify');
    const bar = await screen.findByRole('progressbar', { name: 'Entries checked' });
    expect(bar.getAttribute('aria-valuetext')).toBe('12,500 of 50,000 entries');
    expect(bar.getAttribute('aria-valuenow')).toBe('25');
    fireEvent.click(await screen.findByRole('button', { name: 'Stop' }));
    await waitFor(() => {
      expect(aborted).toBe(true);
    });
    expect(screen.getByRole('status', { name: 'Check of the log' }).textContent).toBe('');
  });
});

describe('exporting', () => {
  it('hands over what the filters let through, in the chosen format', async () => {
    const asked: unknown[] = [];
    const saved: string[] = [];
    URL.createObjectURL = () => 'blob:of-this-test';
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(`${this.download} ${this.href}`);
    });
    show({
      methods: {
        'audit.export': (params) => {
          asked.push(params);
          return ok({ fileName: 'log.csv', mediaType: 'text/csv', content: 'time' });
        },
      },
    });
    await rowOf(/Failed/);
    fireEvent.change(screen.getByLabelText('Kind'), { target: { value: 'token' } });
    fireEvent.click(await screen.findByRole('button', { name: 'Export what is found…' }));
    fireEvent.click(await screen.findByRole('radio', { name: 'CSV' }));
    press('Export');
    expect(await screen.findByText('log.csv is handed over.')).toBeShown();
    expect(asked).toEqual([{ format: 'csv', filter: { kinds: ['token'] } }]);
    expect(saved).toEqual(['log.csv blob:of-this-test']);
  });
});
