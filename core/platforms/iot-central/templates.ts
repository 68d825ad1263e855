import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { CallContext, RegisteredDevice, VehicleType } from '../platform.ts';
import { segment, type IotCentralApi } from './api.ts';
import { readPages, type Listing } from './pages.ts';
import type { TemplateModel } from '../dtdl/model.ts';
import { readTemplate } from '../dtdl/read-template.ts';
import { vehicleTypeOf } from './template/vehicle-type.ts';

const unlessCalledOff = <T>(answer: Promise<Result<T>>, signal: AbortSignal): Promise<Result<T>> =>
  new Promise((resolve) => {
    const callOff = (): void => resolve(fail('cancelled', 'The request was called off.'));
    signal.addEventListener('abort', callOff, { once: true });
    if (signal.aborted) callOff();
    void answer.then(resolve).finally(() => signal.removeEventListener('abort', callOff));
  });

const headSchema = z.looseObject({ '@id': z.string().min(1), etag: z.string().optional() });
type Document = z.infer<typeof headSchema>;

interface Known {
  readonly etag: string | undefined;
  readonly model: TemplateModel;
  readonly type: VehicleType;
}

/** The device templates as the console understands them. Each is read once for as long as its etag stays. */
export class Templates {
  readonly #api: IotCentralApi;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #known = new Map<string, Known>();
  readonly #underWay = new Map<string, Promise<Result<TemplateModel>>>();

  readonly #topic: string | undefined;

  /** `topic`: the pattern of the topics on which the export's messages come, where it is not the preset's. */
  constructor(api: IotCentralApi, clock: Clock, log: Log, topic: string | undefined) {
    this.#api = api;
    this.#clock = clock;
    this.#log = log;
    this.#topic = topic;
  }

  /** All of them, asked for anew. One that cannot be read at all says so, and hides no other. */
  async list(context: CallContext): Promise<Result<Listing<VehicleType>>> {
    const call = { path: '/deviceTemplates', action: null, item: headSchema, what: 'templates' } as const;
    const listing = await readPages(this.#api, this.#clock, call, context);
    if (!listing.ok) return listing;
    const known = listing.value.items.map((document) => this.#take(document));
    const { problem } = listing.value;
    if (problem !== null) this.#log.warn('iot-central-list-in-part', { path: call.path, problem });
    if (problem === null) this.#forgetExcept(new Set(listing.value.items.map(({ '@id': id }) => id)));
    return ok({ items: known.map(({ type }) => type), problem });
  }

  /** What is known of a template without asking. */
  peek(id: string | null): TemplateModel | undefined {
    return id === null ? undefined : this.#known.get(id)?.model;
  }

  /** Null: the vehicle has no template. */
  async modelOf(
    { typeId }: Pick<RegisteredDevice, 'typeId'>,
    context: CallContext,
  ): Promise<Result<TemplateModel | null>> {
    if (typeId === null) return ok(null);
    const known = this.peek(typeId);
    if (known !== undefined) return ok(known);
    // Asked for once for all who want it at a time, so one that calls off must not take the others with it.
    const { lane, signal } = context;
    const key = `${lane} ${typeId}`;
    const underWay = this.#underWay.get(key) ?? this.#fetch(typeId, { lane });
    this.#underWay.set(key, underWay);
    void underWay.finally(() => this.#underWay.delete(key));
    return signal === undefined ? underWay : unlessCalledOff(underWay, signal);
  }

  async #fetch(id: string, context: CallContext): Promise<Result<TemplateModel>> {
    const path = `/deviceTemplates/${segment(id)}`;
    const document = await this.#api.ask({ method: 'GET', path, action: null }, z.looseObject({}), context);
    if (!document.ok) return document;
    const known = this.#take({ ...document.value, '@id': id });
    return ok(known.model);
  }

  #take(document: Document): Known {
    const { '@id': id, etag } = document;
    const before = this.#known.get(id);
    if (before !== undefined && etag !== undefined && before.etag === etag) return before;
    try {
      const model = readTemplate(document);
      const known = { etag, model, type: vehicleTypeOf(model, this.#topic) };
      this.#known.set(id, known);
      return known;
    } catch (error) {
      this.#log.error('iot-central-template-fault', { id, error: error instanceof Error ? error.message : '' });
      const model = { ...readTemplate({ '@id': id }), leftOut: ['All of it: the console failed at reading it.'] };
      return { etag: undefined, model, type: vehicleTypeOf(model, this.#topic) };
    }
  }

  #forgetExcept(ids: ReadonlySet<string>): void {
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id);
  }
}
