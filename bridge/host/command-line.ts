import { X509Certificate, createPrivateKey, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { parseTemplate, templateProblem, type TopicTemplate } from '../export/topic-template.ts';
import { defaults, type BridgeOptions, type BrokerOptions, type KeyPair } from '../options.ts';
import { OptionProblem, readSecret, readTextFile, webhookSecrets, type Environment, type ReadFile } from './secrets.ts';

export type BridgeCommandLine =
  | { readonly kind: 'start'; readonly options: BridgeOptions; readonly isJson: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'problem'; readonly message: string };

const text = { type: 'string' } as const;
const optionTypes = {
  broker: text,
  'mqtt-version': text,
  'client-id': text,
  username: text,
  'password-file': text,
  ca: text,
  cert: text,
  key: text,
  topic: text,
  'application-topic': text,
  host: text,
  port: text,
  'tls-cert': text,
  'tls-key': text,
  'secret-file': text,
  'secret-header': text,
  'max-body': text,
  'max-pending': text,
  'max-in-flight': text,
  'answer-within': text,
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], strict: true, allowPositionals: false, options: optionTypes }).values;
type Values = ReturnType<typeof parse>;

/** Reads the command line of `npm run bridge`, the environment and the files they name. A problem is one sentence. */
export const parseCommandLine = (
  args: readonly string[],
  environment: Environment,
  readFile: ReadFile,
): BridgeCommandLine => {
  try {
    const values = readValues(args);
    if (values.help === true) return { kind: 'help' };
    return { kind: 'start', options: readOptions(values, environment, readFile), isJson: values.json === true };
  } catch (error) {
    if (!(error instanceof OptionProblem)) throw error;
    return { kind: 'problem', message: `${error.message} Try "npm run bridge -- --help".` };
  }
};

const readValues = (args: readonly string[]): Values => {
  let values;
  try {
    values = parse(args);
  } catch (error) {
    throw new OptionProblem(describeParseError(error));
  }
  for (const [name, value] of Object.entries(values)) {
    if (value === '') throw new OptionProblem(`--${name} needs a value.`);
  }
  return values;
};

const readOptions = (values: Values, environment: Environment, readFile: ReadFile): BridgeOptions => {
  const tls = readKeyPair('tls-cert', 'tls-key', values, readFile);
  const maxBodyBytes = readWhole('max-body', values, defaults.maxBodyBytes, 1024, 268_435_456);
  const maxPendingBytes = readWhole('max-pending', values, defaults.maxPendingBytes, 1024, 4_294_967_296);
  if (maxPendingBytes < maxBodyBytes) {
    throw new OptionProblem('--max-pending is at least --max-body, or the largest request could never get in.');
  }
  const broker = readBroker(values, environment, readFile);
  const secrets = readSecret(
    { what: 'shared secret', option: 'secret-file', file: values['secret-file'], variable: 'BRIDGE_SECRET' },
    environment,
    readFile,
  );
  if (secrets === undefined) {
    throw new OptionProblem('The webhook needs a shared secret: --secret-file FILE, or BRIDGE_SECRET.');
  }
  return {
    host: values.host ?? defaults.host,
    port: readWhole('port', values, defaults.port, 0, 65_535),
    ...(tls !== undefined && { tls }),
    secretHeader: readHeaderName(values['secret-header'] ?? defaults.secretHeader),
    secrets: webhookSecrets(secrets),
    broker,
    ...readTopics(values),
    maxBodyBytes,
    maxPendingBytes,
    maxInFlight: readWhole('max-in-flight', values, defaults.maxInFlight, 1, 65_535),
    answerWithinMs: readWhole('answer-within', values, defaults.answerWithinMs / 1000, 1, 300) * 1000,
  };
};

const protocols = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

const readBroker = (values: Values, environment: Environment, readFile: ReadFile): BrokerOptions => {
  const url = values.broker;
  if (url === undefined) throw new OptionProblem('Say where the broker is: --broker mqtts://HOST:PORT.');
  const parsed = URL.parse(url);
  if (parsed === null || !protocols.includes(parsed.protocol) || parsed.hostname === '') {
    throw new OptionProblem('--broker takes an address as mqtts://HOST:PORT (or mqtt, ws, wss).');
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new OptionProblem('--broker takes no user name or password: see --username and --password-file.');
  }
  const version = values['mqtt-version'] ?? '5';
  if (version !== '5' && version !== '3.1.1')
    throw new OptionProblem(`--mqtt-version is 5 or 3.1.1, not "${version}".`);
  const password = readSecret(
    {
      what: 'broker’s password',
      option: 'password-file',
      file: values['password-file'],
      variable: 'BRIDGE_MQTT_PASSWORD',
    },
    environment,
    readFile,
  );
  if (password !== undefined && values.username === undefined) {
    throw new OptionProblem('The broker’s password goes with --username NAME.');
  }
  const isEncrypted = parsed.protocol === 'mqtts:' || parsed.protocol === 'wss:';
  for (const name of ['ca', 'cert', 'key'] as const) {
    if (values[name] !== undefined && !isEncrypted) throw new OptionProblem(`--${name} goes with mqtts:// or wss://.`);
  }
  const client = readKeyPair('cert', 'key', values, readFile);
  return {
    url,
    protocolVersion: version === '5' ? 5 : 4,
    clientId: values['client-id'] ?? `fleetdeck-bridge-${randomBytes(4).toString('hex')}`,
    ...(values.username !== undefined && { username: values.username }),
    ...(password !== undefined && { password }),
    ...(values.ca !== undefined && { caPem: readCertificate('ca', values.ca, readFile) }),
    ...(client !== undefined && { client }),
  };
};

const readTopics = (values: Values): Pick<BridgeOptions, 'deviceTopic' | 'applicationTopic'> => {
  const deviceTopic = readTemplate('topic', values.topic ?? defaults.topic);
  if (!deviceTopic.names.includes('device')) {
    throw new OptionProblem('--topic has {device} in it: each device has a topic of its own.');
  }
  const application = values['application-topic'];
  if (application === undefined) return { deviceTopic };
  const applicationTopic = readTemplate('application-topic', application);
  if (applicationTopic.names.includes('device')) {
    throw new OptionProblem('--application-topic has no {device}: it is for messages of no device.');
  }
  return { deviceTopic, applicationTopic };
};

const readTemplate = (option: string, template: string): TopicTemplate => {
  const problem = templateProblem(template);
  if (problem !== undefined) throw new OptionProblem(`--${option} ${problem}.`);
  return parseTemplate(template);
};

const readKeyPair = (
  certificateOption: 'cert' | 'tls-cert',
  keyOption: 'key' | 'tls-key',
  values: Values,
  readFile: ReadFile,
): KeyPair | undefined => {
  const [certificateFile, keyFile] = [values[certificateOption], values[keyOption]];
  if (certificateFile === undefined && keyFile === undefined) return undefined;
  if (certificateFile === undefined || keyFile === undefined) {
    throw new OptionProblem(`--${certificateOption} and --${keyOption} go together.`);
  }
  const certificatePem = readCertificate(certificateOption, certificateFile, readFile);
  const keyPem = readTextFile(keyOption, keyFile, readFile);
  let isPair;
  try {
    isPair = new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(keyPem));
  } catch {
    throw new OptionProblem(`--${keyOption}: ${keyFile} is no private key in PEM without a passphrase.`);
  }
  if (!isPair) throw new OptionProblem(`--${keyOption}: ${keyFile} is not the key of ${certificateFile}.`);
  return { certificatePem, keyPem };
};

const readCertificate = (option: string, file: string, readFile: ReadFile): string => {
  const pem = readTextFile(option, file, readFile);
  try {
    new X509Certificate(pem);
  } catch {
    throw new OptionProblem(`--${option}: ${file} is no certificate in PEM.`);
  }
  return pem;
};

/** A token of RFC 9110, section 5.6.2. */
const headerName = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;

const readHeaderName = (name: string): string => {
  if (!headerName.test(name)) throw new OptionProblem(`--secret-header: "${name}" is no name of a header.`);
  return name.toLowerCase();
};

const readWhole = (
  name: 'port' | 'max-body' | 'max-pending' | 'max-in-flight' | 'answer-within',
  values: Values,
  otherwise: number,
  minimum: number,
  maximum: number,
): number => {
  const given = values[name];
  if (given === undefined) return otherwise;
  const value = /^\d+$/.test(given) ? Number(given) : NaN;
  if (value >= minimum && value <= maximum) return value;
  throw new OptionProblem(`--${name} takes a whole number from ${minimum} to ${maximum}, not "${given}".`);
};

const describeParseError = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  const named = /'([^']+)'/.exec(message)?.[1] ?? '';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option ${named}.`;
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `"${named}" is not an option.`;
  const option = /--[a-z-]+/.exec(named)?.[0] ?? named;
  return message.includes('does not take an argument') ? `${option} takes no value.` : `${option} needs a value.`;
};
