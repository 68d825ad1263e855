import type { Result } from '../../../shared/contract/result.ts';
import type { RestAnswer, RestClient } from '../rest/rest-client.ts';
import type { Access } from './access.ts';

/** For the parts of the platform with a module of their own: what a refusal says of the token is told there, too. */
export const explainedClient = (client: RestClient, access: Access): RestClient => {
  const explained = async (answer: Promise<Result<RestAnswer>>): Promise<Result<RestAnswer>> => {
    const result = await answer;
    if (!result.ok) return { ok: false, error: access.explain(result.error) };
    access.noteAccepted();
    return result;
  };
  return {
    call: (request) => explained(client.call(request)),
    follow: (link, request) => explained(client.follow(link, request)),
    get pressure() {
      return client.pressure;
    },
    close: () => {
      client.close();
    },
  };
};
