import { isRecord, own, type Json } from './json.ts';

const elementLimit = 20_000;

/** Elements of a template document that others refer to by their DTMI. */
export interface TemplateDocument {
  find(id: unknown): Json | undefined;
}

/**
 * Finds what has an id of its own: interfaces beside the model, shared schemas. A reference (an element with an id and
 * nothing to say) is not what it refers to. Goes through the document level by level, so that nesting costs no stack.
 */
export const indexDocument = (root: unknown): TemplateDocument => {
  const elements = new Map<string, Json>();
  const queue: unknown[] = [root];
  for (let index = 0; index < queue.length && index < elementLimit; index++) {
    const value = queue[index];
    if (!isRecord(value) && !Array.isArray(value)) continue;
    if (isRecord(value)) {
      const id = own(value, '@id');
      if (typeof id === 'string' && isDefinition(value) && !elements.has(id)) elements.set(id, value);
    }
    for (const child of Object.values(value) as unknown[]) {
      if (queue.length >= elementLimit) break;
      if (typeof child === 'object' && child !== null) queue.push(child);
    }
  }
  return { find: (id) => (typeof id === 'string' ? elements.get(id) : undefined) };
};

const parts = ['contents', 'fields', 'enumValues', 'elementSchema', 'mapValue', 'extends', 'schemas'];

const isDefinition = (value: Json): boolean => parts.some((part) => Object.hasOwn(value, part));

/** The element itself, or what its id or text refers to; undefined where the document has no such thing. */
export const resolve = (document: TemplateDocument, element: unknown): Json | undefined => {
  if (!isRecord(element)) return document.find(element);
  if (isDefinition(element)) return element;
  return document.find(own(element, '@id')) ?? (Object.hasOwn(element, '@type') ? element : undefined);
};
