import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createCodec } from '../../../shared/contract/transports/codec.ts';
import { canReadProcesses, filesBelow, processPlaces } from '../../support/leaks/places.ts';
import { createSecretSearch } from '../../support/leaks/secret-search.ts';

// A search that finds nothing proves nothing unless it finds what was put there.

const password = 'Kü+hl/ "k3tte" & Söhne';
const signature = 'b3BlbiBzZXNhbWUgb3BlbiBzZXNhbWUgb3BlbiBzZX+/8=';
const token = `SharedAccessSignature sr=1a2b&sig=${encodeURIComponent(signature)}&skn=night&se=1893456000000`;
const keyLine = 'MHcCAQEEIKr0S+q7xE/Vd0mS8m3cZ4n1xQf7y0oWc2h1s9uJ5k2b';
const key = `-----BEGIN EC PRIVATE KEY-----\n${keyLine}\n-----END EC PRIVATE KEY-----\n`;

const knowing = () => {
  const search = createSecretSearch();
  search.know('password', password);
  search.know('token', token);
  search.know('key', key);
  return search;
};

const base64 = (text: string, encoding: 'base64' | 'base64url' = 'base64') => Buffer.from(text).toString(encoding);

test.each<readonly [way: string, content: string | Uint8Array]>([
  ['as it is', `password is ${password}.`],
  ['as JSON', JSON.stringify({ password })],
  ['as JSON within JSON', JSON.stringify({ line: JSON.stringify({ password }) })],
  ['as JSON of ASCII alone', '{"a":"K\\u00fc+hl/ \\"k3tte\\" & S\\u00f6hne"}'],
  ['in an address', `https://example.com/?password=${encodeURIComponent(password)}`],
  ['in an address in small letters', encodeURIComponent(password).toLowerCase()],
  ['in a form', new URLSearchParams({ password }).toString().replaceAll('%27', "'")],
  ['in an address in an address', encodeURIComponent(encodeURIComponent(password))],
  ['in a Basic header', `Basic ${base64(`a:${password}`)}`],
  ['in a Basic header of a longer name', `Basic ${base64(`ab:${password}`)}`],
  ['in a Basic header of a still longer name', `Basic ${base64(`abc:${password}`)}`],
  ['in base64url', base64(`>>?${password}??`, 'base64url')],
  ['in hexadecimal', Buffer.from(password).toString('hex').toUpperCase()],
  ['in UTF-16', Buffer.from(`x${password}`, 'utf16le')],
  ['in a message to a window', createCodec().encode({ type: 'event', event: [{ deep: { password } }] })],
])('a password is found %s', (_way, content) => {
  expect(knowing().find('here', content)).toMatchObject([{ secret: 'password', place: 'here' }]);
});

test.each([
  ['whole', `authorization: ${token}`],
  ['by its signature', `sig=${encodeURIComponent(signature)}`],
  ['by its signature, decoded', `sig=${signature}`],
  ['by its signature, decoded, in JSON in base64', base64(JSON.stringify({ signature }))],
])('a token is found %s', (_way, content) => {
  expect(knowing().find('here', content)).not.toEqual([]);
});

test('a key is found by a line of it, whatever its line ends became', () => {
  expect(knowing().find('here', JSON.stringify(key.replaceAll('\n', '\r\n')))).toMatchObject([
    { secret: 'key, line 1' },
  ]);
});

test('what is none of them is not found, and what may stand there is left out', () => {
  const search = knowing();
  expect(search.find('here', 'Kühl & Söhne, sig=another, SharedAccessSignature')).toEqual([]);
  expect(search.find('here', JSON.stringify({ password, token }), ['token'])).toMatchObject([{ secret: 'password' }]);
});

test('a finding tells where it is without telling the secret', () => {
  const [finding] = knowing().find('a file', `user=dispatcher&password=${password}`);
  expect(finding).toEqual({ secret: 'password', form: 'plain', place: 'a file', after: 'user=dispatcher&password=' });
});

test('every file of a folder is searched, a database and a name of a file among them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fleetdeck-search-'));
  await mkdir(join(folder, 'deep', 'deeper'), { recursive: true });
  await writeFile(join(folder, 'deep', 'deeper', 'log'), password);
  await writeFile(join(folder, Buffer.from(password).toString('hex')), '');
  const database = new DatabaseSync(join(folder, 'records.sqlite'));
  database.exec('CREATE TABLE records (words TEXT)');
  database.prepare('INSERT INTO records VALUES (?)').run(`said: ${password}`);
  database.close();
  const search = knowing();
  const findings = (await filesBelow(folder)).flatMap(({ name, content }) => search.find(name, content));
  await rm(folder, { recursive: true });
  expect(findings.map(({ place }) => place).sort()).toEqual([
    'deep/deeper/log',
    'records.sqlite',
    'the names of the files',
  ]);
});

test.skipIf(!canReadProcesses)('the arguments and the environment of a process below are searched', async () => {
  const script = 'process.stdout.write("up"); setInterval(() => {}, 1000)';
  const child = spawn(process.execPath, ['--eval', script, '--', keyLine], {
    env: { TOKEN: encodeURIComponent(signature) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  const places = await processPlaces(process.pid);
  child.kill();
  await ended;
  const search = knowing();
  const found = places.flatMap(({ name, content }) => search.find(name, content));
  expect(found.map(({ secret, place }) => [secret, place.split(' ', 2).join(' ')])).toEqual(
    expect.arrayContaining([
      ['key, line 1', 'the arguments'],
      ['token, its signature', 'the environment'],
    ]),
  );
});
