// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fail, ok } from '../../shared/contract/result.ts';
import { beginAt } from '../../test/support/at-the-screen.ts';
import { fakeConsequences, fakeTokenList, fakeTokens, fakeTokensEvent } from '../../test/support/fake-tokens.ts';
import { giveHeight, platformConnection, press, showTokens, type Method } from '../../test/support/show-tokens.ts';

beginAt('#/tokens');
beforeEach(() => {
  giveHeight((property, px) => {
    vi.spyOn(HTMLElement.prototype, property, 'get').mockReturnValue(px);
  });
});

const rowOf = (name: string) => screen.findByRole('row', { name: new RegExp(`^${name}`) });

describe('deleting', () => {
  it('is possible once each consequence has been ticked, and says which it was', async () => {
    const remove = vi.fn<Method<'tokens.remove'>>(() => ok(null));
    showTokens({
      'tokens.remove': remove,
      'tokens.consequences': () => ok([...fakeConsequences, { code: 'used-elsewhere', text: 'Other programs stop.' }]),
    });
    fireEvent.click(await rowOf('console'));
    press(await screen.findByRole('complementary'), 'Delete…');
    const dialog = await screen.findByRole('dialog');
    const button = within(dialog).getByRole('button', { name: 'Delete token' });
    fireEvent.click(await within(dialog).findByRole('checkbox', { name: 'Other programs stop.' }));
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(within(dialog).getByRole('checkbox', { name: /“Fake fleet” stops working/ }));
    press(dialog, 'Delete token');
    await waitFor(() => {
      expect(remove.mock.calls[0]?.[0]).toEqual({
        connectionId: 'fake',
        tokenId: 'console',
        acknowledged: ['used-by-connections', 'used-elsewhere'],
      });
    });
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
    });
  });

  it('of the last one that may administer wants its name typed', async () => {
    showTokens({ 'tokens.consequences': () => ok([{ code: 'last-administrator', text: 'It is the last.' }]) });
    fireEvent.click(await rowOf('console'));
    press(await screen.findByRole('complementary'), 'Delete…');
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(await within(dialog).findByRole('checkbox'));
    const button = () => within(dialog).getByRole('button', { name: 'Delete token' });
    expect(button().getAttribute('aria-disabled')).toBe('true');
    fireEvent.change(within(dialog).getByLabelText('Type “console” to go on'), { target: { value: 'console' } });
    expect(button().getAttribute('aria-disabled')).toBeNull();
  });

  it('shows anew what stops working when that has changed meanwhile', async () => {
    const consequences = vi
      .fn<Method<'tokens.consequences'>>()
      .mockReturnValueOnce(ok([...fakeConsequences]))
      .mockReturnValue(ok([{ code: 'used-by-connections', text: 'Two connections stop working.' }]));
    showTokens({
      'tokens.consequences': consequences,
      'tokens.remove': () => fail('conflict', 'What stops working has changed.', ['used-by-connections']),
    });
    fireEvent.click(await rowOf('console'));
    press(await screen.findByRole('complementary'), 'Delete…');
    const dialog = await screen.findByRole('dialog');
    fireEvent.click(await within(dialog).findByRole('checkbox'));
    press(dialog, 'Delete token');
    const anew = await within(dialog).findByRole<HTMLInputElement>('checkbox', {
      name: 'Two connections stop working.',
    });
    expect(anew.checked).toBe(false);
  });
});

describe('changing', () => {
  it('sends what is another than it was', async () => {
    const [, , exported] = fakeTokens;
    if (exported === undefined) throw new Error('three tokens are listed');
    const edit = vi.fn<Method<'tokens.edit'>>(({ tokenId }) => ok({ ...exported, id: tokenId }));
    showTokens(
      { 'tokens.edit': edit },
      [platformConnection],
      null,
      fakeTokensEvent({
        platform: 'watson',
        abilities: {
          ...fakeTokenList.abilities,
          edit: { state: 'allowed', explanation: '' },
          expiry: 'settable',
          hasOrganizations: false,
        },
      }),
    );
    fireEvent.click(await rowOf('export'));
    press(await screen.findByRole('complementary'), 'Edit…');
    const dialog = await screen.findByRole('dialog');
    press(dialog, 'Save the changes');
    expect(within(dialog).getByText('Nothing is changed yet.')).toBeShown();
    fireEvent.change(within(dialog).getByLabelText(/^Comment/), { target: { value: 'nightly-export' } });
    press(dialog, 'Save the changes');
    await waitFor(() => {
      expect(edit.mock.calls[0]?.[0]).toEqual({
        connectionId: 'fake',
        tokenId: 'export',
        changes: { name: 'nightly-export' },
      });
    });
  });
});
