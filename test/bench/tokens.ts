import { createEngineFixture } from '../support/engine-fixture.ts';
import { startPractice } from '../support/practice.ts';
import { lookAtTokens } from '../support/read-tokens.ts';

export interface TokensBench {
  readonly tokens: number;
  readonly firstRowsSeconds: number;
  readonly listSeconds: number;
  /** Of the time that the pages alone take at twenty requests a second; 1 would be all of the budget for nothing else. */
  readonly listOfFloor: number;
  /** What stops with a token, asked of the platform afresh. */
  readonly consequencesSeconds: number;
  /** Of the time that reading the whole list takes, until there is something to see. */
  readonly firstRowsOfList: number;
  /** Of the same time, until it is known what stops with an administrator's token. */
  readonly consequencesOfList: number;
}

const requestsPerSecond = 20;
const tokensPerPage = 25;
const connectionId = 'practice-iot-central';

/** How long somebody waits for the first of many API tokens, for all, and for what stops when one is deleted. */
export const benchTokens = async ({ tokens }: { readonly tokens: number }): Promise<TokensBench> => {
  const practice = await startPractice(1, ['--tokens', String(tokens)]);
  const managedConnections = practice.connections.flatMap((connection) =>
    connection.id === connectionId ? [{ ...connection, isInitiallyEnabled: true }] : [],
  );
  const fixture = await createEngineFixture({ managedConnections });
  await fixture.untilConnection(connectionId, ({ platform }) => platform?.state === 'ready');
  const startedAtMs = performance.now();
  const sinceStart = (): number => (performance.now() - startedAtMs) / 1000;
  const firstRows = lookAtTokens(
    fixture.client,
    connectionId,
    (told) => told.kind === 'tokens' && told.byId.size > 0,
  ).then(sinceStart);
  await lookAtTokens(
    fixture.client,
    connectionId,
    (told) => told.kind === 'tokens' && told.reading === null && told.readAtMs !== null,
  );
  const listSeconds = sinceStart();
  const firstRowsSeconds = await firstRows;
  await fixture.call('tokens.consequences', { connectionId, tokenId: 'practice-administrator' });
  const consequencesSeconds = sinceStart() - listSeconds;
  await fixture.close();
  await practice.stop();

  const round = (value: number, digits: number): number => Number(value.toFixed(digits));
  return {
    tokens,
    firstRowsSeconds: round(firstRowsSeconds, 2),
    listSeconds: round(listSeconds, 1),
    listOfFloor: round(listSeconds / (Math.ceil(tokens / tokensPerPage) / requestsPerSecond), 2),
    consequencesSeconds: round(consequencesSeconds, 2),
    firstRowsOfList: round(firstRowsSeconds / listSeconds, 3),
    consequencesOfList: round(consequencesSeconds / listSeconds, 3),
  };
};
