import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openPage, type PageDouble } from '../../../electron/testing/page-double.ts';
import { readPractice, type PracticeInfo } from '../../../core/hosting/practice-platform.ts';
import { buildDesktop, startDesktop, type DesktopApp } from '../../support/desktop-app.ts';
import { findInFrames } from '../../support/leaks/frames.ts';
import { filesBelow, type Place } from '../../support/leaks/places.ts';
import { recordWindow, type RecordedFrame, type RecordedWindow } from '../../support/leaks/recorded-window.ts';
import { createSecretSearch } from '../../support/leaks/secret-search.ts';
import { administer } from './day/administering.ts';
import { connectBrokers } from './day/brokers.ts';
import { takeAway } from './day/keeping.ts';
import { knowPractice, untilStatus } from './day/material.ts';
import { operate } from './day/operating.ts';
import { pasteIntoWrongFields } from './day/pasting.ts';
import { connectPlatforms } from './day/platforms.ts';

// As far as the double of Electron goes: its keyring is one of the test, its processes are threads.

const search = createSecretSearch();
const frames: RecordedFrame[] = [];
let built: Awaited<ReturnType<typeof buildDesktop>>;
let home: string;
let app: DesktopApp;
let page: PageDouble;
let practice: PracticeInfo;
let window: RecordedWindow;
let handedOut: readonly Place[] = [];

const day = () => ({ window, practice, search });

const openWindow = async (): Promise<RecordedWindow> => {
  const opened = recordWindow(await page.connect(), frames);
  opened.watchAll();
  return opened;
};

beforeAll(async () => {
  built = await buildDesktop();
  home = await mkdtemp(join(tmpdir(), 'fleetdeck-desktop-leaks-'));
  app = startDesktop(built.folder, ['--home', home, '--vehicles', '6', '--json', '--verbose']);
  const { webContents } = await app.double.firstWindow;
  page = openPage(app.double, webContents, join(built.folder, 'dist', 'electron', 'preload.cjs'));
  window = await openWindow();
  await app.started;
  practice = readPractice(z.record(z.string(), z.unknown()).parse(JSON.parse(app.out[0] ?? '')));
  knowPractice(search, practice);

  await connectBrokers(day());
  const ids = await connectPlatforms(day());
  await operate(day(), ids);
  await administer(day(), ids);
  await pasteIntoWrongFields(day(), ids);
  const { closed } = window;
  app.double.processes.findLast(({ modulePath }) => modulePath.endsWith('engine.js'))?.kill();
  await closed;
  await vi.waitFor(
    () => {
      expect(page.windowMessages.map(({ message }) => message)).toContain('fleetdeck-engine-gone');
    },
    { timeout: 15_000 },
  );
  window = await openWindow();
  await untilStatus(day(), ids.watson, ({ platform }) => platform?.state === 'ready');
  handedOut = await takeAway(day());
  app.double.api.app.quit();
  await Promise.all(app.double.processes.map(({ ended }) => ended));
}, 240_000);

afterAll(async () => {
  app.double.api.app.quit();
  await Promise.all(app.double.processes.map(({ ended }) => ended));
  await Promise.all([built.remove(), rm(home, { recursive: true })]);
});

describe('after a day of use as a desktop app, no secret', () => {
  test('is in any file below the data folder, the logs in full among them', async () => {
    const files = await filesBelow(home);
    const expected = ['logs/fleetdeck.log', 'logs/desktop.log', 'audit.sqlite', 'settings.json'];
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(expected));
    expect(files.flatMap(({ name, content }) => search.find(name, content))).toEqual([]);
  });

  test('was sent to a window, but in the answers that are there for it', () => {
    expect(frames.filter(({ method }) => method === 'tokens.reveal').length).toBeGreaterThan(0);
    expect(findInFrames(search, frames)).toEqual([]);
  });

  test('was told by the main process: to a page, in a dialogue, as an argument, on standard output', () => {
    const { processes, errorBoxes, questions, windows } = app.double;
    const told = {
      messages: page.windowMessages,
      addresses: windows.map(({ address }) => address),
      arguments: processes.map(({ modulePath, args }) => [modulePath, args]),
      errorBoxes,
      questions,
      errors: app.errors,
      // The line that is printed for scripts is there to hand over the practice platform's tokens.
      out: app.out.slice(1),
    };
    expect(told.arguments.length).toBeGreaterThan(2);
    expect(search.find('what the main process told', JSON.stringify(told))).toEqual([]);
  });

  test('is in a file that was handed out', () => {
    expect(handedOut.length).toBeGreaterThan(0);
    expect(handedOut.flatMap(({ name, content }) => search.find(name, content))).toEqual([]);
  });
});
