import { cutText } from '../../telemetry/json.ts';
import { indexDocument, resolve } from './document.ts';
import { isRecord, listOf, own, type Json } from './json.ts';
import type { CommandModel, ComponentModel, PropertyModel, TelemetryModel, TemplateModel } from './model.ts';
import { isName, readPayload, readShape, typesOf, type ReadingContext } from './shape.ts';
import { descriptionOf, quoted, titleOf } from './texts.ts';

const capabilityLimit = 1000;
const interfaceLimit = 200;
const fieldLimit = 10_000;
const sentenceLimit = 50;
const idLimit = 500;

/**
 * A device template as IoT Central's REST API has it (2022-07-31: a `ModelDefinition` around a `capabilityModel` in DTDL
 * v2 with IoT Central's extensions), a bare interface, a list of interfaces, or a DTDL v1 capability model as its first
 * template files were. Never throws: what cannot be read is left out, and said.
 *
 * @param language of names and descriptions where the template has several, as a language tag; English goes second.
 */
export const readTemplate = (json: unknown, language = 'en'): TemplateModel => {
  const top = topOf(json);
  const sentences = new Set<string>();
  let unsaid = 0;
  const context: ReadingContext = {
    document: indexDocument(json),
    language,
    fieldsLeft: fieldLimit,
    leaveOut: (sentence) => {
      if (sentences.size < sentenceLimit) sentences.add(sentence);
      else if (!sentences.has(sentence)) unsaid++;
    },
  };
  const model = own(top, 'capabilityModel') ?? top;
  const reader = new TemplateReader(context);
  const resolved = resolve(context.document, model);
  if (resolved === undefined) context.leaveOut('The template has no model that can be read: nothing of it is shown.');
  else reader.readInterface(resolved, null);
  const id = [own(top, '@id'), own(top, 'id')].find((value) => typeof value === 'string' && value.length <= idLimit);
  const knownId = typeof id === 'string' ? id : '';
  return {
    id: knownId,
    title: titleOf(top, language) ?? titleOf(model, language) ?? (knownId === '' ? 'Template without a name' : knownId),
    components: reader.components,
    telemetry: reader.telemetry,
    properties: reader.properties,
    commands: reader.commands,
    leftOut: unsaid === 0 ? [...sentences] : [...sentences, `${String(unsaid)} more parts could not be read.`],
  };
};

/** Of a list of interfaces the one that puts the others together. */
const topOf = (json: unknown): unknown => {
  if (!Array.isArray(json)) return json;
  const interfaces = (json as readonly unknown[]).slice(0, interfaceLimit);
  const isModel = (value: unknown): boolean => own(value, 'capabilityModel') !== undefined;
  const hasParts = (value: unknown): boolean =>
    listOf(own(value, 'contents')).some((entry) => typesOf(entry).includes('Component')) ||
    own(value, 'extends') !== undefined;
  return interfaces.find(isModel) ?? interfaces.find(hasParts) ?? interfaces[0];
};

/** Collects what a model and all that it inherits can say and do. */
class TemplateReader {
  readonly components: ComponentModel[] = [];
  readonly telemetry: TelemetryModel[] = [];
  readonly properties: PropertyModel[] = [];
  readonly commands: CommandModel[] = [];
  readonly #context: ReadingContext;
  readonly #paths = new Set<string>();
  #interfaces = 0;
  #capabilities = 0;

  constructor(context: ReadingContext) {
    this.#context = context;
  }

  /** Level by level: what stands nearer to the model goes before what it inherits under the same name. */
  readInterface(first: Json, component: ComponentModel | null): void {
    const seen = new Set<Json>([first]);
    const queue = [first];
    for (const model of queue) {
      if (++this.#interfaces > interfaceLimit) {
        this.#context.leaveOut('The template puts more interfaces together than are read here; the rest is left out.');
        return;
      }
      this.#readContents(own(model, 'contents'), component);
      for (const base of this.#basesOf(model)) {
        if (!seen.has(base)) queue.push(base);
        seen.add(base);
      }
    }
  }

  *#basesOf(model: Json): Iterable<Json> {
    for (const base of listOf(own(model, 'extends')).slice(0, interfaceLimit)) {
      const resolved = resolve(this.#context.document, base);
      if (resolved === undefined) this.#leaveInterfaceOut(base);
      else yield resolved;
    }
    // DTDL v1: a device has the interfaces' parts as its own. IoT Central has since turned them into inherited ones.
    for (const instance of listOf(own(model, 'implements')).slice(0, interfaceLimit)) {
      const resolved = resolve(this.#context.document, own(instance, 'schema'));
      if (resolved === undefined) this.#leaveInterfaceOut(own(instance, 'schema'));
      else yield resolved;
    }
  }

  #leaveInterfaceOut(reference: unknown): void {
    const id = typeof reference === 'string' ? reference : own(reference, '@id');
    this.#context.leaveOut(
      `The template inherits from ${typeof id === 'string' ? quoted(id) : 'an interface'}, which it does not contain; what that adds is left out.`,
    );
  }

  #readContents(contents: unknown, component: ComponentModel | null): void {
    for (const entry of listOf(contents)) {
      if (!isRecord(entry)) continue;
      if (++this.#capabilities > capabilityLimit) {
        this.#context.leaveOut(
          `The template has more than ${String(capabilityLimit)} capabilities; the rest is left out.`,
        );
        return;
      }
      this.#readEntry(entry, component);
    }
  }

  #readEntry(entry: Json, component: ComponentModel | null): void {
    const { language } = this.#context;
    const name = own(entry, 'name');
    if (!isName(name)) {
      const label = titleOf(entry, language) ?? (typeof name === 'string' ? name : 'Something without a name');
      this.#context.leaveOut(`${quoted(label)} has no name that can be used in an address; it is left out.`);
      return;
    }
    const path = component === null ? name : `${component.name}.${name}`;
    const title = titleOf(entry, language) ?? name;
    if (this.#paths.has(path)) {
      this.#context.leaveOut(`${quoted(path)} stands in the template twice; the first is used.`);
      return;
    }
    this.#paths.add(path);
    const base = { path, name, component, title, description: descriptionOf(entry, language) };
    const types = typesOf(entry);
    const label = component === null ? title : `${component.title}: ${title}`;
    if (types.includes('Telemetry')) {
      const shape = readShape(entry, label, this.#context);
      this.telemetry.push({ ...base, shape, semanticTypes: types.filter((type) => type !== 'Telemetry') });
    } else if (types.includes('Property')) {
      const shape = readShape(entry, label, this.#context);
      const kind = types.includes('Cloud') ? 'cloud' : own(entry, 'writable') === true ? 'writable' : 'reported';
      const semanticTypes = types.filter((type) => type !== 'Property' && type !== 'Cloud');
      this.properties.push({ ...base, shape, kind, semanticTypes, initial: own(entry, 'initialValue') });
    } else if (types.includes('Command')) {
      const [request, response] = [own(entry, 'request'), own(entry, 'response')].map(
        (payload) => payload ?? undefined,
      );
      this.commands.push({
        ...base,
        request: request === undefined ? null : readPayload(request, label, this.#context),
        response: response === undefined ? null : readPayload(response, label, this.#context),
      });
    } else if (types.includes('Component')) this.#readComponent(entry, name, title, component);
    else this.#context.leaveOut(`${quoted(label)} is ${kindInWords(types)}, which is not shown.`);
  }

  #readComponent(entry: Json, name: string, title: string, parent: ComponentModel | null): void {
    if (parent !== null) {
      this.#context.leaveOut(`${quoted(`${parent.title}: ${title}`)} is a part within a part, which is not shown.`);
      return;
    }
    const schema = resolve(this.#context.document, own(entry, 'schema'));
    if (schema === undefined) {
      const reference = own(entry, 'schema');
      const id = typeof reference === 'string' ? reference : own(reference, '@id');
      this.#context.leaveOut(
        `The part ${quoted(title)} is described by ${typeof id === 'string' ? quoted(cutText(id, idLimit)) : 'an interface'}, which the template does not contain; it is left out.`,
      );
      return;
    }
    const component = { name, title };
    this.components.push(component);
    this.readInterface(schema, component);
  }
}

const kindInWords = (types: readonly string[]): string => {
  if (types.includes('EdgeModule')) return 'a module of an IoT Edge device';
  if (types.includes('Relationship')) return 'a relationship to other devices';
  return types[0] === undefined ? 'of no kind' : `of the kind ${quoted(types[0])}`;
};
