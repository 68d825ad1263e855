import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

interface Document {
  readonly definitions: Readonly<Record<string, Json>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly parameters?: readonly Json[];
  readonly responses: Readonly<Record<string, { readonly schema?: Json }>>;
}

/** What Microsoft's OpenAPI document says about one operation. */
export interface OperationSchema {
  /** Why a request body is not allowed; empty when it is. */
  requestProblems(body: unknown): readonly string[];
  /** Why an answer is not allowed; empty when it is. */
  answerProblems(status: number, body: unknown): readonly string[];
}

export interface OpenApi {
  /** The operation that a method and a path below `/api` stand for; undefined when the document has none. */
  operation(method: string, path: string): OperationSchema | undefined;
}

const folder = path.resolve(import.meta.dirname, '../../../../shared/reference/iot-central');

/** A file of the reference; undefined where that is not at hand, beside the checkout. */
export const readReference = (name: string): unknown => {
  const file = path.join(folder, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};

const load = (version: string): OpenApi | undefined => {
  const document = readReference(`iotcentral-${version}.json`);
  return document === undefined ? undefined : readDocument(document as Document);
};

const readDocument = (document: Document): OpenApi => {
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: true });
  ajv.addFormat('date', (text: string) => z.iso.date().safeParse(text).success);
  ajv.addFormat('date-time', (text: string) => z.iso.datetime({ offset: true }).safeParse(text).success);
  ajv.addFormat('int32', {
    type: 'number',
    validate: (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** 31,
  });
  ajv.addFormat('date-time-rfc1123', (text: string) => new Date(text).toUTCString() === text);
  ajv.addSchema({ $id: 'iotcentral', definitions: explainDiscriminators(document.definitions) });
  const compiled = new Map<string, ValidateFunction>();
  const problemsOf = (schema: Json, body: unknown): readonly string[] => {
    const key = JSON.stringify(schema);
    const validate = compiled.get(key) ?? ajv.compile(rewrite(schema) as Json);
    compiled.set(key, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  };
  const patterns = Object.entries(document.paths).map(([template, methods]) => ({
    pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    methods,
  }));
  return {
    operation: (method, requestPath) => {
      const found = patterns.find(({ pattern }) => pattern.test(requestPath));
      const operation = found?.methods[method.toLowerCase()];
      if (operation === undefined) return undefined;
      return {
        requestProblems: (body) => {
          const schema = operation.parameters?.find((each) => each.in === 'body')?.schema as Json | undefined;
          return schema === undefined ? [] : problemsOf(schema, body);
        },
        answerProblems: (status, body) => {
          const answer =
            operation.responses[String(status)] ?? (status >= 400 ? operation.responses.default : undefined);
          if (answer === undefined) return [`${status} is not an answer of this operation`];
          if (answer.schema === undefined) return body === undefined ? [] : ['there must be no body'];
          return problemsOf(answer.schema, body);
        },
      };
    },
  };
};

const reference = '#/definitions/';

/**
 * Swagger 2.0 leaves it to the reader that a base with a discriminator stands for one of its heirs. Heirs name their base in
 * `allOf`; there the base is meant as it is.
 */
const explainDiscriminators = (definitions: Document['definitions']): Json => {
  const explained: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const { allOf, ...own } = definition;
    const bases = allOf as readonly Json[] | undefined;
    const rewritten = rewrite(own) as Json;
    explained[name] =
      bases === undefined
        ? rewritten
        : { ...rewritten, allOf: bases.map(({ $ref }) => ({ $ref: absolute(String($ref)) })) };
    if (typeof definition.discriminator !== 'string') continue;
    const heirs = Object.entries(definitions).flatMap(([heir, { allOf: of, 'x-ms-discriminator-value': value }]) =>
      value !== undefined && JSON.stringify(of ?? []).includes(`"${reference}${name}"`) ? [{ heir, value }] : [],
    );
    const field = definition.discriminator;
    explained[`${name}.heirs`] = {
      properties: { [field]: { enum: heirs.map(({ value }) => value) } },
      allOf: heirs.map(({ heir, value }) => ({
        if: { properties: { [field]: { const: value } } },
        then: { $ref: absolute(reference + heir) },
      })),
    };
  }
  for (const [name, definition] of Object.entries(definitions)) {
    const isOpen = definition.additionalProperties !== undefined || openDefinitions.includes(name);
    const hasHeirs = `${name}.heirs` in explained;
    const isObject = definition.properties !== undefined || definition.allOf !== undefined;
    explained[`${name}.meant`] = {
      $ref: absolute(`${reference}${name}${hasHeirs ? '.heirs' : ''}`),
      // An optional member under a wrong name would be no error otherwise.
      ...(isObject && !isOpen && { unevaluatedProperties: false }),
    };
  }
  return explained;
};

/** The platform answers more of these than the document lists: `@context` of a template, say. */
const openDefinitions = ['DeviceTemplate', 'Collection'];

const absolute = (ref: string): string => `iotcentral${ref}`;

const rewrite = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(rewrite);
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, ...rest } = value as Json;
  if (typeof $ref === 'string') return { $ref: `${absolute($ref)}.meant` };
  return Object.fromEntries(
    Object.entries(rest).flatMap(([name, member]) => (name === 'discriminator' ? [] : [[name, rewrite(member)]])),
  );
};

export const stable = load('2022-07-31');
export const preview = load('2022-10-31-preview');

/** For the name of a test that cannot run without the documents. */
export const withoutDocuments =
  stable === undefined || preview === undefined ? ' (skipped: the OpenAPI documents are not beside this checkout)' : '';
