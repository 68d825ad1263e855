import { expect, test } from 'vitest';
import { createRandom } from '../vehicle/random.ts';
import { createReporting, type Report } from './reporting.ts';
import type { Quirk } from './roster.ts';

const startMs = Date.UTC(2030, 0, 1);
const minutes = 60;

/** One turn a second; payloads are the time that the vehicle believes. */
const reportFor = (quirk: Quirk, seconds: number): readonly (Report & { readonly atMs: number })[] => {
  const reporting = createReporting(quirk, createRandom(5), startMs);
  return Array.from({ length: seconds }, (_, second) => {
    const atMs = startMs + second * 1000;
    return { ...reporting(atMs, String), atMs };
  });
};

test('a sound vehicle reports every time, at once and with the right time', () => {
  for (const { payloads, atMs, link } of reportFor('none', 600)) {
    expect(payloads).toEqual([String(atMs)]);
    expect(link).toBeUndefined();
  }
});

test('a wrong clock is wrong by minutes or hours, always by as much', () => {
  const offsets = reportFor('wrong-clock', 600).map(({ payloads, atMs }) => Number(payloads[0]) - atMs);
  expect(new Set(offsets).size).toBe(1);
  expect(Math.abs(offsets[0] ?? 0)).toBeGreaterThanOrEqual(4 * 60_000);
});

test('late reports come in batches, some out of order, and none is lost or repeated', () => {
  const reports = reportFor('late', 10 * minutes);
  const batches = reports.filter(({ payloads }) => payloads.length > 0);
  expect(batches.every(({ payloads }) => payloads.length >= 15)).toBe(true);
  const times = batches.flatMap(({ payloads }) => payloads.map(Number));
  const sorted = [...times].sort((a, b) => a - b);
  expect(times).not.toEqual(sorted);
  expect(sorted).toEqual(reports.slice(0, times.length).map(({ atMs }) => atMs));
});

test('a silent vehicle falls quiet for minutes and speaks again, without losing its connection', () => {
  const reports = reportFor('silent', 30 * minutes);
  const runs = reports
    .map(({ payloads }) => (payloads.length > 0 ? 'x' : '.'))
    .join('')
    .match(/x+|\.+/g);
  expect(runs?.[0]?.startsWith('x')).toBe(true);
  const quiet = runs?.filter((run) => run.startsWith('.')) ?? [];
  expect(Math.max(...quiet.map((run) => run.length))).toBeGreaterThan(2 * minutes - 2);
  expect(quiet.length).toBeGreaterThan(1);
  expect(reports.every(({ link }) => link === undefined)).toBe(true);
});

test('one that drops out says nothing between losing its connection and having it back', () => {
  const reports = reportFor('drops-out', 60 * minutes);
  const links = reports.filter(({ link }) => link !== undefined);
  expect(links.slice(0, 3).map(({ link }) => link)).toEqual(['lost', 'back', 'lost']);
  let isLost = false;
  for (const { link, payloads } of reports) {
    if (link !== undefined) isLost = link === 'lost';
    expect(payloads.length).toBe(isLost ? 0 : 1);
  }
});
