import { expect, test } from 'vitest';
import { createEngineFixture, plainSettings } from '../../support/engine-fixture.ts';

const password = 'only-for-the-broker';

test('whatever is done to a connection is on record before and after, with what was entered and never the secret', async () => {
  const fixture = await createEngineFixture({ user: 'ada' });
  const settings = plainSettings('mqtt://broker.example:1883', { isEnabled: false });
  const { id } = await fixture.call('connections.save', { settings, secrets: { password } });
  await fixture.call('connections.save', {
    ...{ id, settings: { ...settings, name: 'Depot' }, secrets: { password: null } },
  });
  const refused = await fixture.client.call('connections.save', {
    ...{ id: 'no-such-one', settings, secrets: {} },
  });
  expect(refused.ok).toBe(false);
  await fixture.call('connections.setEnabled', { id, isEnabled: true });
  await fixture.call('connections.setEnabled', { id, isEnabled: false });
  await fixture.call('connections.remove', { id });

  const { entries } = await fixture.call('audit.query', { kinds: ['connection'], limit: 100 });
  const told = entries.toReversed().map(({ action, target, outcome }) => `${action} ${target} ${outcome}`);
  expect(told).toEqual([
    'connection.save Test broker started',
    'connection.save Test broker succeeded',
    'connection.save Depot started',
    'connection.save Depot succeeded',
    'connection.save Test broker started',
    'connection.save Test broker failed',
    'connection.switch-on Depot started',
    'connection.switch-on Depot succeeded',
    'connection.switch-off Depot started',
    'connection.switch-off Depot succeeded',
    'connection.remove Depot started',
    'connection.remove Depot succeeded',
  ]);
  const details = entries.toReversed().map(({ detail }) => detail);
  expect(details[0]).toBe('New. To broker.example:1883. Entered: password.');
  expect(details[2]).toBe('To broker.example:1883. Taken away: password.');
  expect(entries[0]).toMatchObject({ user: 'ada', connectionId: id });
  expect(JSON.stringify(entries)).not.toContain(password);
  await fixture.close();
});

test('a test is on record with the host it went to and how it ended, saved or not, and never with the token', async () => {
  const fixture = await createEngineFixture({ user: 'ada', testListenMs: 10 });
  const settings = plainSettings('mqtt://127.0.0.1:9', { name: 'Depot', isEnabled: false });
  await fixture.call('connections.test', { settings, secrets: { password } });
  const { id } = await fixture.call('connections.save', { settings, secrets: { password } });
  await fixture.call('connections.test', { id, settings, secrets: {} });
  const { entries } = await fixture.call('audit.query', { kinds: ['connection'], text: 'connection.test', limit: 100 });
  expect(entries.toReversed()).toMatchObject([
    { outcome: 'started', target: '127.0.0.1:9', connectionId: null },
    { outcome: 'failed', target: '127.0.0.1:9', connectionName: null },
    { outcome: 'started', target: '127.0.0.1:9', connectionId: id },
    { outcome: 'failed', target: '127.0.0.1:9', connectionName: 'Depot' },
  ]);
  const details = entries.toReversed().map(({ detail }) => detail);
  expect(details[0]).toBe('Not saved yet. With what was entered: password.');
  expect(details[1]).toMatch(/^Not saved yet\. With what was entered: password\. .+\.$/);
  expect(details[2]).toBe('As it stands in the form.');
  expect(JSON.stringify(entries)).not.toContain(password);
  await fixture.close();
});

test('the secrets of a connection that is being made, or removed, are on record with its name', async () => {
  const fixture = await createEngineFixture();
  const settings = plainSettings('mqtt://127.0.0.1:9', { name: 'Depot', isEnabled: false });
  const { id } = await fixture.call('connections.save', { settings, secrets: { password } });
  await fixture.call('connections.remove', { id });
  const { entries } = await fixture.call('audit.query', { kinds: ['vault'], limit: 100 });
  expect(entries.map(({ action, connectionName }) => `${action} ${String(connectionName)}`)).toEqual([
    'vault.removed Depot',
    'vault.saved Depot',
  ]);
  await fixture.close();
});
