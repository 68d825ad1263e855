import WebSocket from 'ws';
import { createClient, type ContractClient } from '../../shared/contract/client.ts';
import { createWebSocketTransport } from '../../shared/contract/transports/web-socket.ts';

/**
 * A window's place at the engine of a running browser host, taken by a program: the key of the printed address is
 * exchanged for the cookie as a browser would do it.
 */
export const connectToEngine = async (url: string): Promise<ContractClient> => {
  const { origin, host } = new URL(url);
  const answer = await fetch(url, { redirect: 'manual' });
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')[0];
  if (cookie === undefined) throw new Error(`The console gave no cookie for its own address (${answer.status}).`);
  const socket = new WebSocket(`ws://${host}/engine`, { headers: { cookie, origin } });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return createClient(createWebSocketTransport(socket));
};
