import { fail, failureOf, ok, type Failure, type Result } from '../../../shared/contract/result.ts';
import { linkOf, urlOf, type PlatformAddress } from './address.ts';
import { mostAttempts, retryDelayMs } from './back-off.ts';
import { headersOf, repetitionOf, type Errand } from './errand.ts';
import { cancelledFailure, heldBackFailure, type AttemptFailure } from './failures.ts';
import { judge, type Judgement } from './judgement.ts';
import { redactionOf } from './redact.ts';
import { clickPatienceMs, mostConnections, Turnstile } from './turnstile.ts';
import type { TurnstileSeat } from './turnstiles.ts';
import type { RestAnswer, RestClient, RestClientNeeds, RestRequest, RetryRule } from './types.ts';
import type { ExchangeEnd, Wire, WireOptions } from './wire.ts';

const defaultTimeoutMs = 30_000;

type Attempt =
  | { readonly kind: 'done'; readonly answer: RestAnswer }
  /** Not the platform's: why there is no token. */
  | { readonly kind: 'no-token'; readonly error: Failure }
  | {
      readonly kind: 'failed';
      readonly failed: AttemptFailure;
      /** Before the next one. */
      readonly waitMs: number;
    };

/** Takes each call through its turns and attempts. */
export class PlatformClient implements RestClient {
  readonly #needs: RestClientNeeds;
  readonly #address: PlatformAddress;
  readonly #wire: Wire;
  readonly #seat: TurnstileSeat;
  readonly #turnstile: Turnstile;
  readonly #calls = new Set<AbortController>();
  #runningCount = 0;
  #isClosed = false;

  constructor(needs: RestClientNeeds, address: PlatformAddress, createWire: (options: WireOptions) => Wire) {
    this.#needs = needs;
    this.#address = address;
    this.#seat = seatFor(needs, address);
    this.#turnstile = this.#seat.turnstile;
    this.#wire = createWire({ address, caPem: needs.caPem, mostConnections, clock: needs.clock });
  }

  get pressure(): RestClient['pressure'] {
    return { waiting: this.#calls.size - this.#runningCount, backingOffUntilMs: this.#turnstile.heldUntilMs };
  }

  async call(request: RestRequest): Promise<Result<RestAnswer>> {
    const url = urlOf(this.#address, request);
    return url.ok ? this.#run(request, url.value, repetitionOf(request)) : url;
  }

  async follow(link: string, request: Parameters<RestClient['follow']>[1]): Promise<Result<RestAnswer>> {
    const url = linkOf(this.#address, link);
    return url.ok ? this.#run({ ...request, method: 'GET' }, url.value, 'safe') : url;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const controller of this.#calls) controller.abort();
    this.#seat.leave();
    this.#wire.close();
  }

  async #run(request: Errand['request'], url: URL, repetition: RetryRule): Promise<Result<RestAnswer>> {
    const controller = new AbortController();
    const abort = (): void => {
      controller.abort();
    };
    this.#calls.add(controller);
    request.signal?.addEventListener('abort', abort, { once: true });
    if (this.#isClosed || request.signal?.aborted === true) abort();
    try {
      const body = request.body === undefined ? undefined : JSON.stringify(request.body);
      return await this.#tryUntilDone({ request, url, repetition, body, signal: controller.signal });
    } catch (error) {
      // Its text may quote what was sent or answered.
      this.#needs.log.error('rest-call-fault', { path: url.pathname, error: error instanceof Error ? error.name : '' });
      return fail('internal', 'The console failed at this request. Its log says more.', {
        mayHaveHappened: request.method !== 'GET',
      });
    } finally {
      request.signal?.removeEventListener('abort', abort);
      this.#calls.delete(controller);
    }
  }

  async #tryUntilDone(errand: Errand): Promise<Result<RestAnswer>> {
    const { request, repetition, signal } = errand;
    let mayHaveHappened = false;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(errand, attempt);
      if (outcome.kind === 'done') return ok(outcome.answer);
      if (outcome.kind === 'no-token')
        return { ok: false, error: concluded(outcome.error, repetition, mayHaveHappened) };
      const { failed, waitMs } = outcome;
      const isGone = failed.failure.code === 'not-found' && request.method === 'DELETE' && mayHaveHappened;
      if (isGone) return ok({ status: 404, body: undefined, headers: {} });
      mayHaveHappened ||= failed.mayHaveHappened && request.method !== 'GET';
      const isAnotherInOrder =
        failed.mayPass &&
        attempt < mostAttempts[request.lane] &&
        (repetition === 'safe' || (repetition === 'if-surely-not-done' && !failed.mayHaveHappened));
      if (!isAnotherInOrder) return { ok: false, error: concluded(failed.failure, repetition, mayHaveHappened) };
      if (waitMs > 0) await this.#wait(waitMs, signal);
    }
  }

  async #attempt(errand: Errand, attempt: number): Promise<Attempt> {
    const { lane, budget, timeoutMs = defaultTimeoutMs } = errand.request;
    const turn = await this.#turnstile.enter({ lane, budget, signal: errand.signal, isRepeat: attempt > 1 });
    if (turn.kind === 'cancelled') return final(cancelledFailure(false));
    if (turn.kind === 'held-back') return final(heldBackFailure(this.#address, turn.forMs));
    this.#runningCount += 1;
    try {
      const authorization = await unlessAborted(this.#authorization(), errand.signal);
      if (authorization === 'aborted') return final(cancelledFailure(false));
      if (!authorization.ok) return { kind: 'no-token', error: authorization.error };
      const end = await this.#exchange(errand, attempt, headersOf(errand, authorization.value), timeoutMs, turn.sent);
      const { readError, clock } = this.#needs;
      const redact = redactionOf(authorization.value);
      return this.#heed(judge(end, { address: this.#address, timeoutMs, redact, readError, clock }), errand, attempt);
    } finally {
      this.#runningCount -= 1;
      turn.over();
    }
  }

  async #authorization(): Promise<Result<string>> {
    try {
      return await this.#needs.authorization();
    } catch {
      // What was thrown may hold the secret.
      this.#needs.log.error('rest-authorization-fault');
      return fail('internal', 'The access token of this connection could not be read. Enter it again.');
    }
  }

  async #exchange(
    { request, url, body, repetition, signal }: Errand,
    attempt: number,
    headers: Readonly<Record<string, string>>,
    timeoutMs: number,
    onSent: () => void,
  ): Promise<ExchangeEnd> {
    const { clock, log } = this.#needs;
    const startedAtMs = clock.now();
    const { method, lane } = request;
    const isUnrepeatable = repetition !== 'safe';
    const end = await this.#wire.exchange({ method, url, headers, body, isUnrepeatable, timeoutMs, signal, onSent });
    log.debug('rest-call', {
      method,
      path: url.pathname,
      outcome: end.kind,
      status: 'status' in end ? end.status : null,
      durationMs: clock.now() - startedAtMs,
      lane,
      attempt,
    });
    return end;
  }

  #heed(judgement: Judgement, { request: { lane } }: Errand, attempt: number): Attempt {
    if (judgement.kind === 'done') {
      this.#turnstile.answered();
      return judgement;
    }
    const { failed, retryAfterMs, isRateLimited } = judgement;
    const { random, log } = this.#needs;
    const waitMs = isRateLimited
      ? this.#turnstile.refused(retryAfterMs, random())
      : Math.max(retryAfterMs ?? 0, retryDelayMs(lane, attempt, random()));
    if (isRateLimited) {
      log.info('rest-pause', { platform: this.#address.label, forMs: waitMs, isAskedFor: retryAfterMs !== undefined });
    }
    // A person has waited long enough, or would have to wait too long.
    if (lane === 'click' && (failed.failure.code === 'timeout' || waitMs > clickPatienceMs)) return final(failed);
    // The pause after 429 is everybody's, and the turnstile keeps it.
    return { kind: 'failed', failed, waitMs: isRateLimited ? 0 : waitMs };
  }

  #wait(forMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        callOff();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const callOff = this.#needs.clock.after(forMs, done);
      signal.addEventListener('abort', done, { once: true });
      if (signal.aborted) done();
    });
  }
}

const seatFor = ({ turnstiles, limits, clock }: RestClientNeeds, address: PlatformAddress): TurnstileSeat => {
  if (turnstiles !== undefined) return turnstiles.join(address.origin + address.basePath, limits);
  const turnstile = new Turnstile(limits, clock);
  return {
    turnstile,
    leave: () => {
      turnstile.close();
    },
  };
};

const unlessAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T | 'aborted'> =>
  new Promise((resolve, reject) => {
    const abort = (): void => {
      resolve('aborted');
    };
    const done = (): void => {
      signal.removeEventListener('abort', abort);
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    promise.then(resolve, reject).finally(done);
  });

const final = (failed: AttemptFailure): Attempt => ({
  kind: 'failed',
  failed: { ...failed, mayPass: false },
  waitMs: 0,
});

/** The last failure, with the doubt of all attempts. What may have happened is not repeated by anybody unasked. */
const concluded = (failure: Failure, repetition: RetryRule, mayHaveHappened: boolean): Failure => {
  const details = { ...(typeof failure.details === 'object' ? failure.details : {}), mayHaveHappened };
  if (!mayHaveHappened || repetition === 'safe') return { ...failure, details };
  return {
    ...failureOf(
      failure.code,
      `${failure.message} Whether the request was carried out is not known: look before you repeat it.`,
      details,
    ),
    retryable: false,
  };
};
