import { expect, test } from 'vitest';
import { plainSettings } from '../../test/support/engine-fixture.ts';
import { silentLog } from '../log.ts';
import { ConnectionBook } from './connection-book.ts';
import { createMemorySettings } from './settings-store.ts';

const good = plainSettings('mqtt://broker.example.com');
const fromLater = { ...good, name: 'From a later version', novelty: true };

test('what is saved is there at the next start', () => {
  const store = createMemorySettings();
  new ConnectionBook(store, silentLog).save('depot-1', good);
  expect(new ConnectionBook(store, silentLog).all()).toEqual([{ id: 'depot-1', settings: good }]);
});

test('what is removed is gone at the next start, and the others are there', () => {
  const store = createMemorySettings();
  const book = new ConnectionBook(store, silentLog);
  book.save('a', good);
  book.save('b', good);
  book.remove('a');
  expect(new ConnectionBook(store, silentLog).all().map(({ id }) => id)).toEqual(['b']);
});

test('an entry that cannot be read is kept as it is under another key, told, and costs the others nothing', () => {
  const store = createMemorySettings({ connections: { later: fromLater, fine: good } });
  const warnings: unknown[] = [];
  const log = { ...silentLog, warn: (event: string) => warnings.push(event) };
  const book = new ConnectionBook(store, log);
  expect(book.all().map(({ id }) => id)).toEqual(['fine']);
  expect(book.unreadable()).toMatchObject([{ id: 'later', name: 'From a later version', url: good.url }]);
  expect(book.unreadable()[0]?.explanation).toContain('novelty');
  expect(store.get('unreadableConnections')).toEqual({ later: fromLater });
  expect(warnings).toEqual(['connection-settings-unreadable']);
});

test('saving others leaves it untouched, and a version that can read it takes it back', () => {
  const store = createMemorySettings({ connections: { later: fromLater } });
  new ConnectionBook(store, silentLog).save('new', good);
  expect(store.get('unreadableConnections')).toEqual({ later: fromLater });
  store.set('unreadableConnections', { later: good });
  const book = new ConnectionBook(store, silentLog);
  expect(book.all().map(({ id }) => id)).toEqual(['later', 'new']);
  expect(store.get('unreadableConnections')).toEqual({});
});

test('it is given up only when the user removes it', () => {
  const store = createMemorySettings({ connections: { later: fromLater } });
  const book = new ConnectionBook(store, silentLog);
  book.remove('later');
  expect(book.unreadable()).toEqual([]);
  expect(store.get('unreadableConnections')).toEqual({});
});

test.each([[['a', 'list']], ['text'], [42]])('connections that are %j as a whole are kept, too', (whole) => {
  const store = createMemorySettings({ connections: whole });
  const book = new ConnectionBook(store, silentLog);
  book.save('new', good);
  expect(store.get('unreadableConnections')).toEqual({ 'unreadable-settings': whole });
  expect(new ConnectionBook(store, silentLog).all().map(({ id }) => id)).toEqual(['new']);
});

test('of a connection that the host brings along only the switch is remembered', () => {
  const store = createMemorySettings();
  const book = new ConnectionBook(store, silentLog);
  expect(book.isManagedEnabled('practice')).toBe(true);
  book.setManagedEnabled('practice', false);
  expect(new ConnectionBook(store, silentLog).isManagedEnabled('practice')).toBe(false);
  book.setManagedEnabled('practice', true);
  expect(new ConnectionBook(store, silentLog).isManagedEnabled('practice')).toBe(true);
});

test('what an import wrote beside it is there after a reload, and nothing else', () => {
  const store = createMemorySettings({ connections: { a: good }, disabledManagedConnections: ['practice'] });
  const book = new ConnectionBook(store, silentLog);
  store.setAll({ connections: { b: good, later: fromLater }, disabledManagedConnections: [] });
  book.reload();
  expect(book.all().map(({ id }) => id)).toEqual(['b']);
  expect(book.unreadable().map(({ id }) => id)).toEqual(['later']);
  expect(book.isManagedEnabled('practice')).toBe(true);
});
