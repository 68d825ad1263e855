import { z } from 'zod';
import type { Failure } from '../../../shared/contract/result.ts';
import { platformDetails, type PlatformError } from '../rest/rest-client.ts';

const text = z.string().optional().catch(undefined);
const bodySchema = z.object({
  message: text,
  exception: z.object({ id: text }).optional().catch(undefined),
  violations: z
    .array(z.object({ message: text }).catch({ message: undefined }))
    .optional()
    .catch(undefined),
});

/** `{message, exception: {id}, violations: [{message}]}`; the violations say what is wrong, the message often only that. */
export const readWatsonError = (_status: number, body: unknown): PlatformError => {
  const { message, exception, violations = [] } = bodySchema.safeParse(body).data ?? {};
  const sentences = [message, ...violations.map((violation) => violation.message)].filter(
    (sentence) => sentence !== undefined && sentence !== '',
  );
  return {
    message: sentences.length === 0 ? undefined : sentences.join(' '),
    code: exception?.id,
    requestId: undefined,
  };
};

/** `CUDCS0105E`: nobody has switched the last event cache on. */
export const isCacheDisabled = (failure: Failure): boolean =>
  platformDetails(failure)?.platformCode === 'CUDCS0105E' ||
  platformDetails(failure)?.platformMessage?.includes('CUDCS0105E') === true;

/** The key is valid, and its role may not do this. */
export const isForbidden = (failure: Failure): boolean =>
  platformDetails(failure)?.reason === 'forbidden' && !isCacheDisabled(failure);
