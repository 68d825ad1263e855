import type { MethodHandlers } from '../../shared/contract/server.ts';
import { nodeSignal } from '../abort-signal.ts';
import { listPeople, type PeopleDeskNeeds } from './people-desk.ts';

export type PeopleHandlers = Pick<MethodHandlers, Extract<keyof MethodHandlers, `people.${string}`>>;

export const peopleHandlers = (
  connections: PeopleDeskNeeds['connections'],
  clock: PeopleDeskNeeds['clock'],
  audit: PeopleDeskNeeds['audit'],
): PeopleHandlers => ({
  'people.list': ({ connectionId }, { signal }) =>
    listPeople({ connections, audit, clock }, connectionId, { lane: 'click', signal: nodeSignal(signal) }),
});
