/** One thing that is wrong with a request. */
export interface Violation {
  readonly message: string;
  readonly exception: { readonly id: string; readonly properties: readonly string[] };
}

export interface ErrorBody extends Violation {
  readonly violations?: readonly Violation[];
}

/** The two ids of the platform that are public; `PRACTICE…` stands in for all others. */
const errorId = { invalidRequest: 'CUDRS0007E', cacheDisabled: 'CUDCS0105E' } as const;

/** A refusal on its way to the client: its status and the platform's body. */
export class PlatformError extends Error {
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.name = 'PlatformError';
    this.status = status;
    this.body = body;
  }
}

const describe = (id: string, sentence: string, properties: readonly string[] = []): Violation => ({
  message: `${id}: ${sentence}`,
  exception: { id, properties },
});

export const refusal = (status: number, sentence: string, properties: readonly string[] = []): PlatformError =>
  new PlatformError(status, describe(`PRACTICE${String(status).padStart(4, '0')}E`, sentence, properties));

/** 400 with everything that is wrong. */
export const invalid = (...sentences: readonly string[]): PlatformError =>
  new PlatformError(400, {
    ...describe(
      errorId.invalidRequest,
      'The request was not valid. Review the constraint violations that are provided.',
    ),
    violations: sentences.map((sentence) => describe('PRACTICE0400E', sentence)),
  });

export const notFound = (what: string, id: string): PlatformError =>
  refusal(404, `The ${what} ${id} does not exist.`, [id]);

export const conflict = (sentence: string, id: string): PlatformError => refusal(409, sentence, [id]);

export const cacheDisabled = (): PlatformError =>
  new PlatformError(403, describe(errorId.cacheDisabled, 'The last event cache is not enabled for this organization.'));

const generalSentences: Readonly<Record<number, string>> = {
  400: 'The request body could not be read.',
  401: 'The authentication token is empty or invalid.',
  404: 'The requested resource does not exist.',
  405: 'The method is not allowed here.',
  413: 'The request body is too big.',
  415: 'The content type is not supported.',
  429: 'The organization has exceeded its request rate of 10 calls a second.',
  503: 'The service is not available.',
};

/** What is said where no route has words of its own. That too many requests are answered with 429 is a choice: it is not public. */
export const generalRefusal = (status: number): PlatformError =>
  status === 400
    ? invalid('The request body could not be read.')
    : refusal(status, generalSentences[status] ?? 'An unexpected error occurred.');
