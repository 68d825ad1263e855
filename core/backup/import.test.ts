import { expect, test } from 'vitest';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import { Machine, connectionSettings, keepAll, passphrase, valueOf } from './testing/backup-fixture.ts';

const hamburg = connectionSettings('Hamburg', 'mqtts://hamburg.example.com:8883');
const oslo = connectionSettings('Oslo', 'mqtts://oslo.example.com:8883');

test('what was exported with secrets is there on another machine after the import', async () => {
  const former = new Machine().connect('hamburg-1', hamburg, 'pass-word-hamburg').connect('oslo-1', oslo);
  former.settings.set('preferences', { theme: 'dark', distance: 'mi' });
  former.settings.set('disabledManagedConnections', ['practice']);
  const next = new Machine();
  const preview = await next.previewed(await former.exported(passphrase), passphrase);
  expect(preview).toMatchObject({
    isSealed: true,
    connections: [
      {
        id: 'hamburg-1',
        name: 'Hamburg',
        change: 'added',
        choices: ['keep', 'take'],
        secrets: [{ title: 'Password', effect: 'set' }],
      },
      { id: 'oslo-1', name: 'Oslo', change: 'added', secrets: [] },
    ],
    preferences: [
      { field: 'Theme', former: 'auto', next: 'dark' },
      { field: 'Distances', former: 'km', next: 'mi' },
    ],
    managed: [{ field: 'practice', former: 'on', next: 'off' }],
    notices: [],
  });
  expect(next.connections()).toEqual({});
  const decision = {
    connections: { 'hamburg-1': 'take', 'oslo-1': 'take' },
    preferences: 'take',
    managed: 'take',
  } as const;
  expect(valueOf(await next.backup.apply(preview.previewId, decision))).toEqual({
    addedCount: 2,
    changedCount: 0,
    secretCount: 1,
    notices: [],
  });
  expect(next.connections()).toEqual({ 'hamburg-1': hamburg, 'oslo-1': oslo });
  expect([...next.vault.held]).toEqual([['connection/hamburg-1/password', 'pass-word-hamburg']]);
  expect(next.settings.get('preferences')).toMatchObject({ theme: 'dark', distance: 'mi', volume: 'l' });
  expect(next.settings.get('disabledManagedConnections')).toEqual(['practice']);
  expect(next.imported).toEqual([
    { connectionIds: ['hamburg-1', 'oslo-1'], isPreferencesChanged: true, isManagedChanged: true },
    { connectionIds: ['hamburg-1'], isPreferencesChanged: false, isManagedChanged: false },
  ]);
});

test('a preview never holds a secret', async () => {
  const former = new Machine().connect('hamburg-1', hamburg, 'pass-word-hamburg');
  const preview = await new Machine().previewed(await former.exported(passphrase), passphrase);
  expect(JSON.stringify(preview)).not.toContain('pass-word-hamburg');
});

test('what is the same is told apart from what has changed, field by field', async () => {
  const former = new Machine().connect('hamburg-1', hamburg).connect('oslo-1', oslo);
  const changed = { ...oslo, username: 'ida', topics: [{ filter: 'oslo/#', qos: 1 as const }] };
  const next = new Machine().connect('hamburg-1', hamburg).connect('oslo-1', changed);
  const preview = await next.previewed(await former.exported());
  expect(preview.connections).toMatchObject([
    { id: 'hamburg-1', change: 'same', changes: [], choices: ['keep'] },
    { id: 'oslo-1', change: 'changed', choices: ['keep', 'take', 'copy'] },
  ]);
  expect(preview.connections[1]?.changes).toContainEqual({ field: 'User name', former: 'ida', next: null });
  expect(preview.connections[1]?.changes).toContainEqual({
    field: 'Topics › 1 › filter',
    former: 'oslo/#',
    next: oslo.topics[0]?.filter ?? '',
  });
});

test('a secret that is the same here and in the file is said to be, and with the same settings there is nothing to take', async () => {
  const former = new Machine().connect('hamburg-1', hamburg, 'the-very-same').connect('oslo-1', oslo, 'the-very-same');
  const next = new Machine()
    .connect('hamburg-1', hamburg, 'the-very-same')
    .connect('oslo-1', { ...oslo, username: 'ida' }, 'the-very-same');
  const content = await former.exported(passphrase);
  const unchanged = [{ title: 'Password', effect: 'unchanged' }];
  expect((await next.previewed(content, passphrase)).connections).toMatchObject([
    { id: 'hamburg-1', change: 'same', choices: ['keep'], secrets: unchanged },
    { id: 'oslo-1', change: 'changed', choices: ['keep', 'take', 'copy'], secrets: unchanged },
  ]);
  next.connect('hamburg-1', hamburg, 'another').vault.broken.set('connection/oslo-1/password', 'locked');
  const replaced = [{ title: 'Password', effect: 'replaced' }];
  expect((await next.previewed(content, passphrase)).connections).toMatchObject([
    { id: 'hamburg-1', change: 'changed', secrets: replaced },
    { id: 'oslo-1', change: 'changed', secrets: replaced },
  ]);
});

test('what nobody chose is kept', async () => {
  const former = new Machine().connect('hamburg-1', hamburg).connect('oslo-1', { ...oslo, username: 'ida' });
  const next = new Machine().connect('oslo-1', oslo, 'pass-word-oslo');
  const { previewId } = await next.previewed(await former.exported());
  expect(valueOf(await next.backup.apply(previewId, keepAll))).toMatchObject({ addedCount: 0, changedCount: 0 });
  expect(next.connections()).toEqual({ 'oslo-1': oslo });
});

test('a copy stands beside, under a new id, switched off, with the secrets of the file', async () => {
  const former = new Machine().connect('oslo-1', { ...oslo, username: 'ida' }, 'from-the-file');
  const next = new Machine().connect('oslo-1', oslo, 'from-here');
  const { previewId } = await next.previewed(await former.exported(passphrase), passphrase);
  await next.backup.apply(previewId, { ...keepAll, connections: { 'oslo-1': 'copy' } });
  const [, copy] = Object.entries(next.connections());
  expect(copy?.[0]).toMatch(/^oslo-[a-z0-9]{6}$/);
  expect(copy?.[1]).toEqual({ ...oslo, username: 'ida', name: 'Oslo (copy)', isEnabled: false });
  expect(next.vault.held.get('connection/oslo-1/password')).toBe('from-here');
  expect(next.vault.held.get(`connection/${copy?.[0] ?? ''}/password`)).toBe('from-the-file');
});

test('a connection under another host never gets the password of this machine', async () => {
  const evil = connectionSettings('Oslo', 'mqtts://elsewhere.example.net:8883');
  const former = new Machine().connect('oslo-1', evil);
  const next = new Machine().connect('oslo-1', oslo, 'from-here');
  const preview = await next.previewed(await former.exported());
  expect(preview.connections[0]?.choices).toEqual(['keep', 'copy']);
  expect(preview.connections[0]?.notices[0]).toContain('belongs to oslo.example.com');
  expect(await next.backup.apply(preview.previewId, { ...keepAll, connections: { 'oslo-1': 'take' } })).toMatchObject({
    ok: false,
    error: { code: 'refused' },
  });
  expect(next.connections()).toEqual({ 'oslo-1': oslo });
});

test('with the password of the file it may have another host, and the one of this machine is gone from it', async () => {
  const moved = connectionSettings('Oslo', 'mqtts://elsewhere.example.net:8883');
  const former = new Machine().connect('oslo-1', moved, 'from-the-file');
  const next = new Machine().connect('oslo-1', oslo, 'from-here');
  const preview = await next.previewed(await former.exported(passphrase), passphrase);
  expect(preview.connections[0]).toMatchObject({
    choices: ['keep', 'take', 'copy'],
    secrets: [{ title: 'Password', effect: 'replaced' }],
  });
  await next.backup.apply(preview.previewId, { ...keepAll, connections: { 'oslo-1': 'take' } });
  expect(next.connections()).toEqual({ 'oslo-1': moved });
  expect([...next.vault.held.values()]).toEqual(['from-the-file']);
});

test('a new connection gets nothing that the vault still has under its id', async () => {
  const former = new Machine().connect('oslo-1', connectionSettings('Oslo', 'mqtts://elsewhere.example.net'));
  const next = new Machine();
  next.vault.held.set('connection/oslo-1/password', 'left-over');
  const { previewId } = await next.previewed(await former.exported());
  await next.backup.apply(previewId, { ...keepAll, connections: { 'oslo-1': 'take' } });
  expect(Object.keys(next.connections())[0]).toMatch(/^oslo-(?!1$)/);
});

test.each(['practice', '__proto__x', 'Ärger/../x', 'constructor'])(
  'an id that is not free here becomes another one (%s)',
  async (id) => {
    const former = new Machine().connect(id, oslo);
    const next = new Machine();
    next.settings.set('unreadableConnections', { constructor: { novelty: true } });
    const { previewId } = await next.previewed(await former.exported());
    await next.backup.apply(previewId, { ...keepAll, connections: { [id]: 'take' } });
    expect(Object.keys(next.connections())).toEqual([expect.stringMatching(/^oslo-[a-z0-9]{6}$/)]);
    expect(next.settings.get('unreadableConnections')).toEqual({ constructor: { novelty: true } });
  },
);

test('one that cannot be read says why, and costs the others nothing', async () => {
  const former = new Machine().connect('oslo-1', oslo);
  former.settings.set('unreadableConnections', { later: { ...oslo, name: 'From later', novelty: true } });
  const next = new Machine();
  const preview = await next.previewed(await former.exported());
  expect(preview.connections[1]).toMatchObject({ id: 'later', name: 'From later', change: 'unreadable', choices: [] });
  expect(preview.connections[1]?.notices[0]).toContain('novelty');
  expect(await next.backup.apply(preview.previewId, { ...keepAll, connections: { later: 'take' } })).toMatchObject({
    ok: false,
    error: { code: 'refused' },
  });
  expect((await next.backup.apply(preview.previewId, { ...keepAll, connections: { 'oslo-1': 'take' } })).ok).toBe(true);
});

test('a secret that the file only names has to be entered, and that is said before and after', async () => {
  const former = new Machine().connect('oslo-1', oslo, 'pass-word-oslo');
  const next = new Machine();
  const preview = await next.previewed(await former.exported());
  expect(preview.connections[0]?.secrets).toEqual([{ title: 'Password', effect: 'missing' }]);
  const outcome = valueOf(
    await next.backup.apply(preview.previewId, { ...keepAll, connections: { 'oslo-1': 'take' } }),
  );
  expect(outcome.notices).toEqual(['Password of "Oslo" has to be entered: the file does not have it.']);
});

test('settings that were changed since the preview are not overwritten', async () => {
  const former = new Machine().connect('oslo-1', { ...oslo, username: 'ida' });
  const next = new Machine().connect('oslo-1', oslo);
  const { previewId } = await next.previewed(await former.exported());
  next.connect('oslo-1', { ...oslo, username: 'ole' });
  expect(await next.backup.apply(previewId, { ...keepAll, connections: { 'oslo-1': 'take' } })).toMatchObject({
    ok: false,
    error: { code: 'conflict' },
  });
  expect(next.connections()['oslo-1']?.username).toBe('ole');
});

test('a sealed file asks for its passphrase, and a wrong one says so', async () => {
  const content = await new Machine().connect('oslo-1', oslo).exported(passphrase);
  const next = new Machine();
  expect(await next.backup.preview(content)).toMatchObject({
    ok: false,
    error: { details: { reason: 'passphrase-needed' } },
  });
  expect(await next.backup.preview(content, 'not the right one')).toMatchObject({
    ok: false,
    error: { details: { reason: 'wrong-passphrase' } },
  });
  expect((await next.backup.preview(Buffer.from(content), passphrase)).ok).toBe(true);
});

test('a preview is applied once, and forgotten when it is discarded, old, or one of many', async () => {
  let lapse = (): void => undefined;
  const next = new Machine({
    clock: {
      now: () => 0,
      after: (_delayMs, callback) => {
        lapse = callback;
        return () => undefined;
      },
    },
  });
  const content = await new Machine().connect('oslo-1', oslo).exported();
  const isGone = async (id: string) => !(await next.backup.apply(id, keepAll)).ok;
  const applied = await next.previewed(content);
  expect(await isGone(applied.previewId)).toBe(false);
  expect(await isGone(applied.previewId)).toBe(true);
  const discarded = await next.previewed(content);
  next.backup.discard(discarded.previewId);
  expect(await isGone(discarded.previewId)).toBe(true);
  const old = await next.previewed(content);
  lapse();
  expect(await isGone(old.previewId)).toBe(true);
  const first = await next.previewed(content);
  for (let count = 0; count < 5; count++) await next.previewed(content);
  expect(await isGone(first.previewId)).toBe(true);
});

test('preferences that this version does not know are left out, and said', async () => {
  const former = new Machine();
  former.settings.set('preferences', { theme: 'dark', volume: 'bushels', smell: 'rose' });
  const preview = await new Machine().previewed(await former.exported());
  expect(preview.preferences).toEqual([{ field: 'Theme', former: 'auto', next: 'dark' }]);
  expect(preview.notices).toEqual(['Preferences that this version does not know are left out: volume, smell.']);
});

const central = (address: string): ConnectionSettings => ({
  ...oslo,
  platform: { kind: 'iot-central', address, auth: 'azure-cli', live: 'polling', usesPreview: false, watch: {} },
});

test('a connection that signs in as the user of this computer is taken over switched off, and that is said', async () => {
  const former = new Machine().connect('oslo-1', central('https://elsewhere.example.net'));
  const next = new Machine();
  const preview = await next.previewed(await former.exported());
  expect(preview.connections[0]?.notices[0]).toContain('signs in as the user of this computer');
  expect(preview.connections[0]?.notices[0]).toContain('elsewhere.example.net');
  const decision = { ...keepAll, connections: { 'oslo-1': 'take' } } as const;
  const outcome = valueOf(await next.backup.apply(preview.previewId, decision));
  expect(next.connections()['oslo-1']?.isEnabled).toBe(false);
  expect(outcome.notices).toEqual(['"Oslo" is switched off. Check its address, then switch it on.']);
});

test('one that did so here already stays on where it was, and not at another address', async () => {
  const isOnAfter = async (address: string) => {
    const former = new Machine().connect('oslo-1', { ...central(address), username: 'ida' });
    const next = new Machine().connect('oslo-1', central('https://fleet.example.com'));
    const { previewId } = await next.previewed(await former.exported());
    await next.backup.apply(previewId, { ...keepAll, connections: { 'oslo-1': 'take' } });
    expect(next.connections()['oslo-1']?.username).toBe('ida');
    return next.connections()['oslo-1']?.isEnabled;
  };
  expect(await isOnAfter('https://fleet.example.com')).toBe(true);
  expect(await isOnAfter('https://elsewhere.example.net')).toBe(false);
});

test('the token of a platform does not go to another address of one either', async () => {
  const former = new Machine().connect('oslo-1', central('https://elsewhere.example.net'));
  const next = new Machine().connect('oslo-1', central('https://fleet.example.com'));
  next.vault.held.set('connection/oslo-1/platformToken', 'from-here');
  const preview = await next.previewed(await former.exported());
  expect(preview.connections[0]?.choices).toEqual(['keep', 'copy']);
  expect(preview.connections[0]?.secrets).toEqual([{ title: 'Token of the platform', effect: 'kept' }]);
});

test('a password that is entered after the preview was made does not go along to the file’s address', async () => {
  const here = connectionSettings('Yard', 'mqtts://here.example.com:8883');
  const machine = new Machine().connect('yard', here);
  const other = new Machine().connect('yard', connectionSettings('Yard', 'mqtts://elsewhere.example.com:8883'));
  const preview = await machine.previewed(await other.exported());
  machine.vault.held.set('connection/yard/password', 'entered-meanwhile');
  const decision = { connections: { yard: 'take' }, preferences: 'keep', managed: 'keep' } as const;
  expect(await machine.backup.apply(preview.previewId, decision)).toMatchObject({
    ok: false,
    error: { code: 'conflict' },
  });
  expect(machine.connections().yard?.url).toBe(here.url);
});

test('a password that is taken away after the preview was made is no reason to look again', async () => {
  const machine = new Machine().connect('yard', hamburg, 'pass-word-yard');
  const preview = await machine.previewed(await new Machine().connect('oslo-1', oslo).exported());
  machine.vault.held.delete('connection/yard/password');
  const decision = { connections: { 'oslo-1': 'take' }, preferences: 'keep', managed: 'keep' } as const;
  expect(await machine.backup.apply(preview.previewId, decision)).toMatchObject({ ok: true });
});
