import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../core/clock.ts';
import { silentLog } from '../core/log.ts';
import { createElectronDouble, type ElectronDouble } from './testing/electron-double.ts';
import { createFleetWindows, type FleetWindows } from './windows.ts';

let double: ElectronDouble;
let windows: FleetWindows;
let nowMs: number;

const clock: Clock = { now: () => nowMs, after: () => () => undefined };

beforeEach(() => {
  nowMs = 1000;
  double = createElectronDouble({ userData: '/no/such/folder' });
  windows = createFleetWindows({ electron: double.api, preloadFile: '/preload.cjs', clock, log: silentLog });
});

const opened = (index = 0) => {
  const window = double.windows[index];
  if (window === undefined) throw new Error(`window ${String(index)} was not opened`);
  return window;
};
const names = () => double.windows.filter((window) => !window.isDestroyed()).map(({ options }) => options.name);

describe('the windows', () => {
  it('are one at first, which comes to the front when it is asked for again', () => {
    windows.show();
    windows.show();
    expect(names()).toEqual(['fleet']);
    expect(opened().focused).toBe(1);
  });

  it('each have a name of their own, and one that was closed leaves its name to the next', () => {
    windows.show();
    windows.openAnother();
    windows.openAnother();
    expect(names()).toEqual(['fleet', 'fleet-2', 'fleet-3']);
    opened(1).destroy();
    windows.openAnother();
    expect(names()).toEqual(['fleet', 'fleet-3', 'fleet-2']);
  });

  it('are opened again when all were closed', () => {
    windows.show();
    opened().destroy();
    windows.show();
    expect(names()).toEqual(['fleet']);
    expect(double.windows).toHaveLength(2);
  });

  it('can be closed all at once', () => {
    windows.show();
    windows.openAnother();
    windows.closeAll();
    expect(names()).toEqual([]);
  });
});

describe('a window with something that is not saved', () => {
  it('asks before it is left', () => {
    windows.show();
    double.answers.push('Leave without saving');
    expect(opened().webContents.leave()).toBe(true);
    expect(double.questions).toEqual([expect.objectContaining({ message: 'Leave without saving?' })]);
  });

  it.each(['Stay', 'Escape'])('stays at %s', (answer) => {
    windows.show();
    double.answers.push(answer);
    expect(opened().webContents.leave()).toBe(false);
    expect(double.questions).toHaveLength(1);
  });
});

describe('a window that crashed', () => {
  it('is opened again, and says so', () => {
    windows.show();
    opened().webContents.crash();
    expect(opened().webContents.reloads).toBe(1);
    expect(double.questions.map(({ message }) => message)).toEqual(['The window stopped and was opened again']);
  });

  it('is left alone when its process ended as it should', () => {
    windows.show();
    opened().webContents.crash('clean-exit');
    expect(opened().webContents.reloads).toBe(0);
    expect(double.questions).toEqual([]);
  });

  it('asks before it is opened again when it crashes soon after', async () => {
    windows.show();
    opened().webContents.crash();
    nowMs += 59_000;
    double.answers.push('Try again');
    opened().webContents.crash('oom');
    expect(double.questions.at(-1)?.message).toBe('The window stopped again');
    expect(opened().webContents.reloads).toBe(1);
    await expect.poll(() => opened().webContents.reloads).toBe(2);
  });

  it('is closed when the user does not want to try again', async () => {
    windows.show();
    opened().webContents.crash();
    double.answers.push('Close window');
    opened().webContents.crash();
    await expect.poll(names).toEqual([]);
  });

  it('a long time later is opened again at once', () => {
    windows.show();
    opened().webContents.crash();
    nowMs += 60_000;
    opened().webContents.crash();
    expect(opened().webContents.reloads).toBe(2);
  });
});
