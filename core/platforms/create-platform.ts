import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createIotCentralPlatform } from './iot-central/iot-central-platform.ts';
import type { Platform } from './platform.ts';
import type { RefusalKnowledge } from './refusal/knowledge.ts';
import type { Turnstiles } from './rest/rest-client.ts';
import { vehicleIdBy } from './watson/vehicle-naming.ts';
import { createWatsonPlatform } from './watson/watson-platform.ts';

export interface CreatePlatformNeeds {
  readonly settings: Pick<ConnectionSettings, 'platform' | 'username' | 'caPem' | 'mapping'>;
  /** As a former connection to the same address learnt it. */
  readonly applicationId?: string | undefined;
  /** Asked before each request; the plain token is kept nowhere else. */
  readonly token: () => Promise<Result<string>>;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  /** Of the console: the platforms count the requests of all its connections together. */
  readonly turnstiles: Turnstiles;
  /** What the console knows of this platform's tokens, by which a refused one is told from others. */
  readonly knowledge: RefusalKnowledge;
}

export type CreatePlatform = (needs: CreatePlatformNeeds) => Result<Platform>;

/** The adapter that a connection's settings ask for. */
export const createPlatform: CreatePlatform = ({ settings, applicationId, token, ...given }) => {
  const { clock, log, random, turnstiles, knowledge } = given;
  const { platform, username, caPem, mapping } = settings;
  const common = { token, clock, log, random, turnstiles, knowledge, ...(caPem === undefined ? {} : { caPem }) };
  if (platform === undefined) return fail('unsupported', 'This connection has no platform, only a broker.');
  if (platform.kind === 'iot-central') {
    const exportTopic = mapping.routes.find(({ kind }) => kind === 'telemetry')?.topic;
    return ok(
      createIotCentralPlatform({
        ...{ settings: platform, ...common },
        ...(applicationId === undefined ? {} : { applicationId }),
        ...(exportTopic === undefined ? {} : { exportTopic }),
      }),
    );
  }
  if (username === undefined)
    return fail('invalid-params', 'Enter the API key: it is the user name of this connection.');
  const { commandRoute, routes } = mapping;
  return ok(
    createWatsonPlatform({
      settings: platform,
      apiKey: username,
      vehicleIdOf: vehicleIdBy(mapping),
      ...(commandRoute === undefined ? {} : { requestIdField: commandRoute.requestIdField }),
      ...(commandRoute?.settingsCommand === undefined ? {} : { settingsCommand: commandRoute.settingsCommand }),
      isAcknowledged: routes.some(({ kind }) => kind === 'acknowledgement'),
      ...common,
    }),
  );
};
