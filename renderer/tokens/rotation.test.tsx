// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Rotation } from '../../shared/access/rotation.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import { beginAt } from '../../test/support/at-the-screen.ts';
import { fakeNowMs } from '../../test/support/fake-data.ts';
import { fakeRotation } from '../../test/support/fake-tokens.ts';
import { giveHeight, press, showTokens, type Method, type Methods } from '../../test/support/show-tokens.ts';

beginAt('#/tokens');
beforeEach(() => {
  giveHeight((property, px) => {
    vi.spyOn(HTMLElement.prototype, property, 'get').mockReturnValue(px);
  });
});

const openRotation = async (rotation: Rotation, methods: Methods = {}): Promise<HTMLElement> => {
  showTokens({ 'rotations.list': () => ok([rotation]), ...methods });
  fireEvent.click(await screen.findByRole('button', { name: 'Go on with the rotation of console' }));
  return screen.findByRole('dialog', { name: 'Rotate “console”' });
};

const currentStep = (dialog: HTMLElement) =>
  within(within(dialog).getByRole('list', { name: 'Steps' }))
    .getAllByRole('listitem')
    .find((item) => item.getAttribute('aria-current') === 'step')?.textContent;

const overlapping: Rotation = { ...fakeRotation, step: 'overlap', overlapEndsAtMs: fakeNowMs + 3_600_000 * 5 };
const revoking: Rotation = { ...fakeRotation, step: 'revoke', overlapEndsAtMs: fakeNowMs - 1 };

describe('rotating a token', () => {
  it('agrees name and overlap, then walks from step to step, each saying where it stands', async () => {
    const start = vi.fn<Method<'rotations.start'>>(() => ok({ ...fakeRotation, step: 'test' }));
    let list: Rotation[] = [];
    const answers: Rotation[] = [fakeRotation, overlapping];
    const go = vi.fn<Method<'rotations.go'>>(() => {
      const next = answers.shift() ?? overlapping;
      list = [next];
      return ok(next);
    });
    showTokens({ 'rotations.list': () => ok(list), 'rotations.start': start, 'rotations.go': go });
    fireEvent.click(await screen.findByRole('row', { name: /^console/ }));
    press(await screen.findByRole('complementary'), 'Rotate…');
    const dialog = await screen.findByRole('dialog', { name: 'Rotate “console”' });
    expect(within(dialog).getByLabelText<HTMLInputElement>(/^Name of the new one/).value).toBe('console-2');
    press(dialog, 'Begin: make the new token');
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Test the new token' }));
    expect(start.mock.calls[0]?.[0]).toEqual({
      ...{ connectionId: 'fake', tokenId: 'console', name: 'console-2' },
      ...{ expiresAtMs: null, overlapMs: 86_400_000 },
    });
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Switch the connections over' }));
    await waitFor(() => {
      expect(currentStep(dialog)).toMatch(/Watch, with both valid.*The agreed time ends in 5 hours/);
    });
    expect(within(dialog).getByText(/Fake fleet: on the old token/)).toBeShown();
    press(dialog, 'Leave, and go on later');
    expect(await screen.findByRole('button', { name: 'Go on with the rotation of console' })).toBeShown();
  });

  it('that was left goes on where it stands, also one from before a restart', async () => {
    const dialog = await openRotation(fakeRotation);
    expect(currentStep(dialog)).toMatch(/3\. Switch the connections.*The successor was made/);
    expect(screen.getByRole('list', { name: 'Rotations', hidden: true }).textContent).toMatch(
      /console → console-2.*step 3 of 5/,
    );
  });

  it('shows which connections are live on the new token, and which are not', async () => {
    const dialog = await openRotation({
      ...overlapping,
      connections: [
        { connectionId: 'fake', name: 'Fake fleet', state: 'live', explanation: '' },
        { connectionId: 'b', name: 'Plant', state: 'not-live', explanation: 'The platform does not answer.' },
      ],
    });
    expect(within(dialog).getByText(/Fake fleet: live on the new token/)).toBeShown();
    const troubled = within(dialog).getByText(/Plant: switched, and not live. The platform does not answer/);
    expect(troubled.dataset.tone).toBe('bad');
  });

  it('says why a step failed, and tries it again', async () => {
    const go = vi.fn<Method<'rotations.go'>>(() => ok({ ...overlapping, problem: null }));
    const dialog = await openRotation(
      { ...fakeRotation, problem: 'The platform does not answer.' },
      { 'rotations.go': go },
    );
    expect(within(dialog).getByText(/The platform does not answer\. Nothing is lost/)).toBeShown();
    press(dialog, 'Try again: switch the connections over');
    await waitFor(() => {
      expect(go.mock.calls[0]?.[0]).toEqual({ rotationId: 'rotation-1' });
    });
  });

  it('ends the agreed time early only after a question', async () => {
    const go = vi.fn<Method<'rotations.go'>>(() => ok(revoking));
    const dialog = await openRotation(overlapping, { 'rotations.go': go });
    expect(within(dialog).queryByRole('button', { name: 'Go on to revoking' })).toBeNull();
    press(dialog, 'End the time early…');
    const question = await screen.findByRole('dialog', { name: 'End the time with both tokens early?' });
    expect(go).not.toHaveBeenCalled();
    press(question, 'End it now');
    await waitFor(() => {
      expect(go.mock.calls[0]?.[0]).toEqual({ rotationId: 'rotation-1', endsOverlap: true });
    });
    expect(await within(dialog).findByRole('region', { name: 'Revoke the old token' })).toBeShown();
  });

  it('revokes once every consequence is ticked', async () => {
    const go = vi.fn<Method<'rotations.go'>>(() => ok({ ...revoking, step: 'done', standsAt: 'Revoked.' }));
    const dialog = await openRotation(revoking, { 'rotations.go': go });
    const button = within(dialog).getByRole('button', { name: 'Revoke the old token' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(await within(dialog).findByRole('checkbox', { name: /stops working/ }));
    press(dialog, 'Revoke the old token');
    await waitFor(() => {
      expect(go.mock.calls[0]?.[0]).toEqual({ rotationId: 'rotation-1', acknowledged: ['used-by-connections'] });
    });
    expect(await within(dialog).findByText('✓ Done.')).toBeShown();
  });

  it('reads anew what stops working when the engine says that it has changed', async () => {
    const consequences = vi
      .fn<Method<'tokens.consequences'>>()
      .mockReturnValueOnce(ok([{ code: 'used-elsewhere', text: 'Others stop.' }]))
      .mockReturnValue(ok([{ code: 'own-token', text: 'This one stops.' }]));
    const dialog = await openRotation(revoking, {
      'tokens.consequences': consequences,
      'rotations.go': () => fail('conflict', 'It has changed.', ['own-token']),
    });
    fireEvent.click(await within(dialog).findByRole('checkbox', { name: 'Others stop.' }));
    press(dialog, 'Revoke the old token');
    expect(await within(dialog).findByRole('checkbox', { name: 'This one stops.' })).toBeShown();
  });

  it('is abandoned after saying what that leaves behind', async () => {
    const abandon = vi.fn<Method<'rotations.abandon'>>(() =>
      ok({ ...fakeRotation, step: 'abandoned', standsAt: 'The successor is deleted.' }),
    );
    const dialog = await openRotation(fakeRotation, { 'rotations.abandon': abandon });
    press(dialog, 'Abandon…');
    const question = await screen.findByRole('dialog', { name: 'Abandon the rotation?' });
    expect(question.textContent).toMatch(/The successor is deleted. Nothing else has changed/);
    press(question, 'Abandon it');
    expect(await within(dialog).findByText('Abandoned.')).toBeShown();
  });

  it('that has ended is dismissed from the list', async () => {
    const dismiss = vi.fn<Method<'rotations.dismiss'>>(() => ok(null));
    showTokens({ 'rotations.list': () => ok([{ ...fakeRotation, step: 'done' }]), 'rotations.dismiss': dismiss });
    fireEvent.click(await screen.findByRole('button', { name: 'Dismiss the rotation of console' }));
    await waitFor(() => {
      expect(screen.queryByRole('list', { name: 'Rotations' })).toBeNull();
    });
    expect(dismiss.mock.calls[0]?.[0]).toEqual({ rotationId: 'rotation-1' });
  });
});
