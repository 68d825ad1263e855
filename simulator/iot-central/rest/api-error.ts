import { randomInt } from 'node:crypto';
import type { Refusal } from '../../http/rest-server.ts';

/** A call that is answered with an error, in the platform's body. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

export const notFound = (what: string): ApiError => new ApiError(404, 'NotFound', `${what} does not exist.`);

export const invalidBody = (why: string): ApiError =>
  new ApiError(422, 'InvalidBody', `The request body is not valid. ${why}`);

const generalErrors: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BadRequest', 'The request cannot be understood.'],
  401: ['Unauthenticated', 'The provided authentication token is invalid.'],
  403: ['Forbidden', 'The user or token does not have sufficient privileges for this operation.'],
  404: ['NotFound', 'The requested resource could not be found.'],
  413: ['PayloadTooLarge', 'The request body is too large.'],
  415: ['UnsupportedMediaType', 'The request body must be JSON.'],
  429: ['TooManyRequests', 'The rate limit of the application has been reached. Please try again later.'],
  503: ['ServiceUnavailable', 'The service is not available at the moment. Please try again later.'],
};

/** The error that stands for a status alone. */
export const generalError = (status: number): ApiError => {
  const [code, message] = generalErrors[status] ?? ['InternalServerError', 'Something went wrong.'];
  return new ApiError(status, code, message);
};

const idAlphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The platform's error body and header: "Common error codes" and `Error` of the OpenAPI document. */
export const describeError = ({ code, message }: ApiError, nowMs: number): Refusal => {
  const requestId = Array.from({ length: 7 }, () => idAlphabet[randomInt(idAlphabet.length)]).join('');
  const time = new Date(nowMs).toUTCString();
  const support =
    'You can contact support at https://aka.ms/iotcentral-support. Please include the following information.';
  return {
    headers: { 'x-ms-error-code': code },
    body: {
      error: { code, message: `${message} ${support} Request ID: ${requestId}, Time: ${time}.`, requestId, time },
    },
  };
};
