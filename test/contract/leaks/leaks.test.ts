import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canReadProcesses, filesBelow, processPlaces, type Place } from '../../support/leaks/places.ts';
import { openRecordedWindow, type RecordedFrame, type RecordedWindow } from '../../support/leaks/recorded-window.ts';
import { findInFrames } from '../../support/leaks/frames.ts';
import { createSecretSearch, type Finding } from '../../support/leaks/secret-search.ts';
import { administer } from './day/administering.ts';
import { connectBrokers } from './day/brokers.ts';
import { keepUnderPassphrase, takeAway } from './day/keeping.ts';
import { knowPractice, untilStatus } from './day/material.ts';
import { operate } from './day/operating.ts';
import { pasteIntoWrongFields, pasteUnknownAsAddress } from './day/pasting.ts';
import { connectPlatforms } from './day/platforms.ts';
import { startWholeConsole, type WholeConsole } from './whole-console.ts';

const search = createSecretSearch();
const frames: RecordedFrame[] = [];
let running: WholeConsole;
let window: RecordedWindow;
let processes: readonly Place[] = [];
let handedOut: readonly Place[] = [];

const openWindow = async (): Promise<RecordedWindow> => {
  const opened = await openRecordedWindow(running.url, frames);
  opened.watchAll();
  return opened;
};

const day = () => ({ window, practice: running.practice, search });

beforeAll(async () => {
  running = await startWholeConsole();
  knowPractice(search, running.practice);
  search.know('the key of the address', new URL(running.url).searchParams.get('key') ?? '');
  window = await openWindow();
  const password = await connectBrokers(day());
  const ids = await connectPlatforms(day());
  await operate(day(), ids);
  await administer(day(), ids);
  await pasteIntoWrongFields(day(), ids);
  await pasteUnknownAsAddress(day());

  await running.kill();
  window = await openWindow();
  await untilStatus(day(), ids.watson, ({ platform }) => platform?.state === 'ready');
  const yard = await window.until('connections', ({ connections }) =>
    connections.some(({ name, state }) => name === 'Yard' && state === 'offline'),
  );
  expect(yard.connections.length).toBeGreaterThan(10);
  await running.fail(`Cannot sign in with ${password} or ${running.practice.iotCentral.tokens.builder}, said canary`);
  window = await openWindow();

  const passphrase = await keepUnderPassphrase(day());
  await running.kill();
  window = await openWindow();
  await window.call('vault.unlock', { passphrase });
  handedOut = await takeAway(day());
  processes = canReadProcesses ? await processPlaces(process.pid) : [];
  await running.end();
}, 240_000);

afterAll(async () => {
  await running.end();
  await running.remove();
});

/** The record says where a connection leads, whatever was typed there; nothing else does once that is corrected. */
const findIn = (places: readonly Place[]): readonly Finding[] =>
  places.flatMap(({ name, content }) => search.find(name, content, name.startsWith('audit') ? ['typed as'] : []));

test('the search sees what the day has left in each place', async () => {
  const ordinary = createSecretSearch();
  ordinary.know('a name', 'Night iot-central');
  const places = new Set(
    (await filesBelow(running.home))
      .flatMap(({ name, content }) => ordinary.find(name, content))
      .map(({ place }) => place),
  );
  expect([...places]).toEqual(expect.arrayContaining(['settings.json', 'audit.sqlite']));
  const sent = new Set(
    frames.flatMap(({ bytes, method }) => ordinary.find(method ?? 'live data', bytes)).map(({ place }) => place),
  );
  expect([...sent]).toEqual(expect.arrayContaining(['live data', 'tokens.saveInto', 'audit.export', 'backup.preview']));
  const log = await readFile(join(running.home, 'logs', 'fleetdeck.log'), 'utf8');
  for (const word of ['"rest-call"', '"connection-offline"', 'Error: Cannot sign in with [removed', 'said canary']) {
    expect(log).toContain(word);
  }
  const revealed = frames.filter(({ method }) => method === 'tokens.reveal');
  expect(revealed.flatMap(({ bytes }) => search.find('tokens.reveal', bytes)).length).toBeGreaterThan(0);
});

describe('after a day of use, no secret', () => {
  test('is in any file below the data folder, the log in full among them', async () => {
    const files = await filesBelow(running.home);
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['logs/fleetdeck.log', 'audit.sqlite', 'settings.json', 'tokens.sqlite', 'ledger.sqlite']),
    );
    expect(findIn(files)).toEqual([]);
  });

  test('was sent to a window, but in the answers that are there for it', () => {
    // What was typed as an address is shown as one.
    const findings = findInFrames(search, frames, ['typed as an address']);
    expect(findings).toEqual([]);
  });

  test('was written on standard output or standard error', () => {
    expect(search.find('output', running.output())).toEqual([]);
  });

  test.skipIf(!canReadProcesses)('is among the arguments or in the environment of a process', () => {
    expect(findIn(processes)).toEqual([]);
  });

  test('is in a file that was handed out', () => {
    expect(handedOut.length).toBeGreaterThan(0);
    expect(findIn(handedOut)).toEqual([]);
  });
});
