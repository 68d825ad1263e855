import type { ConnectionFacts, MonitorEvent } from './monitor-message.ts';
import type { DeviceAddress, DeviceEvent } from './topic-rules.ts';

/** Learns from the broker what goes by, before anybody else does. */
export interface Witness {
  sawEvent(event: DeviceEvent, payload: Uint8Array | string): void;
  sawConnection(facts: ConnectionFacts, event: MonitorEvent): void;
  /** A device management message of a device, on a topic as the device knows it. */
  sawManagement(device: DeviceAddress, topic: string, payload: Uint8Array | string): void;
}
