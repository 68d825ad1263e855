import { expect, test } from 'vitest';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { createMany, removeMany, wholeFailure } from './many-devices.ts';
import type { PlatformRegistry, RegisteredDevice } from './platform.ts';

const context = { lane: 'background' } as const;
const get: PlatformRegistry['get'] = () => Promise.resolve(fail('internal', 'Nobody asks this here.'));
const registered = (deviceId: string): RegisteredDevice => ({
  ...{ vehicleId: deviceId, deviceId, name: deviceId, typeId: 'van', isEnabled: true, organizations: [] },
});
const wish = (deviceId: string) => ({ deviceId, name: deviceId, typeId: 'van', isSimulated: false });
const made = (deviceId: string) => ok({ device: registered(deviceId), credentials: null });

/** A platform without lists, which answers by the device's id. */
const answering = (answers: Readonly<Record<string, Result<never>>>) => {
  const asked: string[] = [];
  const registry: PlatformRegistry = {
    get,
    create: ({ deviceId }) => {
      asked.push(deviceId);
      return Promise.resolve(answers[deviceId] ?? made(deviceId));
    },
    remove: ({ deviceId }) => {
      asked.push(deviceId);
      return Promise.resolve(answers[deviceId] ?? ok(null));
    },
  };
  return { registry, asked };
};
const statesOf = (end: Awaited<ReturnType<typeof removeMany>>) => end?.outcomes.map(({ state }) => state);

test('without lists on the platform one is made after the other, and a refusal of one does not stop the next', async () => {
  const { registry, asked } = answering({ B: fail('conflict', 'It is there already.') });
  const end = await createMany(registry, ['A', 'B', 'C'].map(wish), context);
  expect(asked).toEqual(['A', 'B', 'C']);
  expect(statesOf(end)).toEqual(['done', 'refused', 'done']);
  expect(end?.outcomes[1]).toMatchObject({ message: 'It is there already.', device: null });
  expect(end?.failure).toBeNull();
});

test('what would fail for the next as well ends it, and what is in doubt is said', async () => {
  const lost = fail('unreachable', 'Cut off.', { mayHaveHappened: true });
  const { registry, asked } = answering({ B: lost });
  const end = await removeMany(registry, ['A', 'B', 'C'].map(registered), context);
  expect(asked).toEqual(['A', 'B']);
  expect(statesOf(end)).toEqual(['done', 'unknown', 'not-sent']);
  expect(end?.failure?.message).toBe('Cut off.');
});

test('a failure with which nothing can have happened is all there is to tell', async () => {
  const denied = fail('not-authorised', 'Needs the role Operator.', { mayHaveHappened: false });
  const nothing = await removeMany(answering({ A: denied }).registry, ['A', 'B'].map(registered), context);
  expect(nothing && wholeFailure(nothing)?.code).toBe('not-authorised');
  const half = await removeMany(answering({ B: denied }).registry, ['A', 'B'].map(registered), context);
  expect(half && wholeFailure(half)).toBeNull();
});

test('the platform’s own lists are taken where it has them, and nothing where it has neither', async () => {
  const { registry, asked } = answering({});
  const outcomes = [{ state: 'done', message: null }] as const;
  const listing = { ...registry, removeMany: () => Promise.resolve({ outcomes, failure: null }) };
  expect(statesOf(await removeMany(listing, [registered('A')], context))).toEqual(['done']);
  expect(asked).toEqual([]);
  expect(createMany({ get }, [wish('A')], context)).toBeUndefined();
});
