import { IotCentralApplication } from '../../../simulator/iot-central/application.ts';
import { createIdentity } from '../../../simulator/iot-central/access/identity.ts';
import { createManualTimers } from '../../support/manual-timers.ts';

const clock = createManualTimers();

/** Every operation that the practice platform serves, by its own account. */
export const servedRoutes = new IotCentralApplication({
  identity: createIdentity(clock.now()),
  roster: [],
  findUnit: () => undefined,
  clock,
  feed: { isOpen: false, take: () => undefined },
}).routes;
