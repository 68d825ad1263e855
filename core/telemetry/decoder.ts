import type { Mapping, Route } from '../../shared/mapping/mapping.ts';
import type { Decoded, Rejection } from './decoded.ts';
import { parsePayload, type JsonObject, type ParsedPayload, type PayloadLimits } from './json.ts';
import type { FieldLimits } from './field-reader.ts';
import type { BrokerMessage } from './message.ts';
import { compileConditions } from './payload-path.ts';
import { compileAcknowledgement, compileConnectivity, compileTelemetry, type RouteReader } from './routes.ts';
import { compilePattern, type Captures, type TopicPattern } from './topic-pattern.ts';

export interface DecoderLimits extends PayloadLimits, FieldLimits {
  /** Characters. What a vehicle's captures are taken from stays in memory with them. */
  readonly topicLength: number;
}

const defaultDecoderLimits: DecoderLimits = {
  topicLength: 2048,
  payloadBytes: 256 * 1024,
  depth: 16,
  flattenDepth: 4,
  readings: 1000,
  nameLength: 200,
};

export interface Decoder {
  /** What the mapping makes of a message. Never throws, whatever the message holds. */
  decode(message: BrokerMessage): Decoded;
}

interface CompiledRoute {
  readonly pattern: TopicPattern;
  /** Absent when the topic alone decides. */
  readonly conditions: ((root: JsonObject) => boolean) | undefined;
  /** Absent for messages that are known to carry nothing. */
  readonly read: RouteReader | undefined;
}

const compileReader = (route: Route, limits: DecoderLimits): RouteReader | undefined => {
  switch (route.kind) {
    case 'telemetry':
      return compileTelemetry(route, limits);
    case 'connectivity':
      return compileConnectivity(route);
    case 'acknowledgement':
      return compileAcknowledgement(route);
    case 'ignore':
      return undefined;
  }
};

const compileRoute = (route: Route, limits: DecoderLimits): CompiledRoute => ({
  pattern: compilePattern(route.topic),
  conditions: (route.when?.length ?? 0) === 0 ? undefined : compileConditions(route.when),
  read: compileReader(route, limits),
});

const ignored: Decoded = { kind: 'ignored' };
const rejected = (rejection: Rejection): Decoded => ({ kind: 'rejected', rejection });

const longTopic = ({ length }: string, { topicLength }: DecoderLimits): Rejection => ({
  reason: 'too-large',
  explanation: `the topic has ${String(length)} characters, more than ${String(topicLength)}`,
});

/**
 * Compiles a mapping for the per-message path: patterns split, paths and conditions prepared, one table of fields a
 * route. A payload is parsed only when some route's topic matches.
 */
export const createDecoder = (
  mapping: Mapping,
  options: { readonly limits?: Partial<DecoderLimits> } = {},
): Decoder => {
  const limits: DecoderLimits = { ...defaultDecoderLimits, ...options.limits };
  const routes = mapping.routes.map((route) => compileRoute(route, limits));

  const apply = (route: CompiledRoute, captures: Captures, root: JsonObject, message: BrokerMessage): Decoded =>
    route.read === undefined ? ignored : route.read(captures, root, message);

  const decode = (message: BrokerMessage): Decoded => {
    if (message.topic.length > limits.topicLength) return rejected(longTopic(message.topic, limits));
    const levels = message.topic.split('/');
    let parsed: ParsedPayload | undefined;
    for (const route of routes) {
      const captures = route.pattern.matchLevels(levels);
      if (captures === undefined) continue;
      if (route.conditions === undefined && route.read === undefined) return ignored;
      parsed ??= parsePayload(message.payload, limits);
      if (!parsed.ok) return rejected(parsed.rejection);
      if (route.conditions === undefined || route.conditions(parsed.root)) {
        return apply(route, captures, parsed.root, message);
      }
    }
    return rejected({
      reason: 'no-route',
      explanation:
        parsed === undefined
          ? 'the mapping has no place for this topic'
          : 'the mapping knows this topic, but not a message with this content',
    });
  };

  return { decode };
};
