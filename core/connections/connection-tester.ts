import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { Problem } from '../../shared/connection/problem.ts';
import type { ConnectionTest } from '../../shared/connection/status.ts';
import type { Clock } from '../clock.ts';
import { createDecoder } from '../telemetry/decoder.ts';
import { mappingProblems, unreachedRoutes } from '../telemetry/mapping-problems.ts';
import type { BrokerMessage } from '../telemetry/message.ts';
import { parseBrokerAddress, type BrokerAddress } from './broker-address.ts';
import { BrokerClient } from './broker-client.ts';
import { clientOptions, type ClientSecrets } from './client-options.ts';
import type { LinkFailure } from './link-failure.ts';
import { describeFailure, topicsRefused } from './problem.ts';
import { reachPort, reachTls, resolveName, speaksTls } from './reach.ts';
import { Sample } from './sample.ts';

export interface TestRequest {
  readonly settings: ConnectionSettings;
  /** Not the live connection's: a second client of the same id would throw it out. */
  readonly clientId: string;
  readonly secrets: ClientSecrets;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** How long to listen for messages. */
  readonly listenMs?: number;
  /** How long to go on after the first message. */
  readonly settleMs?: number;
}

const defaultListenMs = 8_000;
const defaultSettleMs = 1_500;

type Step = ConnectionTest['steps'][number];

/** Tries a connection step by step, with a client of its own, and says how far it came. Changes nothing anywhere. */
export const testConnection = async (request: TestRequest): Promise<ConnectionTest> => {
  const steps: Step[] = [];
  const sample = new Sample(createDecoder(request.settings.mapping));
  const problem = await runSteps(request, steps, sample);
  return {
    isSuccess: problem === null,
    steps,
    problem,
    ...sample.counts(),
    platform: null,
  };
};

/** Null when every step was passed; else the first that was not. */
const runSteps = async (request: TestRequest, steps: Step[], sample: Sample): Promise<Problem | null> => {
  const { settings, secrets, signal } = request;
  const pass = (title: string, message: string): void => {
    steps.push({ title, outcome: 'passed', message });
  };
  const failStep = (title: string, problem: Problem): Problem => {
    steps.push({ title, outcome: 'failed', message: problem.message });
    return problem;
  };

  const address = parseBrokerAddress(settings.url);
  if (address === undefined) {
    return failStep('Address', { code: 'invalid-settings', message: 'The address is not valid.', willRetry: false });
  }
  const tell = (failure: Partial<LinkFailure>): Problem => describe(failure, address, request);

  const addresses = await resolveName(address.host);
  if (addresses instanceof Error) return failStep('Address', tell({ error: addresses }));
  pass(
    'Address',
    addresses.includes(address.host)
      ? `${address.host} needs no look-up.`
      : `${address.host} is ${addresses.slice(0, 3).join(', ')}.`,
  );

  const unreachable = await reachPort(address, signal);
  if (unreachable !== undefined) return failStep('Network', tell({ error: unreachable }));
  pass('Network', `${address.label} answers.`);

  if (address.isSecure) {
    const tlsOptions = {
      ...(settings.caPem === undefined ? {} : { ca: settings.caPem }),
      ...(settings.clientCertificatePem === undefined || secrets.clientKeyPem === undefined
        ? {}
        : { cert: settings.clientCertificatePem, key: secrets.clientKeyPem }),
    };
    const untrusted = await reachTls(address, tlsOptions, signal);
    if (untrusted !== undefined) return failStep('Encryption', tell({ error: untrusted }));
    pass('Encryption', `The connection is encrypted, and the certificate of ${address.host} is trusted.`);
  }

  let onMessage: (message: BrokerMessage) => void = () => undefined;
  const options = clientOptions(settings, address, request.clientId, secrets, { isClean: true, isKept: false });
  const client = new BrokerClient(options, request.clock, (message) => {
    sample.take(message);
    onMessage(message);
  });
  const leave = (): void => {
    void client.end({ forgetSession: true });
  };
  signal.addEventListener('abort', leave, { once: true });
  try {
    const opened = await client.opened;
    if (!opened.isOpen) return failStep('Sign-in', await explainSignIn(opened.failure, address, request, tell));
    pass('Sign-in', 'The broker accepted the sign-in.');

    const refused = await client.subscribe(settings.topics);
    if (refused === undefined) return failStep('Topics', tell(await client.closed));
    if (refused.length > 0) return failStep('Topics', topicsRefused(refused, address.label));
    pass('Topics', settings.topics.length === 1 ? 'The broker accepted the topic.' : 'The broker accepted the topics.');

    const faults = mappingFaults(settings);
    if (faults.length > 0) steps.push({ title: 'Mapping', outcome: 'warning', message: faults.join(' ') });

    await listen(request, client, (listener) => {
      onMessage = listener;
    });
    return judge(sample, steps, request);
  } finally {
    signal.removeEventListener('abort', leave);
    await client.end({ forgetSession: true });
  }
};

/** What can be told before any message has come. */
const mappingFaults = ({ mapping, topics }: ConnectionSettings): readonly string[] => [
  ...mappingProblems(mapping),
  ...unreachedRoutes(
    mapping,
    topics.map(({ filter }) => filter),
  ),
];

/** Until some time after the first message, or until nothing has come for long enough, or the connection is lost. */
const listen = (
  request: TestRequest,
  client: BrokerClient,
  setListener: (listener: () => void) => void,
): Promise<void> =>
  new Promise((resolve) => {
    const { clock, listenMs = defaultListenMs, settleMs = defaultSettleMs } = request;
    let callOffSettle: (() => void) | undefined;
    const finish = (): void => {
      callOffListen();
      callOffSettle?.();
      setListener(() => undefined);
      resolve();
    };
    const callOffListen = clock.after(listenMs, finish);
    setListener(() => {
      callOffSettle ??= clock.after(settleMs, finish);
    });
    void client.closed.then(finish);
  });

const judge = (sample: Sample, steps: Step[], request: TestRequest): Problem | null => {
  const { messageCount, vehicleCount, rejectedCount } = sample.counts();
  const seconds = String(Math.round((request.listenMs ?? defaultListenMs) / 1000));
  if (messageCount === 0) {
    const message = `Connected, but no message came on these topics within ${seconds} s. Check the spelling (topics tell upper from lower case), whether this user may read them, and whether a vehicle reports at present.`;
    steps.push({ title: 'Messages', outcome: 'failed', message });
    return { code: 'no-messages', message, willRetry: false };
  }
  steps.push({ title: 'Messages', outcome: 'passed', message: `${countOf(messageCount, 'message')} came.` });
  if (vehicleCount === 0) {
    const message = `Messages come, but the mapping finds no vehicle in them${sample.firstExplanation === undefined ? '' : `: ${sample.firstExplanation}`}. Choose the preset that fits this platform, or adapt the mapping.`;
    steps.push({ title: 'Mapping', outcome: 'failed', message });
    return { code: 'no-messages', message, willRetry: false };
  }
  const vehicles = countOf(vehicleCount, 'vehicle');
  if (rejectedCount > 0) {
    const message = `The mapping found ${vehicles}; of ${countOf(rejectedCount, 'message')} a part or all was rejected${sample.firstExplanation === undefined ? '' : `: ${sample.firstExplanation}`}.`;
    steps.push({ title: 'Mapping', outcome: 'warning', message });
  } else steps.push({ title: 'Mapping', outcome: 'passed', message: `The mapping found ${vehicles}.` });
  return null;
};

/** A plain sign-in that gets no answer is most often one at an encrypted port; asking that port settles it. */
const explainSignIn = async (
  failure: LinkFailure,
  address: BrokerAddress,
  request: TestRequest,
  tell: (failure: Partial<LinkFailure>) => Problem,
): Promise<Problem> => {
  const problem = tell(failure);
  const isSilent = failure.connackCode === null && failure.firstBytes === null;
  if (address.isSecure || !isSilent || request.signal.aborted || !(await speaksTls(address, request.signal))) {
    return problem;
  }
  const secure = address.protocol === 'ws' ? 'wss' : 'mqtts';
  return {
    ...problem,
    code: 'wrong-protocol',
    message: `${address.label} expects an encrypted connection. Use ${secure}:// instead of ${address.protocol}://.`,
  };
};

const describe = (failure: Partial<LinkFailure>, address: BrokerAddress, request: TestRequest): Problem => {
  const { settings, secrets } = request;
  const whole: LinkFailure = {
    stage: 'connecting',
    error: null,
    connackCode: null,
    disconnectCode: null,
    firstBytes: null,
    refusedFilters: [],
    ...failure,
  };
  return describeFailure(whole, {
    address,
    protocolVersion: settings.protocolVersion,
    hasClientCertificate: settings.clientCertificatePem !== undefined,
    secrets: [secrets.password ?? '', secrets.clientKeyPem ?? ''],
  });
};

const countOf = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
