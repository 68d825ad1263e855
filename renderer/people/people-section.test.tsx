// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import { fakeConnectionStatus, fakeNowMs } from '../../test/support/fake-data.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { fakePeople, fakePeopleNotPermitted } from '../../test/support/fake-people.ts';
import { allRights, fakePlatformStatus } from '../../test/support/fake-platform.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { PeopleSection } from './people-section.tsx';

type Methods = NonNullable<NonNullable<Parameters<typeof fakeHandlers>[0]>['methods']>;

const central: ConnectionStatus = { ...fakeConnectionStatus, platform: fakePlatformStatus };
const unsupported = (explanation: string) => ({ state: 'unsupported', explanation }) as const;
const watson: ConnectionStatus = {
  ...fakeConnectionStatus,
  id: 'watson',
  name: 'Yard',
  platform: {
    ...fakePlatformStatus,
    kind: 'watson',
    application: 'abc123',
    rights: {
      ...allRights,
      'view-users': unsupported('The API of Watson IoT Platform does not list users.'),
      'view-organizations': unsupported('A key of Watson IoT Platform belongs to one organisation.'),
    },
  },
};

const show = (methods: Methods = {}, connections = [central], connectionId: string | null = null) =>
  renderWithEngine(
    <PeopleSection connectionId={connectionId} />,
    fakeHandlers({
      methods,
      topics: { connections: createFakeTopic<'connections'>({ sequence: 1, connections }).open },
    }),
  );

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: fakeNowMs });
});
afterEach(() => {
  vi.useRealTimers();
});

const table = () => screen.findByRole('table', { name: 'Users of Contoso Logistics' });
const namesIn = (list: HTMLElement) =>
  within(list)
    .getAllByRole('rowheader')
    .map(({ textContent }) => textContent);

describe('users and roles', () => {
  it('says of each user what it may do and where, and of each role who holds it', async () => {
    show();
    const list = await table();
    expect(namesIn(list)).toEqual(['ana@example.com', 'ben@example.com', 'export-service']);
    expect(within(list).getByRole('row', { name: /ben@/ }).textContent).toMatch(/Person.*Org Viewer.*Watch vehicles\./);
    await waitFor(() => {
      expect(within(list).getByRole('row', { name: /ben@/ }).textContent).toMatch(/North$/);
    });
    expect(within(list).getByRole('row', { name: /export/ }).textContent).toMatch(/No role: it may do nothing/);
    const roles = screen.getByRole('region', { name: 'Roles' });
    expect(roles.textContent).toMatch(/Administrator1 userEverything, API tokens included.*Operatorno user/);
  });

  it('leads from a role, and from an organisation, to those who have it', async () => {
    show();
    fireEvent.click(await screen.findByRole('button', { name: 'Show 1 user with the role Administrator' }));
    expect(namesIn(await table())).toEqual(['ana@example.com']);
    expect(screen.getByText('1 user of 3')).toBeShown();
    fireEvent.click(await screen.findByRole('button', { name: 'Show 1 user with a role in North' }));
    expect(namesIn(await table())).toEqual(['ben@example.com']);
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search the users' }), { target: { value: 'nobody' } });
    expect(screen.getByText(/No user has all of these words/)).toBeShown();
  });

  it('sorts by a column, and the other way round', async () => {
    show();
    const head = within(await table()).getByRole('columnheader', { name: 'Name' });
    expect(head.getAttribute('aria-sort')).toBe('ascending');
    fireEvent.click(within(head).getByRole('button'));
    expect(head.getAttribute('aria-sort')).toBe('descending');
    expect(namesIn(await table())[0]).toBe('export-service');
  });

  it('to a token that may not look says why, and who can help', async () => {
    const helpers = [{ connectionId: 'admin', name: 'Head office' }];
    show({ 'people.list': () => ok({ ...fakePeopleNotPermitted, helpers }) });
    expect(await screen.findByText(/has the role Operator, and may not look/)).toBeShown();
    expect(screen.getByRole('link', { name: 'Users seen through Head office' }).getAttribute('href')).toBe(
      '#/admin/people/admin',
    );
    expect(screen.queryByRole('alert')).toBeNull();
    // What it may look at is there all the same.
    expect(await screen.findByText('North')).toBeShown();
    expect(screen.queryByRole('button', { name: /^Show/ })).toBeNull();
  });

  it('asks no organisations of a token that may not look at them, and says so', async () => {
    const asked = vi.fn(() => ok([]));
    const rights = {
      ...allRights,
      'view-organizations': { state: 'denied', explanation: 'Needs Administrator.' },
    } as const;
    show({ 'platforms.organizations': asked }, [{ ...central, platform: { ...fakePlatformStatus, rights } }]);
    await table();
    expect(screen.getByRole('region', { name: 'Organisations' }).textContent).toMatch(
      /not shown to this connection\. Needs Administrator\./,
    );
    expect(asked).not.toHaveBeenCalled();
  });

  it('keeps what was read when reading it again fails, and tries again', async () => {
    let isDown = false;
    show({ 'people.list': () => (isDown ? fail('unreachable', 'Nobody answers.') : ok(fakePeople)) });
    await table();
    isDown = true;
    fireEvent.click(screen.getByRole('button', { name: 'Refresh the users and roles' }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/read again; what you see is older.*Nobody answers/);
    expect(namesIn(await table())).toHaveLength(3);
    isDown = false;
    fireEvent.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Try again' }));
    await waitFor(() => {
      expect(screen.queryByRole('alert')).toBeNull();
    });
  });

  it('says what is missing from the lists, and that nobody is listed', async () => {
    show({ 'people.list': () => ok({ ...fakePeople, users: [], notes: ['The list of users ends after 2.'] }) });
    expect(await screen.findByText(/ends after 2/)).toBeShown();
    expect(screen.getByText(/The platform lists no users/)).toBeShown();
  });
});

describe('which connection is shown', () => {
  it('is one that has users, with the way to the others; Watson says why there is nothing and where it is', async () => {
    const asked = vi.fn(() => ok(fakePeople));
    const { unmount } = show({ 'people.list': asked }, [watson, central]);
    await table();
    const others = screen.getByRole('navigation', { name: 'Connections' });
    expect(within(others).getByRole('link', { name: /Yard/ }).getAttribute('href')).toBe('#/admin/people/watson');
    unmount();
    asked.mockClear();
    show({ 'people.list': asked }, [watson, central], 'watson');
    expect(await screen.findByText(/does not list users\. A key .* belongs to one organisation/)).toBeShown();
    expect(screen.getByRole('link', { name: 'Tokens view of Yard' }).getAttribute('href')).toBe('#/tokens/watson');
    expect(asked).not.toHaveBeenCalled();
  });

  it('says so when it is switched off, is gone, or there is none', async () => {
    const off = show({}, [{ ...central, isEnabled: false }]);
    expect(await screen.findByRole('heading', { name: /is switched off/ })).toBeShown();
    off.unmount();
    const gone = show({}, [central], 'elsewhere');
    expect(await screen.findByText(/It may have been removed/)).toBeShown();
    gone.unmount();
    show({}, [fakeConnectionStatus]);
    expect(await screen.findByText(/a broker alone knows none/)).toBeShown();
  });
});
