import { randomUUID } from 'node:crypto';
import type { Device } from '../device/device.ts';
import { readCapabilities, type Capabilities, type Capability } from './capabilities.ts';
import type { Element } from '../../dtdl/elements.ts';

interface Entry {
  readonly document: Element;
  readonly capabilities: Capabilities;
}

const none = readCapabilities(undefined);

/** The published device templates, and what they let devices do. */
export class TemplateStore {
  readonly #entries = new Map<string, Entry>();

  constructor(templates: readonly Element[]) {
    for (const template of templates) this.set(String(template['@id']), template);
  }

  list(): readonly Element[] {
    return [...this.#entries.values()].map(({ document }) => document);
  }

  get(id: string): Element | undefined {
    return this.#entries.get(id)?.document;
  }

  /** Publishes; returns the document with its new etag. */
  set(id: string, template: Element): Element {
    const document = { ...template, '@id': id, etag: randomUUID() };
    this.#entries.set(id, { document, capabilities: readCapabilities(template.capabilityModel) });
    return document;
  }

  remove(id: string): boolean {
    return this.#entries.delete(id);
  }

  capabilitiesOf({ settings }: Device): Capabilities {
    return (settings.template === undefined ? undefined : this.#entries.get(settings.template)?.capabilities) ?? none;
  }

  find(device: Device, component: string | undefined, name: string): Capability | undefined {
    return this.capabilitiesOf(device).find(component, name);
  }
}
