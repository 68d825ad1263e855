import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../shared/window-policy.ts';
import { serveWindowFiles } from './window-files.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetdeck-files-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'renderer', 'assets', 'index-DkJ3_x9Q.js'), 'export {};');
  await writeFile(join(folder, 'renderer', 'assets', 'worker-DkJ3_x9Q.mjs'), 'export {};');
  await writeFile(join(folder, 'renderer', 'readme'), 'no type');
  await writeFile(join(folder, 'renderer', '.hidden.js'), 'hidden');
  await writeFile(join(folder, 'secrets.json'), '{}');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const get = (address: string, init?: RequestInit) =>
  serveWindowFiles(join(folder, 'renderer'))(new Request(address, init));

it.each(['app://fleetdeck/', 'app://fleetdeck/index.html', 'app://fleetdeck/?a=b'])(
  'serves the page at %s with its policy',
  async (address) => {
    const response = await get(address);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<!doctype html>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
  },
);

it.each(['index-DkJ3_x9Q.js', 'worker-DkJ3_x9Q.mjs'])('serves the script %s with its type, for good', async (name) => {
  const response = await get(`app://fleetdeck/assets/${name}`);
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(response.headers.get('cache-control')).toContain('immutable');
});

it('serves a file of unknown type as bytes', async () => {
  const response = await get('app://fleetdeck/readme');
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

it.each([
  ['another host', 'app://other/index.html', 403],
  ['another scheme', 'https://fleetdeck/index.html', 403],
  ['a file beside the folder', 'app://fleetdeck/%2e%2e%2fsecrets.json', 404],
  ['a file beside the folder, with backslashes', 'app://fleetdeck/..%5csecrets.json', 404],
  ['a missing file', 'app://fleetdeck/nowhere.js', 404],
  ['a folder', 'app://fleetdeck/assets', 404],
  ['a hidden file', 'app://fleetdeck/.hidden.js', 404],
  ['a broken address', 'app://fleetdeck/%ff', 404],
  ['a null character', 'app://fleetdeck/index.html%00.js', 404],
])('answers nothing for %s', async (_what, address, status) => {
  const response = await get(address);
  expect(response.status).toBe(status);
  expect(await response.text()).toBe('');
  expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
});

it('answers GET and HEAD only', async () => {
  expect((await get('app://fleetdeck/', { method: 'POST' })).status).toBe(405);
  const head = await get('app://fleetdeck/', { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(await head.text()).toBe('');
});
