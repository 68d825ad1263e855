import { expect, test } from 'vitest';
import { parseCommandLine, type BridgeCommandLine } from './command-line.ts';

const secret = 'not-a-real-secret';
const files: Readonly<Record<string, string>> = {
  'secrets.txt': `${secret}\nanother-one-of-them\n`,
  'short.txt': 'short',
  'odd.txt': 'sixteen-and-mörë',
  'empty.txt': '\n',
  'blank.txt': '\n\n\n',
  'password.txt': 'pass word\n',
  'nonsense.pem': 'nonsense',
};
const readFile = (file: string): string => {
  const text = files[file];
  if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  return text;
};
const parse = (args: readonly string[], environment: Readonly<Record<string, string>> = { BRIDGE_SECRET: secret }) =>
  parseCommandLine(args, environment, readFile);
const optionsOf = (commandLine: BridgeCommandLine) => {
  if (commandLine.kind !== 'start') throw new Error(JSON.stringify(commandLine));
  return commandLine.options;
};
const broker = ['--broker', 'mqtts://broker.example.com:8883'];

test('a broker and a secret are all it needs', () => {
  const { deviceTopic, applicationTopic, broker: to, ...rest } = optionsOf(parse(broker));
  expect(rest).toEqual({
    host: '127.0.0.1',
    port: 8080,
    secretHeader: 'authorization',
    secrets: [secret],
    maxBodyBytes: 1_048_576,
    maxPendingBytes: 16_777_216,
    maxInFlight: 200,
    answerWithinMs: 10_000,
  });
  expect(to).toEqual({
    url: 'mqtts://broker.example.com:8883',
    protocolVersion: 5,
    clientId: expect.stringMatching(/^fleetdeck-bridge-[0-9a-f]{8}$/) as string,
  });
  expect(deviceTopic.text).toBe('iotcentral/{application}/{device}');
  expect(applicationTopic).toBeUndefined();
});

test('every option is read', () => {
  const commandLine = parse(
    [
      ...['--broker', 'mqtt://localhost', '--mqtt-version', '3.1.1', '--client-id', 'me', '--username', 'you'],
      ...['--password-file', 'password.txt', '--topic', 'x/{device}', '--application-topic', 'y/{source}'],
      ...['--host', '0.0.0.0', '--port', '0', '--secret-file', 'secrets.txt', '--secret-header', 'X-Secret'],
      ...['--max-body', '2048', '--max-pending', '4096', '--max-in-flight', '1', '--answer-within', '3', '--json'],
    ],
    {},
  );
  expect(commandLine).toMatchObject({ kind: 'start', isJson: true });
  expect(optionsOf(commandLine)).toMatchObject({
    host: '0.0.0.0',
    port: 0,
    secretHeader: 'x-secret',
    secrets: [secret, 'another-one-of-them'],
    broker: { url: 'mqtt://localhost', protocolVersion: 4, clientId: 'me', username: 'you', password: 'pass word' },
    deviceTopic: { text: 'x/{device}' },
    applicationTopic: { text: 'y/{source}' },
    maxBodyBytes: 2048,
    maxPendingBytes: 4096,
    maxInFlight: 1,
    answerWithinMs: 3000,
  });
  expect(parse(['-h'])).toEqual({ kind: 'help' });
});

test('the broker’s password may come from the environment', () => {
  const environment = { BRIDGE_SECRET: secret, BRIDGE_MQTT_PASSWORD: 'pw' };
  expect(optionsOf(parse([...broker, '--username', 'me'], environment)).broker.password).toBe('pw');
});

test.each([
  [['--wheels', '4'], 'There is no option --wheels.'],
  [['--secret', 'x'], 'There is no option --secret.'],
  [['van'], '"van" is not an option.'],
  [['--broker'], '--broker needs a value.'],
  [['--port', ''], '--port needs a value.'],
  [['--json=yes'], '--json takes no value.'],
  [[], 'Say where the broker is: --broker mqtts://HOST:PORT.'],
  [['--broker', 'https://x'], '--broker takes an address as mqtts://HOST:PORT (or mqtt, ws, wss).'],
  [['--broker', 'localhost:1883'], '--broker takes an address as mqtts://HOST:PORT (or mqtt, ws, wss).'],
  [['--broker', 'mqtt://me:pw@x'], '--broker takes no user name or password: see --username and --password-file.'],
  [[...broker, '--mqtt-version', '4'], '--mqtt-version is 5 or 3.1.1, not "4".'],
  [[...broker, '--password-file', 'password.txt'], 'The broker’s password goes with --username NAME.'],
  [['--broker', 'mqtt://x', '--ca', 'a.pem'], '--ca goes with mqtts:// or wss://.'],
  [[...broker, '--ca', 'gone.pem'], '--ca: gone.pem cannot be read: it is not there.'],
  [[...broker, '--ca', 'nonsense.pem'], '--ca: nonsense.pem is no certificate in PEM.'],
  [[...broker, '--cert', 'nonsense.pem'], '--cert and --key go together.'],
  [[...broker, '--tls-key', 'nonsense.pem'], '--tls-cert and --tls-key go together.'],
  [[...broker, '--topic', 'x/y'], '--topic has {device} in it: each device has a topic of its own.'],
  [[...broker, '--topic', 'x/+/{device}'], '--topic has "+", which cannot be published to.'],
  [
    [...broker, '--application-topic', '{device}'],
    '--application-topic has no {device}: it is for messages of no device.',
  ],
  [[...broker, '--port', '70000'], '--port takes a whole number from 0 to 65535, not "70000".'],
  [[...broker, '--max-in-flight', '1e3'], '--max-in-flight takes a whole number from 1 to 65535, not "1e3".'],
  [
    [...broker, '--max-pending', '2048'],
    '--max-pending is at least --max-body, or the largest request could never get in.',
  ],
  [[...broker, '--secret-header', 'a b'], '--secret-header: "a b" is no name of a header.'],
  [
    [...broker, '--secret-file', 'secrets.txt'],
    'The shared secret is in BRIDGE_SECRET and in --secret-file: one of them.',
  ],
])('%j is refused in one line', (args, sentence) => {
  expect(parse(args)).toEqual({ kind: 'problem', message: `${sentence} Try "npm run bridge -- --help".` });
});

test.each([
  [[], 'The webhook needs a shared secret: --secret-file FILE, or BRIDGE_SECRET.'],
  [['--secret-file', 'empty.txt'], '--secret-file: empty.txt is empty.'],
  [['--secret-file', 'blank.txt'], 'There is no secret where the shared secret should be.'],
  [['--secret-file', 'short.txt'], 'A secret has at least 16 characters.'],
  [['--secret-file', 'odd.txt'], 'A secret is made of visible ASCII characters, with spaces only between them.'],
])('without a secret in the environment, %j is refused', (args, sentence) => {
  expect(parse([...broker, ...args], {})).toEqual({
    kind: 'problem',
    message: `${sentence} Try "npm run bridge -- --help".`,
  });
});
