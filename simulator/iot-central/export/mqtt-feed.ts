import type { PlainBroker } from '../../mqtt/plain-broker.ts';
import type { ExportMessage, ExportOutlet } from './message.ts';

/** `iotcentral/{application}/{device}`: one topic a device, as a forwarding service between the export and a broker has it. */
export class MqttFeed implements ExportOutlet {
  readonly #broker: PlainBroker;

  constructor(broker: PlainBroker) {
    this.#broker = broker;
  }

  get isOpen(): boolean {
    return this.#broker.hasClients;
  }

  take(message: ExportMessage): void {
    const topic = `iotcentral/${message.applicationId}/${message.deviceId}`;
    void this.#broker.publish(topic, JSON.stringify(message));
  }
}
