// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { notifications } from '@mantine/notifications';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fail, ok } from '../../shared/contract/result.ts';
import { fakeConnectionStatus, fakeNowMs } from '../../test/support/fake-data.ts';
import { fakePlatformStatus } from '../../test/support/fake-platform.ts';
import {
  fakeNotice,
  fakePrivilege,
  fakeProposal,
  fakeTokenList,
  fakeTokens,
  fakeTokensNotPermitted,
} from '../../test/support/fake-tokens.ts';
import { giveHeight, platformConnection, press, showTokens, type Method } from '../../test/support/show-tokens.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: fakeNowMs });
  giveHeight((property, px) => {
    vi.spyOn(HTMLElement.prototype, property, 'get').mockReturnValue(px);
  });
  window.location.hash = '#/tokens';
});
afterEach(() => {
  vi.useRealTimers();
  act(() => {
    notifications.clean();
  });
});

const rowOf = (name: string) => screen.findByRole('row', { name: new RegExp(`^${name}`) });
const shownNames = () =>
  within(screen.getByRole('grid'))
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('gridcell')[0]?.textContent);

describe('the list of tokens', () => {
  it('says of each what it may, where, until when, how it stands and who uses it', async () => {
    showTokens();
    const own = await rowOf('console');
    expect(own.textContent).toMatch(/Administrator.*Everything, API tokens included/);
    expect(own.textContent).toMatch(/Whole application.*in 200 days.*Active.*Fake fleet.*this connection/);
    expect((await rowOf('export')).textContent).toMatch(/in 5 days.*Expiring.*no connection/);
    expect((await rowOf('trial')).dataset.tone).toBe('bad');
    expect((await rowOf('lost')).textContent).toMatch(/Not known.*Not listed.*Other fleet/);
  });

  it('draws only the rows that one can see of five thousand, and finds any of them', async () => {
    const tokens = Array.from({ length: 5000 }, (_, index) => ({
      ...fakeTokens[1],
      ...{ id: `key-${String(index)}`, name: `key-${String(index)}` },
    })) as typeof fakeTokenList.tokens;
    showTokens({ 'tokens.list': () => ok({ ...fakeTokenList, tokens }) });
    const grid = await screen.findByRole('grid', { name: 'Tokens of Fake fleet' });
    expect(grid.getAttribute('aria-rowcount')).toBe('5000');
    expect(within(grid).getAllByRole('row').length).toBeLessThan(40);
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search the tokens' }), { target: { value: 'key-4999' } });
    expect(await screen.findByText('1 token of 5000')).toBeDefined();
    expect(shownNames()).toEqual(['key-4999']);
  });

  it('sorts by a column, and the other way round', async () => {
    showTokens();
    await rowOf('console');
    const head = screen.getByRole('columnheader', { name: 'Expires' });
    press(head, 'Expires');
    expect(head.getAttribute('aria-sort')).toBe('ascending');
    await waitFor(() => {
      expect(shownNames()[0]).toBe('trial');
    });
    press(head, 'Expires');
    expect(head.getAttribute('aria-sort')).toBe('descending');
  });

  it('is walked with the arrow keys, and Enter opens the details of a token', async () => {
    showTokens();
    const first = await rowOf('console');
    first.focus();
    fireEvent.keyDown(first, { key: 'ArrowDown' });
    expect(document.activeElement?.textContent).toMatch(/^depot-screens/);
    fireEvent.keyDown(document.activeElement ?? first, { key: 'Enter' });
    const details = await screen.findByRole('complementary', { name: 'Token depot-screens' });
    expect(document.activeElement).toBe(within(details).getByRole('heading', { name: 'depot-screens' }));
    expect(within(details).getByText(/None. Other programs may/)).toBeDefined();
    fireEvent.keyDown(document.activeElement ?? first, { key: 'Escape' });
    expect(screen.queryByRole('complementary')).toBeNull();
    expect(document.activeElement?.textContent).toMatch(/^depot-screens/);
  });

  it('goes out as a file without secrets', async () => {
    showTokens();
    await rowOf('console');
    const blobs: Blob[] = [];
    URL.createObjectURL = (blob) => {
      blobs.push(blob as Blob);
      return 'blob:tokens';
    };
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    fireEvent.click(screen.getByRole('button', { name: 'Export as CSV' }));
    const text = await blobs[0]?.text();
    expect(text).toMatch(/^\uFEFF?Name,Id,Roles/);
    expect(text).toMatch(/depot-screens/);
  });

  it('does not offer what the platform cannot, and says why the rest cannot be used', async () => {
    const { abilities } = fakeTokenList;
    showTokens({
      'tokens.list': () =>
        ok({
          ...fakeTokenList,
          abilities: { ...abilities, create: { state: 'denied', explanation: 'Needs the role Administrator.' } },
        }),
    });
    fireEvent.click(await rowOf('export'));
    const details = await screen.findByRole('complementary');
    expect(within(details).queryByRole('button', { name: 'Edit…' })).toBeNull();
    expect(within(details).getByRole('button', { name: 'Rotate…' }).getAttribute('aria-disabled')).toBe('true');
    expect(within(details).getByText('Rotate: Needs the role Administrator.')).toBeDefined();
    expect(screen.getByRole('button', { name: 'New token…' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('stays with its age when it cannot be read again, and is tried again', async () => {
    const list = vi
      .fn<Method<'tokens.list'>>()
      .mockReturnValueOnce(ok({ ...fakeTokenList, readAtMs: fakeNowMs - 180_000 }))
      .mockReturnValueOnce(fail('unreachable', 'The platform does not answer.'))
      .mockReturnValue(ok(fakeTokenList));
    showTokens({ 'tokens.list': list });
    await rowOf('console');
    fireEvent.click(screen.getByRole('button', { name: 'Read the tokens again' }));
    expect(await screen.findByText(/The platform does not answer/)).toBeDefined();
    expect(screen.getByText(/read 3 min ago/)).toBeDefined();
    expect(await rowOf('console')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => {
      expect(screen.queryByText(/The platform does not answer/)).toBeNull();
    });
  });

  it('says so when it is empty', async () => {
    showTokens({ 'tokens.list': () => ok({ ...fakeTokenList, tokens: [] }) });
    expect(await screen.findByText('The platform lists no tokens.')).toBeDefined();
  });

  it('says so when the search finds nothing', async () => {
    showTokens();
    await rowOf('console');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'nowhere' } });
    expect(await screen.findByText(/No token has all of these words/)).toBeDefined();
  });
});

describe('where the tokens cannot be seen', () => {
  it('explains it and says who can help, and which connection here may look', async () => {
    showTokens({
      'tokens.list': () => ok({ ...fakeTokensNotPermitted, helpers: [{ connectionId: 'admin', name: 'Admin desk' }] }),
    });
    expect(await screen.findByText(/has the role Operator, which may not look/)).toBeDefined();
    expect(screen.getByText(/Ask an administrator of Contoso/)).toBeDefined();
    expect(screen.getByRole('link', { name: 'Tokens seen through Admin desk' }).getAttribute('href')).toBe(
      '#/tokens/admin',
    );
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('asks nothing of a connection that is switched off, and switches it on', async () => {
    const list = vi.fn<Method<'tokens.list'>>(() => ok(fakeTokenList));
    const setEnabled = vi.fn<Method<'connections.setEnabled'>>(() => ok(null));
    showTokens({ 'tokens.list': list, 'connections.setEnabled': setEnabled }, [
      { ...platformConnection, isEnabled: false },
    ]);
    fireEvent.click(await screen.findByRole('button', { name: /^Switch it on/ }));
    await waitFor(() => {
      expect(setEnabled.mock.calls[0]?.[0]).toEqual({ id: 'fake', isEnabled: true });
    });
    expect(list).not.toHaveBeenCalled();
  });

  it('says how to get the first token, and takes it into the setup without leaving it in the page', async () => {
    showTokens({}, [{ ...fakeConnectionStatus, platform: null }]);
    const form = await screen.findByRole('form', { name: 'The first token' });
    expect(within(form).getByRole('button', { name: 'How do I get a token?' })).toBeDefined();
    press(form, 'Next: set up the connection');
    expect(within(form).getByText('Paste the token.')).toBeDefined();
    const field = within(form).getByLabelText('API token or bearer token');
    fireEvent.change(field, { target: { value: 'a-abc123-x1y2z3a4b5' } });
    expect(within(form).getByLabelText<HTMLInputElement>('API key').value).toBe('a-abc123-x1y2z3a4b5');
    fireEvent.change(within(form).getByLabelText('Authentication token'), { target: { value: 'pasted-secret' } });
    press(form, 'Next: set up the connection');
    await waitFor(() => {
      expect(window.location.hash).toBe('#/connections');
    });
    expect(document.body.innerHTML).not.toContain('pasted-secret');
  });
});

describe('what is announced', () => {
  it('is dismissed until the next threshold, and leads to the token', async () => {
    const dismiss = vi.fn<Method<'tokens.dismissNotice'>>(() => ok(null));
    showTokens({ 'tokens.notices': () => ok([fakeNotice]), 'tokens.dismissNotice': dismiss });
    const banner = await screen.findByRole('status', { name: 'Tokens that end' });
    expect(await within(banner).findByText(/ends in 5 days/)).toBeDefined();
    await rowOf('export');
    press(banner, 'Show export in the list');
    expect(await screen.findByRole('complementary', { name: 'Token export' })).toBeDefined();
    press(banner, 'Dismiss the notice of export');
    await waitFor(() => {
      expect(within(banner).queryByText(/ends in 5 days/)).toBeNull();
    });
    expect(dismiss.mock.calls[0]?.[0]).toEqual({ id: 'notice-1' });
  });

  it('warns of a token that may more than it is used for, and leads to a smaller one', async () => {
    const proposal = vi.fn<Method<'tokens.proposal'>>(({ job }) => ok({ ...fakeProposal, job }));
    showTokens({ 'tokens.privileges': () => ok([fakePrivilege]), 'tokens.proposal': proposal });
    expect(await screen.findByText(/was used for nothing but watching/)).toBeDefined();
    fireEvent.click(await screen.findByRole('button', { name: 'Make a smaller one for watching…' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('Smallest role: Operator')).toBeDefined();
    await waitFor(() => {
      expect(within(dialog).getByRole<HTMLInputElement>('combobox', { name: 'Role' }).value).toBe('Operator');
    });
    expect(proposal.mock.calls[0]?.[0]).toEqual({ connectionId: 'fake', job: 'watch' });
  });
});

describe('several platforms', () => {
  it('are chosen by their connection, each with an address of its own', async () => {
    showTokens(
      {},
      [
        platformConnection,
        { ...platformConnection, id: 'plant', name: 'Plant', platform: { ...fakePlatformStatus, kind: 'watson' } },
      ],
      'plant',
    );
    expect(await screen.findByRole('grid', { name: 'Tokens of Plant' })).toBeDefined();
    const link = screen.getByRole('link', { name: /^Plant/ });
    expect(link.getAttribute('aria-current')).toBe('page');
    expect(link.getAttribute('href')).toBe('#/tokens/plant');
  });
});
