import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { deviceUser, isDeviceToken } from '../watson/admission.ts';
import { maximumPayloadBytes } from '../watson/broker.ts';
import { isId } from '../watson/client-id.ts';
import { readJson } from '../watson/management/protocol.ts';
import type { DeviceAddress } from '../watson/topic-rules.ts';
import { apiPath } from './api-path.ts';
import { authenticate, authorize, readBasic } from './authentication.ts';
import { invalid, PlatformError, refusal } from './errors.ts';
import type { RouteNeeds } from './route.ts';

type Params = Readonly<Record<'typeId' | 'deviceId' | 'kind' | 'name', string>>;

const formats: readonly (readonly [RegExp, string])[] = [
  [/^application\/json\b/i, 'json'],
  [/^text\//i, 'text'],
  [/^application\/xml\b/i, 'xml'],
  [/^application\/octet-stream\b/i, 'bin'],
];

const waitSchema = z.object({ waitTimeSecs: z.number().int().min(0).max(3600).default(0) });

/** Messaging is another host of the platform's, which the request limit of the API does not concern. */
export const isMessaging = (url: string): boolean =>
  url.startsWith(`${apiPath}/application/`) ||
  /\/devices\/[^/]+\/(events\/[^/?]+|commands\/[^/?]+\/request)$/.test(url);

/**
 * "HTTP messaging": events and commands by POST, for those who have no MQTT. What goes in here comes out as if it had been
 * published. Statuses after https://github.com/eclipse-amlen/amlen/blob/main/server_proxy/src/iotrest.c; the bodies of
 * refusals are those of the API.
 */
export const installMessaging = (server: FastifyInstance, { organisation, broker }: RouteNeeds): void => {
  const { keys, waiters, directory } = organisation;

  const checkDevice = (device: DeviceAddress, header: string | undefined): void => {
    const credentials = readBasic(header);
    const isRight = credentials?.user === deviceUser && isDeviceToken(directory, device, credentials.password);
    if (!isRight) throw refusal(403, 'The device or its authentication token is invalid.');
  };
  const answering =
    (answer: (request: FastifyRequest, reply: FastifyReply, params: Params) => unknown) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      try {
        return await answer(request, reply, readParams(request));
      } catch (error) {
        if (error instanceof PlatformError) return reply.code(error.status).send(error.body);
        throw error;
      }
    };

  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maximumPayloadBytes }, (_request, body, parsed) => {
      parsed(null, body);
    });

    const application = `${apiPath}/application/types/:typeId/devices/:deviceId/:kind/:name`;
    const deviceEvents = `${apiPath}/device/types/:typeId/devices/:deviceId/events/:name`;
    const deviceCommands = `${apiPath}/device/types/:typeId/devices/:deviceId/commands/:name/request`;

    scope.post(
      application,
      answering((request, reply, { typeId, deviceId, kind, name }) => {
        if (kind !== 'events' && kind !== 'commands') throw unknownPath();
        checkName(name);
        const apiKey = authenticateForMessaging(() => authenticate(keys, request.headers.authorization));
        authorize(keys, apiKey, kind === 'events' ? 'publishEvents' : 'publishCommands');
        const { format, payload } = readMessage(request);
        if (kind === 'events') broker.publishEvent({ typeId, deviceId }, name, payload, format);
        else broker.publishCommand({ typeId, deviceId, command: name, format }, payload);
        return reply.code(200).send();
      }),
    );
    scope.post(
      deviceEvents,
      answering((request, reply, { typeId, deviceId, name }) => {
        checkName(name);
        checkDevice({ typeId, deviceId }, request.headers.authorization);
        const { format, payload } = readMessage(request);
        broker.publishEvent({ typeId, deviceId }, name, payload, format);
        return reply.code(200).send();
      }),
    );
    scope.post(
      deviceCommands,
      answering(async (request, reply, { typeId, deviceId, name }) => {
        const device = { typeId, deviceId };
        checkDevice(device, request.headers.authorization);
        const wish = waitSchema.safeParse(Buffer.isBuffer(request.body) ? readJson(request.body) : {});
        if (!wish.success) throw invalid('waitTimeSecs: a whole number from 0 to 3600.');
        const wanted = name === '+' ? null : name;
        const gone = new AbortController();
        reply.raw.once('close', () => gone.abort());
        const taken = await waiters.wait(device, wanted, wish.data.waitTimeSecs * 1000, gone.signal);
        if (taken === undefined) return reply.code(204).send();
        const { command, format } = taken.command;
        return reply
          .code(200)
          .header('X-commandId', command)
          .type(contentTypes[format] ?? 'application/octet-stream')
          .send(Buffer.from(taken.payload));
      }),
    );
    for (const url of [application, deviceCommands]) {
      scope.route({
        method: ['GET', 'PUT', 'PATCH', 'DELETE'],
        url,
        handler: (_request, reply) => reply.code(405).send(refusal(405, 'Messages are sent by POST.').body),
      });
    }
    done();
  });
};

const contentTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  text: 'text/plain; charset=utf-8',
  xml: 'application/xml',
};

const readParams = (request: FastifyRequest): Params => {
  const { typeId = '', deviceId = '', kind = '', name = '' } = request.params as Partial<Params>;
  if (!isId(typeId) || !isId(deviceId) || name === '') throw unknownPath();
  return { typeId, deviceId, kind, name };
};

const unknownPath = (): PlatformError => refusal(404, 'The requested resource does not exist.');

/** A name becomes a level of a topic. */
const checkName = (name: string): void => {
  if (/[+#/]/.test(name)) throw unknownPath();
};

/** The messaging host knows one refusal of credentials only. */
const authenticateForMessaging = (attempt: () => string): string => {
  try {
    return attempt();
  } catch (error) {
    throw error instanceof PlatformError ? refusal(403, 'The API key or its authentication token is invalid.') : error;
  }
};

/** Throws 400 for an empty body and 415 for a content type that stands for no format. */
const readMessage = (request: FastifyRequest): { readonly format: string; readonly payload: Uint8Array } => {
  const { body } = request;
  if (!Buffer.isBuffer(body) || body.length === 0) throw invalid('The message is empty.');
  const contentType = request.headers['content-type'] ?? '';
  const format = formats.find(([pattern]) => pattern.test(contentType))?.[1];
  if (format === undefined) throw refusal(415, `The content type ${contentType.slice(0, 100)} is not supported.`);
  return { format, payload: body };
};
