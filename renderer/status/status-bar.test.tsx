// @vitest-environment jsdom
import '../../test/support/dom.ts';
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { ok } from '../../shared/contract/result.ts';
import { fakeConnectionStatus } from '../../test/support/fake-data.ts';
import { fakePlatformStatus } from '../../test/support/fake-platform.ts';
import { createFakeTopic, fakeHandlers } from '../../test/support/fake-engine.ts';
import { renderWithEngine } from '../../test/support/render.ts';
import { endTokenErrand, useTokenErrand } from '../connections/token-errand.ts';
import { StatusBar } from './status-bar.tsx';

const statusOf = (change: Partial<ConnectionStatus>): ConnectionStatus => ({
  ...fakeConnectionStatus,
  name: 'Depot',
  isEnabled: true,
  state: 'live',
  problem: null,
  cuts: [],
  rejectedCount: 0,
  ...change,
});
const topicOf = (...connections: ConnectionStatus[]) =>
  createFakeTopic<'connections'>({ sequence: 1, connections: [...connections] });
const bar = () => screen.getByRole('status', { name: 'Connections' });

describe('the status bar', () => {
  it('says of each connection in a word how it is, and what it brings', async () => {
    const now = Date.now();
    const live = statusOf({ messagesPerSecond: 53.4, newestAtMs: now });
    const off = statusOf({ id: 'other', name: 'Yard', state: 'idle', isEnabled: false, newestAtMs: null });
    renderWithEngine(<StatusBar />, fakeHandlers({ topics: { connections: topicOf(live, off).open } }));
    await screen.findByText('Depot');
    expect(bar().textContent).toMatch(/Depot.*Live.*53 msgs\/s.*newest \d+ s.*0 rejected/);
    expect(bar().textContent).toContain('Switched off');
  });

  it('keeps the numbers that move out of what is read aloud', async () => {
    renderWithEngine(
      <StatusBar />,
      fakeHandlers({ topics: { connections: topicOf(statusOf({ newestAtMs: Date.now() })).open } }),
    );
    const rate = await screen.findByText(/msgs\/s/);
    expect(rate.closest('[aria-live="off"]')).not.toBeNull();
    expect(screen.getByText('Live').closest('[aria-live="off"]')).toBeNull();
    expect(bar().getAttribute('aria-atomic')).toBe('false');
  });

  it('says what stands in the way and tries again on request', async () => {
    const retry = vi.fn(() => ok(null));
    const refused = statusOf({
      id: 'depot',
      state: 'offline',
      problem: { code: 'refused', message: 'Nothing answers at this address.', willRetry: true },
    });
    renderWithEngine(
      <StatusBar />,
      fakeHandlers({ topics: { connections: topicOf(refused).open }, methods: { 'connections.retry': retry } }),
    );
    await screen.findByText(/Nothing answers at this address/);
    fireEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    await vi.waitFor(() => {
      expect(retry).toHaveBeenCalledWith({ id: 'depot' }, expect.anything());
    });
  });

  it('marks values that are read in turn, and says a platform’s problem with the way to a new token', async () => {
    const problem = { code: 'not-authorised', message: 'The token has expired.', willRetry: false } as const;
    const polled = statusOf({
      id: 'polled',
      messagesPerSecond: 0,
      platform: { ...fakePlatformStatus, state: 'refused', problem },
    });
    renderWithEngine(<StatusBar />, fakeHandlers({ topics: { connections: topicOf(polled).open } }));
    expect(await screen.findByText('values read in turn')).toBeShown();
    expect(screen.queryByText(/msgs\/s/)).toBeNull();
    expect(screen.getByText(/The token has expired\./)).toBeShown();
    fireEvent.click(screen.getByRole('button', { name: 'Enter a new token…' }));
    expect(useTokenErrand.getState().connectionId).toBe('polled');
    expect(window.location.hash).toBe('#/connections');
    endTokenErrand();
  });

  it('warns of a token in its last week, and of none before', async () => {
    const endingIn = (days: number) =>
      statusOf({
        platform: { ...fakePlatformStatus, token: { name: 'console', expiresAtMs: Date.now() + days * 86_400_000 } },
      });
    const topic = topicOf(endingIn(20));
    renderWithEngine(<StatusBar />, fakeHandlers({ topics: { connections: topic.open } }));
    await screen.findByText('Live');
    expect(screen.queryByText(/The token expires/)).toBeNull();
    topic.publish({ sequence: 2, connections: [endingIn(5.5)] });
    expect(await screen.findByText(/The token expires in 5 days/)).toBeShown();
  });

  it('says what is left out', async () => {
    const cut = statusOf({ cuts: ['12 vehicles beyond the limit of 20,000 are not shown.'] });
    renderWithEngine(<StatusBar />, fakeHandlers({ topics: { connections: topicOf(cut).open } }));
    expect(await screen.findByText(/12 vehicles beyond the limit/)).toBeShown();
  });

  it('shows rejected messages with their reasons, as text', async () => {
    const rejected = {
      connectionId: 'depot',
      receivedAtMs: Date.now(),
      topic: 'fleet/<b>1</b>/telemetry',
      reason: 'out-of-range',
      explanation: 'latitude 1234 is outside -90 to 90',
      excerpt: '{"lat":1234}',
      payloadBytes: 2_000_000,
      isCut: true,
    } as const;
    renderWithEngine(
      <StatusBar />,
      fakeHandlers({
        topics: { connections: topicOf(statusOf({ rejectedCount: 1200 })).open },
        methods: { 'connections.rejected': () => ok([rejected]) },
      }),
    );
    const opener = await screen.findByRole('button', { name: /rejected/ });
    opener.focus();
    fireEvent.click(opener);
    const dialog = await screen.findByRole('dialog', { name: 'Rejected messages of Depot' });
    expect(await within(dialog).findByText('Impossible value')).toBeShown();
    for (const part of [/latitude 1234/, 'fleet/<b>1</b>/telemetry', '{"lat":1234}', /only the beginning/]) {
      expect(within(dialog).getByText(part)).toBeShown();
    }
    fireEvent.keyDown(dialog, { key: 'Escape' });
    await vi.waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
    });
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(opener);
    });
  });

  it('claims no state of a connection while the engine is lost', async () => {
    const { loseEngine } = renderWithEngine(
      <StatusBar />,
      fakeHandlers({ topics: { connections: topicOf(statusOf({})).open } }),
    );
    await screen.findByText('Live');
    loseEngine();
    expect(await screen.findByText('No news')).toBeShown();
    expect(screen.queryByText('Live')).toBeNull();
    expect(screen.getByText('Depot')).toBeShown();
  });
});
