import { failureOf, ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import type { CallContext, CommandAnswer, CommandOrder, PlatformCommands, RegisteredDevice } from '../platform.ts';
import { platformDetails } from '../rest/rest-client.ts';
import { commandSchema } from './answers.ts';
import { segment } from './api.ts';
import type { Parts } from './parts.ts';
import { findCommand, requestBody, requestProblems, responseWords } from '../dtdl/commands.ts';
import type { CommandModel, TemplateModel } from '../dtdl/model.ts';

/** A vehicle that is just coming back is waited for; both in seconds, as the platform counts them (0 to 30, 5 to 30). */
const connectionTimeoutS = 5;
const longestResponseS = 30;
const shortestResponseS = 5;
/** The platform's own way to its answer. Whoever gives up before the platform does never learns how the command ended. */
const marginMs = 15_000;

export const commandPath = (
  { deviceId }: Pick<RegisteredDevice, 'deviceId'>,
  { component, name }: CommandModel,
): string => {
  const at = `/devices/${segment(deviceId)}`;
  const below = component === null ? at : `${at}/components/${segment(component.name)}`;
  return `${below}/commands/${segment(name)}`;
};

export const createCommands = ({ api, templates }: Parts): PlatformCommands => {
  const objection = ({ device, definition, parameters }: CommandOrder): string | undefined => {
    if (device.typeId === null)
      return `${device.name} has no device template, so IoT Central knows none of its commands.`;
    if (device.isEnabled === false)
      return `${device.name} is blocked: IoT Central does not let it connect. Unblock it first.`;
    const model = templates.peek(device.typeId);
    if (model === undefined) return undefined;
    if (findCommand(model, definition.name) === undefined) {
      return `The device template of ${device.name} has no command ${definition.title} any more.`;
    }
    return Object.values(requestProblems(model, definition.name, parameters))[0];
  };

  return {
    objection,
    send: async (order, context) => {
      const { device, definition, parameters } = order;
      const model = await templates.modelOf(device, context);
      if (!model.ok) return notSent(model.error);
      const found = model.value === null ? undefined : findCommand(model.value, definition.name);
      const refusal = objection(order);
      if (model.value === null || found === undefined || refusal !== undefined) {
        return notSent(failureOf('invalid-params', refusal ?? `${device.name} has no such command.`));
      }
      return sendCommand(
        { api, order, command: found, body: requestBody(model.value, definition.name, parameters) },
        model.value,
        context,
      );
    },
  };
};

const notSent = (error: Failure): Result<never> => ({
  ok: false,
  error: { ...error, details: { ...platformDetails(error), mayHaveHappened: false } },
});

interface Sending {
  readonly api: Parts['api'];
  readonly order: CommandOrder;
  readonly command: CommandModel;
  readonly body: unknown;
}

const sendCommand = async (
  { api, order: { device, definition }, command, body }: Sending,
  model: TemplateModel,
  context: CallContext,
): Promise<Result<CommandAnswer>> => {
  const patience = Math.floor(definition.expiresAfterMs / 1000) - connectionTimeoutS;
  const responseTimeout = Math.min(longestResponseS, Math.max(shortestResponseS, patience));
  const answer = await api.ask(
    {
      method: 'POST',
      path: commandPath(device, command),
      action: 'send-command',
      body: {
        ...(body === undefined ? {} : { request: body }),
        connectionTimeout: connectionTimeoutS,
        responseTimeout,
      },
      retry: 'never',
      timeoutMs: (connectionTimeoutS + responseTimeout) * 1000 + marginMs,
    },
    commandSchema,
    context,
  );
  if (!answer.ok) return explain(answer.error, device);
  const { response, responseCode = 200 } = answer.value;
  const words = responseWords(model, definition.name, response);
  if (responseCode >= 400) {
    const said = words === null ? '' : ` It says: ${words}`;
    return ok({ state: 'failed', message: `The vehicle refused it (code ${responseCode}).${said}` });
  }
  // Long-running: https://learn.microsoft.com/azure/iot-central/core/howto-use-commands
  return ok({ state: responseCode === 202 ? 'accepted' : 'completed', message: words });
};

const explain = (failure: Failure, device: RegisteredDevice): Result<CommandAnswer> => {
  const { status, platformMessage = '' } = platformDetails(failure) ?? {};
  if (status === 404 && /could not connect to device/i.test(platformMessage)) {
    return ok({
      state: 'failed',
      message: `${device.name} is not connected, and did not come within ${connectionTimeoutS} s. Nothing was sent to it.`,
    });
  }
  if (status === 408 || (status === 504 && /device/i.test(platformMessage))) {
    return {
      ok: false,
      error: {
        ...failure,
        retryable: false,
        message: `${device.name} did not answer in time. Whether it carried the command out is not known: look before you repeat it.`,
      },
    };
  }
  return { ok: false, error: failure };
};
