import { fail, ok, type Result } from '../../../../shared/contract/result.ts';
import type { RestAnswer, RestClient, RestRequest } from '../../rest/rest-client.ts';
import { createWatsonApi, type WatsonApi } from '../api.ts';

/** A body that comes with 200, or a result as it is. */
export type Answer =
  { readonly [name: string]: unknown; readonly ok?: never } | readonly unknown[] | Result<RestAnswer>;

export interface ScriptedApi {
  readonly client: RestClient;
  readonly api: WatsonApi;
  readonly asked: readonly RestRequest[];
}

/** A platform that gives the next of its answers to each request, and keeps what it was asked. */
export const scriptedApi = (...answers: readonly Answer[]): ScriptedApi => {
  const asked: RestRequest[] = [];
  const client: RestClient = {
    call: (request) => {
      const answer = answers[asked.length] ?? fail('internal', 'Asked once too often.');
      asked.push(request);
      return Promise.resolve(isResult(answer) ? answer : ok({ status: 200, headers: {}, body: answer }));
    },
    follow: () => Promise.resolve(fail('internal', 'The platform has no links to follow.')),
    pressure: { waiting: 0, backingOffUntilMs: null },
    close: () => undefined,
  };
  return { client, api: createWatsonApi(client, 'main.iot.example.com'), asked };
};

const isResult = (answer: Answer): answer is Result<RestAnswer> => 'ok' in answer;

export const notFound = fail('not-found', 'Not there.', { status: 404, mayHaveHappened: false });
