import type { Clock } from '../clock.ts';
import type { ClientIdentity } from './client-id.ts';
import type { CloseCode } from './close-code.ts';
import { describeMonitorEvent, type ConnectionFacts, type MonitorEvent } from './monitor-message.ts';
import type { DeviceAddress } from './topic-rules.ts';

/** What the broker does for it. */
export interface MonitorOutlet {
  publish(topic: string, payload: string, retain: boolean): void;
  /** Takes a retained message away without anybody receiving an empty one. */
  forget(topic: string): void;
}

/**
 * Publishes `mon` messages: who connected, was refused, left. The last state of a device is kept for later subscribers; an
 * application is remembered only while it is connected; a refusal never.
 */
export class Monitor {
  readonly #outlet: MonitorOutlet;
  readonly #clock: Clock;
  readonly #witness: (facts: ConnectionFacts, event: MonitorEvent) => void;

  constructor(outlet: MonitorOutlet, clock: Clock, witness: (facts: ConnectionFacts, event: MonitorEvent) => void) {
    this.#outlet = outlet;
    this.#clock = clock;
    this.#witness = witness;
  }

  announce(identity: ClientIdentity, event: MonitorEvent, facts: ConnectionFacts): void {
    if (identity.kind === 'application') this.#announceApplication(identity.appId, event, facts);
    else this.announceDevice(identity, event, facts);
  }

  announceRefusal(identity: ClientIdentity, code: CloseCode, facts: ConnectionFacts): void {
    this.announce(identity, { action: 'FailedConnect', closeCode: code }, facts);
  }

  announceDevice({ typeId, deviceId }: DeviceAddress, event: MonitorEvent, facts: ConnectionFacts): void {
    this.#publish(`iot-2/type/${typeId}/id/${deviceId}/mon`, event, facts, event.action !== 'FailedConnect');
  }

  #announceApplication(appId: string, event: MonitorEvent, facts: ConnectionFacts): void {
    const topic = `iot-2/app/${appId}/mon`;
    this.#publish(topic, event, facts, event.action === 'Connect');
    if (event.action === 'Disconnect') this.#outlet.forget(topic);
  }

  #publish(topic: string, event: MonitorEvent, facts: ConnectionFacts, retain: boolean): void {
    this.#witness(facts, event);
    this.#outlet.publish(topic, JSON.stringify(describeMonitorEvent(facts, event, this.#clock.now())), retain);
  }
}
