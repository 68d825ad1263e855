import { fail, ok } from '../../../shared/contract/result.ts';
import type { CommandOrder, PlatformCommands } from '../platform.ts';
import { pathOf, type WatsonApi } from './api.ts';
import { addressOf } from './registry.ts';

/** Of the platform's messages. */
const largestBytes = 131_072;

const bodyOf = ({ parameters, payload = parameters, requestId }: CommandOrder, requestIdField: string): object =>
  // The id last: a parameter of the same name must not take its place.
  ({ ...payload, [requestIdField]: requestId });

/**
 * Commands by HTTP messaging. The platform passes them on as over MQTT and answers for itself alone: what the vehicle makes
 * of it comes as an event, where it sends one.
 */
export const createCommands = (
  messaging: WatsonApi,
  { requestIdField, isAcknowledged }: { readonly requestIdField: string; readonly isAcknowledged: boolean },
): PlatformCommands => {
  const objection = (order: CommandOrder): string | undefined => {
    const address = addressOf(order.device);
    if (!address.ok) return address.error.message;
    if (/[+#/]/.test(order.definition.name)) return 'The name of a command cannot hold +, # or /.';
    const bytes = Buffer.byteLength(JSON.stringify(bodyOf(order, requestIdField)));
    return bytes > largestBytes ? 'The command is larger than the 128 KiB that the platform passes on.' : undefined;
  };
  return {
    objection,
    send: async (order, context) => {
      const { device, definition } = order;
      const problem = objection(order);
      if (problem !== undefined) return fail('invalid-params', problem, { mayHaveHappened: false });
      const types = ['application', 'types', device.typeId ?? ''] as const;
      const answer = await messaging.send(
        {
          method: 'POST',
          path: pathOf(...types, 'devices', device.deviceId, 'commands', definition.name),
          body: bodyOf(order, requestIdField),
          retry: 'never',
        },
        context,
      );
      if (!answer.ok) return answer;
      return ok({
        state: 'accepted',
        message: isAcknowledged
          ? null
          : 'The platform has taken the command. Whether the vehicle got it, no answer says this way.',
      });
    },
  };
};
