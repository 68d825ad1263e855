// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { failureOf, ok } from '../../shared/contract/result.ts';
import type { TokenNotice } from '../../shared/access/watch.ts';
import type { TokensEvent } from '../../shared/access/token-list.ts';
import { beginAt, wholePage } from '../../test/support/at-the-screen.ts';
import { fakeConnectionStatus, fakeNowMs } from '../../test/support/fake-data.ts';
import { fakePlatformStatus } from '../../test/support/fake-platform.ts';
import {
  fakeNotice,
  fakePrivilege,
  fakeProposal,
  fakeRotation,
  fakeTokenList,
  fakeTokens,
  fakeTokensEvent,
  fakeTokensNotPermitted,
} from '../../test/support/fake-tokens.ts';
import { giveHeight, platformConnection, press, showTokens, type Method } from '../../test/support/show-tokens.ts';

beginAt('#/tokens');
beforeEach(() => {
  giveHeight((property, px) => {
    vi.spyOn(HTMLElement.prototype, property, 'get').mockReturnValue(px);
  });
});

const show = (told: TokensEvent) => showTokens({}, [platformConnection], null, told);
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
    expect((await rowOf('lost')).textContent).toMatch(/Not known.*Unknown to the platform.*Other fleet/);
  });

  it('draws only the rows that one can see of five thousand, and finds any of them', async () => {
    const tokens = Array.from({ length: 5000 }, (_, index) => ({
      ...fakeTokens[1],
      ...{ id: `key-${String(index)}`, name: `key-${String(index)}` },
    })) as typeof fakeTokenList.tokens;
    show(fakeTokensEvent({ tokens }));
    const grid = await screen.findByRole('grid', { name: 'Tokens of Fake fleet' });
    expect(grid.getAttribute('aria-rowcount')).toBe('5000');
    expect(within(grid).getAllByRole('row').length).toBeLessThan(40);
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search the tokens' }), { target: { value: 'key-4999' } });
    expect(await screen.findByText('1 token of 5,000')).toBeShown();
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
    expect(within(details).getByText(/None. Other programs may/)).toBeShown();
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
    show(
      fakeTokensEvent({
        abilities: { ...abilities, create: { state: 'denied', explanation: 'Needs the role Administrator.' } },
      }),
    );
    fireEvent.click(await rowOf('export'));
    const details = await screen.findByRole('complementary');
    expect(within(details).queryByRole('button', { name: 'Edit…' })).toBeNull();
    expect(within(details).getByRole('button', { name: 'Rotate…' }).getAttribute('aria-disabled')).toBe('true');
    expect(within(details).getByText('Rotate: Needs the role Administrator.')).toBeShown();
    expect(screen.getByRole('button', { name: 'New token…' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('comes page by page, with its progress, and can be searched and sorted meanwhile', async () => {
    const [console_, depot] = fakeTokens;
    if (console_ === undefined || depot === undefined) throw new Error('Two tokens are listed.');
    const unread = { readAtMs: null, canGoOn: false };
    const { tokens } = show(fakeTokensEvent({ tokens: [console_] }, { ...unread, reading: { readCount: 1 } }));
    expect(await rowOf('console')).toBeShown();
    expect(screen.getByRole('progressbar', { name: 'Reading the tokens' }).textContent).toBe('1 read…');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'depot' } });
    expect(await screen.findByText(/No token read so far has all of these words/)).toBeShown();
    tokens.publish(fakeTokensEvent({ tokens: [depot] }, { ...unread, kind: 'delta', reading: { readCount: 1250 } }));
    expect(await rowOf('depot-screens')).toBeShown();
    expect(screen.getByRole('progressbar').textContent).toBe('1,250 read…');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: '' } });
    await waitFor(() => {
      expect(shownNames()).toEqual(['console', 'depot-screens']);
    });
    tokens.publish(fakeTokensEvent({ tokens: [] }, { kind: 'delta' }));
    await waitFor(() => {
      expect(screen.queryByRole('progressbar')).toBeNull();
    });
    expect(shownNames()).toEqual(['console', 'depot-screens']);
  });

  it('keeps what one looks at in its place while pages come in above it', async () => {
    const [, row] = fakeTokens;
    if (row === undefined) throw new Error('Two tokens are listed.');
    const named = (prefix: string) =>
      Array.from({ length: 100 }, (_, index) => ({
        ...row,
        ...{ id: `${prefix}-${String(index)}`, name: `${prefix}-${String(index)}` },
      }));
    const { tokens } = show(fakeTokensEvent({ tokens: named('key') }, { reading: { readCount: 100 } }));
    const grid = await screen.findByRole('grid');
    Object.defineProperty(grid, 'scrollHeight', { value: 200 * 44 });
    grid.scrollTop = 50 * 44;
    const scrollTo = vi.spyOn(grid, 'scrollTo');
    tokens.publish(fakeTokensEvent({ tokens: named('gate') }, { kind: 'delta', reading: { readCount: 200 } }));
    await waitFor(() => {
      expect(scrollTo).toHaveBeenCalledWith(expect.objectContaining({ top: 150 * 44 }));
    });
  });

  it('is never empty while it is read again, and says how far that is', async () => {
    const refresh = vi.fn<Method<'tokens.refresh'>>(() => ok(null));
    const { tokens } = showTokens({ 'tokens.refresh': refresh });
    await rowOf('console');
    fireEvent.click(screen.getByRole('button', { name: 'Refresh the tokens' }));
    await waitFor(() => {
      expect(refresh.mock.calls[0]?.[0]).toEqual({ connectionId: 'fake', from: 'beginning' });
    });
    tokens.publish(fakeTokensEvent({ tokens: [] }, { kind: 'delta', reading: { readCount: 2 } }));
    expect(await screen.findByText('reading again: 2 of about 5…')).toBeShown();
    expect(await rowOf('console')).toBeShown();
    tokens.publish(fakeTokensEvent({ tokens: [] }, { kind: 'delta', gone: ['trial'] }));
    await waitFor(() => {
      expect(shownNames()).not.toContain('trial');
    });
  });

  it('says at which page it stopped, and goes on from there', async () => {
    const refresh = vi.fn<Method<'tokens.refresh'>>(() => ok(null));
    showTokens(
      { 'tokens.refresh': refresh },
      [platformConnection],
      null,
      fakeTokensEvent({}, { problem: 'The list ends after 1250: page 51 could not be read.', canGoOn: true }),
    );
    expect((await screen.findByRole('alert')).textContent).toMatch(/page 51 could not be read/);
    expect(await rowOf('console')).toBeShown();
    press(screen.getByRole('alert'), 'Read the rest');
    await waitFor(() => {
      expect(refresh.mock.calls[0]?.[0]).toEqual({ connectionId: 'fake', from: 'where-it-stopped' });
    });
  });

  it('stays with its age when it cannot be read again, and is tried again', async () => {
    const refresh = vi.fn<Method<'tokens.refresh'>>(() => ok(null));
    const failure = failureOf('unreachable', 'The platform does not answer.');
    const { tokens } = showTokens(
      { 'tokens.refresh': refresh },
      [platformConnection],
      null,
      fakeTokensEvent({ readAtMs: fakeNowMs - 180_000 }, { failure }),
    );
    expect(await screen.findByText(/The platform does not answer/)).toBeShown();
    expect(screen.getByText(/read 3 min ago/)).toBeShown();
    expect(await rowOf('console')).toBeShown();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => {
      expect(refresh).toHaveBeenCalledOnce();
    });
    tokens.publish(fakeTokensEvent({ tokens: [] }, { kind: 'delta' }));
    await waitFor(() => {
      expect(screen.queryByText(/The platform does not answer/)).toBeNull();
    });
  });

  it('is not there, and says why, where the first page does not come', async () => {
    const failure = failureOf('unreachable', 'The platform does not answer.');
    show(fakeTokensEvent({ tokens: [], readAtMs: null }, { head: null, failure }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/could not be read\. The platform does not answer/);
    expect(screen.queryByText(/lists no tokens/)).toBeNull();
    expect(screen.queryByText('Asking the platform…')).toBeNull();
  });

  it('says so when it is empty', async () => {
    show(fakeTokensEvent({ tokens: [] }));
    expect(await screen.findByText('The platform lists no tokens.')).toBeShown();
  });

  it('says so when the search finds nothing', async () => {
    showTokens();
    await rowOf('console');
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'nowhere' } });
    expect(await screen.findByText(/No token has all of these words/)).toBeShown();
  });
});

describe('where the tokens cannot be seen', () => {
  it('explains it and says who can help, and which connection here may look', async () => {
    show({ ...fakeTokensNotPermitted, helpers: [{ connectionId: 'admin', name: 'Admin desk' }] });
    expect(await screen.findByText(/has the role Operator, which may not look/)).toBeShown();
    expect(screen.getByText(/Ask an administrator of Contoso/)).toBeShown();
    expect(screen.getByRole('link', { name: 'Tokens seen through Admin desk' }).getAttribute('href')).toBe(
      '#/tokens/admin',
    );
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('asks nothing of a connection that is switched off, and switches it on', async () => {
    const setEnabled = vi.fn<Method<'connections.setEnabled'>>(() => ok(null));
    const { tokens } = showTokens({ 'connections.setEnabled': setEnabled }, [
      { ...platformConnection, isEnabled: false },
    ]);
    fireEvent.click(await screen.findByRole('button', { name: /^Switch it on/ }));
    await waitFor(() => {
      expect(setEnabled.mock.calls[0]?.[0]).toEqual({ id: 'fake', isEnabled: true });
    });
    expect(tokens.counts.opened).toBe(0);
  });

  it('says how to get the first token, and takes it into the setup without leaving it in the page', async () => {
    showTokens({}, [{ ...fakeConnectionStatus, platform: null }]);
    const form = await screen.findByRole('form', { name: 'The first token' });
    expect(within(form).getByRole('button', { name: 'How do I get a token?' })).toBeShown();
    press(form, 'Next: set up the connection');
    expect(within(form).getByText('Paste the token.')).toBeShown();
    const field = within(form).getByLabelText('API token or bearer token');
    fireEvent.change(field, { target: { value: 'a-abc123-x1y2z3a4b5' } });
    expect(within(form).getByLabelText<HTMLInputElement>('API key').value).toBe('a-abc123-x1y2z3a4b5');
    fireEvent.change(within(form).getByLabelText('Authentication token'), { target: { value: 'pasted-secret' } });
    press(form, 'Next: set up the connection');
    await waitFor(() => {
      expect(window.location.hash).toBe('#/connections');
    });
    expect(wholePage()).not.toContain('pasted-secret');
  });
});

describe('what is announced', () => {
  it('is dismissed until the next threshold, and leads to the token', async () => {
    const dismiss = vi.fn<Method<'tokens.dismissNotice'>>(() => ok(null));
    showTokens({ 'tokens.notices': () => ok([fakeNotice]), 'tokens.dismissNotice': dismiss });
    const banner = await screen.findByRole('status', { name: 'Tokens that want attention' });
    expect(await within(banner).findByText(/ends in 5 days/)).toBeShown();
    await rowOf('export');
    press(banner, 'Show export in the list');
    expect(await screen.findByRole('complementary', { name: 'Token export' })).toBeShown();
    press(banner, 'Dismiss the notice of export');
    await waitFor(() => {
      expect(within(banner).queryByText(/ends in 5 days/)).toBeNull();
    });
    expect(dismiss.mock.calls[0]?.[0]).toEqual({ id: 'notice-1' });
  });

  it('says when the agreed time of a rotation is over, and leads to revoking', async () => {
    const rotation = { ...fakeRotation, step: 'revoke', overlapEndsAtMs: fakeNowMs - 60_000 } as const;
    const notice: TokenNotice = {
      ...fakeNotice,
      ...{ tokenId: 'console', tokenName: 'console', rotationId: rotation.id },
      threshold: 'overlap-ended',
      text: 'The time agreed for both “console” and “console-2” is over.',
    };
    showTokens({ 'tokens.notices': () => ok([notice]), 'rotations.list': () => ok([rotation]) });
    const banner = await screen.findByRole('status', { name: 'Tokens that want attention' });
    expect(await within(banner).findByText(/The time agreed for both/)).toBeShown();
    press(banner, 'Revoke console: see what stops');
    const dialog = await screen.findByRole('dialog', { name: 'Rotate “console”' });
    expect(
      await within(dialog).findByRole('checkbox', { name: 'The connection “Fake fleet” stops working.' }),
    ).toBeShown();
    expect(within(dialog).getByRole('button', { name: 'Revoke the old token' }).getAttribute('aria-disabled')).toBe(
      'true',
    );
  });

  it('warns of a token that may more than it is used for, and leads to a smaller one', async () => {
    const proposal = vi.fn<Method<'tokens.proposal'>>(({ job }) => ok({ ...fakeProposal, job }));
    showTokens({ 'tokens.privileges': () => ok([fakePrivilege]), 'tokens.proposal': proposal });
    expect(await screen.findByText(/was used for nothing but watching/)).toBeShown();
    fireEvent.click(await screen.findByRole('button', { name: 'Make a smaller one for watching…' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('Smallest role: Operator')).toBeShown();
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
    expect(await screen.findByRole('grid', { name: 'Tokens of Plant' })).toBeShown();
    const link = screen.getByRole('link', { name: /^Plant/ });
    expect(link.getAttribute('aria-current')).toBe('page');
    expect(link.getAttribute('href')).toBe('#/tokens/plant');
  });
});
