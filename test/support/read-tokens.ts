import { foldTokens, type TokenList } from '../../shared/access/token-list.ts';
import type { ContractClient } from '../../shared/contract/client.ts';

/** A connection's tokens as they are now: read from the beginning, as by the button of the view, to the end of that reading. */
export const readTokens = async (client: ContractClient, connectionId: string): Promise<TokenList> => {
  const begun = await client.call('tokens.refresh', { connectionId, from: 'beginning' });
  if (!begun.ok) throw new Error(begun.error.message);
  return lookAtTokens(client, connectionId, (told) => told.kind === 'not-permitted' || told.reading === null);
};

/** Looks at the list, as a view does, until it is as wanted. */
export const lookAtTokens = (
  client: ContractClient,
  connectionId: string,
  isWanted: (told: TokenList) => boolean,
): Promise<TokenList> =>
  new Promise((resolve, reject) => {
    let told: TokenList | undefined;
    const subscription = client.subscribe(
      'tokens',
      { connectionId },
      {
        onEvent: (event) => {
          told = foldTokens(told, event);
          if (!isWanted(told)) return;
          subscription.close();
          resolve(told);
        },
        onError: (failure) => {
          reject(new Error(failure.message));
        },
      },
    );
  });

/** Its tokens, where it may be looked at. */
export const tokensIn = (told: TokenList) => {
  if (told.kind === 'not-permitted') throw new Error(told.explanation);
  if (told.list === null) throw new Error(told.failure?.message ?? 'Nothing is known of the tokens yet.');
  return told.list;
};
