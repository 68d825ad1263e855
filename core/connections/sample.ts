import type { ConnectionTest } from '../../shared/connection/status.ts';
import type { Rejection } from '../telemetry/decoded.ts';
import type { Decoder } from '../telemetry/decoder.ts';
import type { BrokerMessage } from '../telemetry/message.ts';

const maximumTopics = 10;
const maximumVehicles = 100_000;

/** What a connection test heard. */
export class Sample {
  /** In words, why the first rejected message was. */
  firstExplanation: string | undefined;
  readonly #decoder: Decoder;
  readonly #vehicleIds = new Set<string>();
  readonly #topics = new Set<string>();
  #messageCount = 0;
  #rejectedCount = 0;

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
  }

  take(message: BrokerMessage): void {
    this.#messageCount += 1;
    if (this.#topics.size < maximumTopics) this.#topics.add(message.topic.slice(0, 500));
    const decoded = this.#decoder.decode(message);
    if (decoded.kind === 'rejected') this.#reject(decoded.rejection);
    if ('vehicle' in decoded && this.#vehicleIds.size < maximumVehicles)
      this.#vehicleIds.add(decoded.vehicle.vehicleId);
    if (decoded.kind === 'telemetry' && decoded.rejections[0] !== undefined) this.#reject(decoded.rejections[0]);
  }

  counts(): Pick<ConnectionTest, 'messageCount' | 'vehicleCount' | 'rejectedCount' | 'sampleTopics'> {
    return {
      messageCount: this.#messageCount,
      vehicleCount: this.#vehicleIds.size,
      rejectedCount: this.#rejectedCount,
      sampleTopics: [...this.#topics],
    };
  }

  #reject(rejection: Rejection): void {
    this.#rejectedCount += 1;
    this.firstExplanation ??= rejection.explanation;
  }
}
