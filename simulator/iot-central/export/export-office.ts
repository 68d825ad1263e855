import type { Clock } from '../../clock.ts';
import type { Device } from '../device/device.ts';
import type { DeviceRegistry } from '../device/registry.ts';
import type { Destination, ExportDefinition } from './export-definition.ts';
import type { ExportMessage, ExportOutlet } from './message.ts';
import { Webhook } from './webhook.ts';

interface OpenDestination {
  readonly definition: Destination;
  readonly webhook: Webhook;
}

const hidden = '*****';

/** The data exports that callers have set up, and where they go. */
export class ExportOffice implements ExportOutlet {
  readonly #clock: Clock;
  readonly #findRegistry: () => DeviceRegistry;
  readonly #destinations = new Map<string, OpenDestination>();
  readonly #exports = new Map<string, ExportDefinition>();

  constructor(clock: Clock, findRegistry: () => DeviceRegistry) {
    this.#clock = clock;
    this.#findRegistry = findRegistry;
  }

  get isOpen(): boolean {
    return [...this.#exports.values()].some(({ enabled }) => enabled);
  }

  take(message: ExportMessage, device: Device): void {
    for (const { enabled, source, filter, enrichments = {}, destinations } of this.#exports.values()) {
      if (!enabled || source !== message.messageSource) continue;
      if (filter !== undefined && this.#findRegistry().matching(filter, [device]).length === 0) continue;
      const enriched = Object.entries(enrichments).map(([name, enrichment]) => [
        name,
        'path' in enrichment ? this.#resolve(enrichment.path, device) : enrichment.value,
      ]);
      const complete = { ...message, enrichments: Object.fromEntries(enriched) as object };
      for (const { id } of destinations) this.#destinations.get(id)?.webhook.send(complete);
    }
  }

  destinations(): readonly object[] {
    return [...this.#destinations.keys()].flatMap((id) => {
      const body = this.getDestination(id);
      return body === undefined ? [] : [body];
    });
  }

  /** As it was set, its secrets hidden, with how it fares. */
  getDestination(id: string): object | undefined {
    const open = this.#destinations.get(id);
    if (open === undefined) return undefined;
    const { definition, webhook } = open;
    const { problem, deliveredAtMs, dropped } = webhook;
    const status = problem !== undefined ? 'error' : deliveredAtMs !== undefined ? 'healthy' : 'waiting';
    const errors = [
      ...(problem === undefined ? [] : [{ code: 'DeliveryFailed', message: problem }]),
      ...(dropped === 0 ? [] : [{ code: 'MessagesDropped', message: `${dropped} messages were given up.` }]),
    ];
    return {
      id,
      ...definition,
      ...(definition.headerCustomizations && { headerCustomizations: hideSecrets(definition.headerCustomizations) }),
      ...(definition.queryCustomizations && { queryCustomizations: hideSecrets(definition.queryCustomizations) }),
      ...(definition.authorization && { authorization: { ...definition.authorization, value: hidden } }),
      status,
      ...(errors.length > 0 && { errors }),
      ...(deliveredAtMs !== undefined && { lastExportTime: new Date(deliveredAtMs).toISOString() }),
    };
  }

  definitionOf(id: string): Destination | undefined {
    return this.#destinations.get(id)?.definition;
  }

  setDestination(id: string, definition: Destination): void {
    this.#destinations.get(id)?.webhook.close();
    const { url, headerCustomizations, queryCustomizations = {}, authorization } = definition;
    const target = new URL(url);
    for (const [name, { value }] of Object.entries(queryCustomizations)) target.searchParams.set(name, value);
    const headers = {
      ...Object.fromEntries(Object.entries(headerCustomizations ?? {}).map(([name, { value }]) => [name, value])),
      ...(authorization && { authorization: authorization.value }),
    };
    this.#destinations.set(id, { definition, webhook: new Webhook({ url: target.href, headers }, this.#clock) });
  }

  removeDestination(id: string): boolean {
    this.#destinations.get(id)?.webhook.close();
    return this.#destinations.delete(id);
  }

  exports(): readonly (readonly [id: string, definition: ExportDefinition])[] {
    return [...this.#exports];
  }

  getExport(id: string): ExportDefinition | undefined {
    return this.#exports.get(id);
  }

  setExport(id: string, definition: ExportDefinition): void {
    // A filter that cannot be read is refused now and not with every message.
    if (definition.filter !== undefined) this.#findRegistry().matching(definition.filter, []);
    this.#exports.set(id, definition);
  }

  removeExport(id: string): boolean {
    return this.#exports.delete(id);
  }

  close(): void {
    for (const { webhook } of this.#destinations.values()) webhook.close();
  }

  #resolve(path: string, device: Device): unknown {
    return this.#findRegistry().fieldOf(device, path);
  }
}

const hideSecrets = (customizations: NonNullable<Destination['headerCustomizations']>): object =>
  Object.fromEntries(
    Object.entries(customizations).map(([name, { value, secret }]) => [
      name,
      { value: secret === true ? hidden : value, ...(secret !== undefined && { secret }) },
    ]),
  );
