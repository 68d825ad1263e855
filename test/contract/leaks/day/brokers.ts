import { randomBytes } from 'node:crypto';
import { plainSettings } from '../../../support/engine-fixture.ts';
import { startPlainBroker } from '../../../support/plain-broker.ts';
import { newSecret, untilStatus, type DaysMaterial } from './material.ts';

/** Connections to brokers: one that works, and one for each way in which another does not. Answers the working password. */
export const connectBrokers = async (day: DaysMaterial): Promise<string> => {
  const { window, search } = day;
  const password = newSecret(search, "the broker's password");
  const mistyped = newSecret(search, 'a mistyped password');
  const certificate = '-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n';
  const line = randomBytes(36).toString('base64');
  const clientKeyPem = `-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----\n`;
  search.know('the client key', clientKeyPem);
  const broker = await startPlainBroker({
    authenticate: (_client, _user, given, done) => {
      if (given?.toString() === password) done(null, true);
      else done(Object.assign(new Error('no'), { returnCode: 5 }), null);
    },
  });
  const at = (scheme: string, port = broker.port) => `${scheme}://127.0.0.1:${String(port)}`;
  const settings = plainSettings(at('mqtt'), { name: 'Yard', protocolVersion: 4, username: 'dispatcher' });
  const { id } = await window.call('connections.save', { settings, secrets: { password } });
  await untilStatus(day, id, ({ state }) => state === 'live');
  await broker.publish('fleet/van-1', `not JSON at all`);
  await window.call('connections.test', { id, settings, secrets: {} });

  const failing = [
    { settings, secrets: { password: mistyped } },
    { settings: { ...settings, url: 'mqtt://no-such-host.invalid' }, secrets: { password } },
    { settings: { ...settings, url: at('mqtts') }, secrets: { password } },
    { settings: { ...settings, url: at('wss', broker.webSocketPort) }, secrets: { password } },
    {
      settings: { ...settings, url: at('mqtts'), clientCertificatePem: certificate },
      secrets: { password, clientKeyPem },
    },
  ];
  const fail = async (each: (typeof failing)[number], index: number): Promise<void> => {
    const { isSuccess } = await window.call('connections.test', each);
    if (isSuccess) throw new Error('A connection that cannot work has passed its test.');
    const name = `Broken ${String(index)}`;
    const saved = await window.call('connections.save', { ...each, settings: { ...each.settings, name } });
    await untilStatus(day, saved.id, ({ state }) => state === 'offline');
  };
  await Promise.all(failing.map(fail));
  await broker.close();
  await untilStatus(day, id, ({ state }) => state === 'offline');
  return password;
};
