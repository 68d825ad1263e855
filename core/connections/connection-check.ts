import type { ConnectionSecrets, ConnectionSettings } from '../../shared/connection/settings.ts';
import { followsBroker } from '../../shared/connection/settings.ts';
import type { Problem } from '../../shared/connection/problem.ts';
import type { ConnectionTest } from '../../shared/connection/status.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { problemOf } from '../platforms/desk/platform-problem.ts';
import { testPlatform, type PlatformTest } from '../platforms/test-platform.ts';
import { testClientId, uniqueWord } from './client-identity.ts';
import type { ConnectionManager } from './connection-manager.ts';
import { testConnection } from './connection-tester.ts';

export interface ConnectionCheck {
  /** With an id, secrets that are absent here are taken from the vault, where they were entered for the same host. */
  readonly id: string | undefined;
  readonly settings: ConnectionSettings;
  readonly secrets: ConnectionSecrets;
  readonly signal: AbortSignal;
  readonly connections: Pick<ConnectionManager, 'secretsFor' | 'platformSecretFor' | 'platforms'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly listenMs?: number | undefined;
}

/** All of a connection, tried: the platform's API where it has one, then the broker where it follows one. */
export const checkConnection = async (check: ConnectionCheck): Promise<ConnectionTest> => {
  const platform = check.settings.platform === undefined ? null : await checkPlatform(check);
  const beginning = { steps: [...(platform?.steps ?? [])], findings: platform?.findings ?? null };
  if (platform !== null && (platform.problem !== null || !followsBroker(check.settings))) {
    return onlyPlatform(beginning, platform.problem);
  }
  const broker = await checkBroker(check);
  return { ...broker, steps: [...beginning.steps, ...broker.steps], platform: beginning.findings };
};

const checkPlatform = async ({
  id,
  settings,
  secrets,
  signal,
  connections,
}: ConnectionCheck): Promise<PlatformTest> => {
  const made = connections.platforms.open(settings, () => connections.platformSecretFor(id, settings, secrets));
  if (!made.ok) {
    const { message } = made.error;
    return {
      steps: [{ title: 'Token', outcome: 'failed', message }],
      problem: { ...problemOf(made.error), willRetry: false },
      findings: null,
    };
  }
  try {
    return await testPlatform(made.value, signal);
  } finally {
    made.value.close();
  }
};

const checkBroker = async ({
  id,
  settings,
  secrets,
  signal,
  connections,
  clock,
  listenMs,
}: ConnectionCheck): Promise<ConnectionTest> => {
  const answer = await connections.secretsFor(id, settings, secrets);
  if (!answer.isReadable) {
    const step = { title: 'Password and key', outcome: 'failed', message: answer.problem.message } as const;
    return onlyPlatform({ steps: [step], findings: null }, answer.problem);
  }
  return testConnection({
    settings,
    clientId: testClientId(settings.clientId, uniqueWord()),
    secrets: answer.secrets,
    signal,
    clock,
    ...(listenMs === undefined ? {} : { listenMs }),
  });
};

const onlyPlatform = (
  { steps, findings }: { readonly steps: ConnectionTest['steps']; readonly findings: ConnectionTest['platform'] },
  problem: Problem | null,
): ConnectionTest => ({
  isSuccess: problem === null,
  steps,
  problem,
  messageCount: 0,
  vehicleCount: 0,
  rejectedCount: 0,
  sampleTopics: [],
  platform: findings,
});
