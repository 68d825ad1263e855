import { describe, expect, it, vi } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import { clearAfterMs, createClipboardKeeper } from './clipboard-keeper.ts';

const turn = async (): Promise<void> => {
  for (let step = 0; step < 4; step += 1) await Promise.resolve();
};

const listenersOf = () => {
  const listeners = new Set<() => void>();
  return {
    on: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    tell: () => {
      for (const listener of [...listeners]) listener();
    },
    count: () => listeners.size,
  };
};

const start = ({ tellsChanges = true }: { readonly tellsChanges?: boolean } = {}) => {
  const timers = createManualTimers();
  const [changes, copies, focus] = [listenersOf(), listenersOf(), listenersOf()];
  const state = { content: '', hasFocus: true, isRefusing: false };
  const onCleared = vi.fn();
  const put = (text: string): void => {
    state.content = text;
    changes.tell();
  };
  const keeper = createClipboardKeeper(
    {
      write: (text) => {
        if (!state.hasFocus || state.isRefusing) return Promise.reject(new Error('not allowed'));
        put(text);
        return Promise.resolve();
      },
      hasFocus: () => state.hasFocus,
      onOwnCopy: copies.on,
      onChange: tellsChanges ? changes.on : undefined,
      onFocus: focus.on,
    },
    timers,
    onCleared,
  );
  const pass = async (ms: number): Promise<void> => {
    timers.advance(ms);
    await turn();
  };
  const listening = () => changes.count() + copies.count() + focus.count() + timers.pendingCount();
  return { keeper, state, put, pass, copies, focus, changes, onCleared, listening };
};

describe('a copied secret', () => {
  it('is gone from the clipboard after a minute, and nothing is kept of it', async () => {
    const { keeper, state, pass, onCleared, listening } = start();
    await keeper.copy('the secret');
    await pass(clearAfterMs - 1);
    expect(state.content).toBe('the secret');
    await pass(1);
    expect(state.content).toBe('');
    expect(onCleared).toHaveBeenCalledOnce();
    expect(listening()).toBe(0);
  });

  it('leaves alone what has been copied elsewhere since', async () => {
    const { keeper, state, put, pass, onCleared, listening } = start();
    await keeper.copy('the secret');
    await pass(5000);
    put('a letter');
    await pass(clearAfterMs);
    expect(state.content).toBe('a letter');
    expect(onCleared).not.toHaveBeenCalled();
    expect(listening()).toBe(0);
  });

  it('leaves alone what has been copied in the window since, also where changes are not told', async () => {
    const { keeper, state, copies, pass } = start({ tellsChanges: false });
    await keeper.copy('the secret');
    state.content = 'a letter';
    copies.tell();
    await pass(clearAfterMs);
    expect(state.content).toBe('a letter');
  });

  it('goes when it may have been replaced and nobody can tell', async () => {
    const { keeper, state, pass } = start({ tellsChanges: false });
    expect(keeper.canTellChanges).toBe(false);
    await keeper.copy('the secret');
    await pass(clearAfterMs);
    expect(state.content).toBe('');
  });

  it('waits for the focus, without which a window may not write', async () => {
    const { keeper, state, focus, pass } = start();
    await keeper.copy('the secret');
    state.hasFocus = false;
    await pass(10 * clearAfterMs);
    expect(state.content).toBe('the secret');
    state.hasFocus = true;
    focus.tell();
    await pass(1000);
    expect(state.content).toBe('');
  });

  it('lets the news of another content, which comes with the focus, go first', async () => {
    const { keeper, state, focus, changes, pass } = start();
    await keeper.copy('the secret');
    state.hasFocus = false;
    state.content = 'a letter';
    await pass(2 * clearAfterMs);
    state.hasFocus = true;
    focus.tell();
    changes.tell();
    await pass(clearAfterMs);
    expect(state.content).toBe('a letter');
  });

  it('has its minute anew when it is copied again', async () => {
    const { keeper, state, pass } = start();
    await keeper.copy('the secret');
    await pass(clearAfterMs / 2);
    await keeper.copy('the secret');
    await pass(clearAfterMs / 2);
    expect(state.content).toBe('the secret');
    await pass(clearAfterMs / 2);
    expect(state.content).toBe('');
  });

  it('is tried again when the browser refuses', async () => {
    const { keeper, state, pass } = start();
    await keeper.copy('the secret');
    state.isRefusing = true;
    await pass(clearAfterMs);
    expect(state.content).toBe('the secret');
    state.isRefusing = false;
    await pass(5000);
    expect(state.content).toBe('');
  });
});

it('says so when nothing could be copied, and keeps watch over nothing', async () => {
  const { keeper, state, listening } = start();
  state.isRefusing = true;
  await expect(keeper.copy('the secret')).rejects.toThrow();
  expect(listening()).toBe(0);
});
