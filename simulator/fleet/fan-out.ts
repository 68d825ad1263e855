import type { Uplink } from './unit.ts';

/** One vehicle, several platforms: each sees the same reports and the same connection. */
export const fanOut = (uplinks: readonly Uplink[]): Uplink => ({
  publishEvent: (...event) => {
    for (const uplink of uplinks) uplink.publishEvent(...event);
  },
  announceDevice: (...announcement) => {
    for (const uplink of uplinks) uplink.announceDevice(...announcement);
  },
  sendManagement: (...message) => {
    for (const uplink of uplinks) uplink.sendManagement(...message);
  },
});
