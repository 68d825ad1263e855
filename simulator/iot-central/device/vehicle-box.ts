import type { Unit } from '../../fleet/unit.ts';
import { fitsSchema } from '../template/value-check.ts';
import type { Sample } from './signals.ts';

/** What a device answers to a wish: 200 done, 4xx refused, and why. */
export interface Acknowledgement {
  readonly code: number;
  readonly description: string;
}

/** What a device answers to a command; `code` is its own, in the manner of HTTP. */
export interface CommandResponse {
  readonly code: number;
  readonly response?: unknown;
}

const done: Acknowledgement = { code: 200, description: 'Done' };
const refused = (description: string): Acknowledgement => ({ code: 400, description });

/** The names under which the vehicle obeys what the template calls a property. */
const orders: Readonly<Record<string, readonly [command: string, parameter: string]>> = {
  '/TargetTemperature': ['setCargoTemperature', 'temperature'],
  '/speedLimit': ['limitSpeed', 'limit'],
};

/** The box on board that speaks to IoT Central: turns properties and commands of the template into what the vehicle does. */
export class VehicleBox {
  readonly #unit: Unit;
  readonly #readHistory: () => readonly Sample[];
  readonly #report: (component: string | undefined, name: string, value: unknown) => void;

  constructor(
    unit: Unit,
    readHistory: () => readonly Sample[],
    report: (component: string | undefined, name: string, value: unknown) => void,
  ) {
    this.#unit = unit;
    this.#readHistory = readHistory;
    this.#report = report;
  }

  get isConnected(): boolean {
    return this.#unit.isConnected;
  }

  /** Carries a wish out and says how that went, once. The value is reported before it is said to be done. */
  obey(
    component: string | undefined,
    name: string,
    value: unknown,
    schema: unknown,
    answer: (acknowledgement: Acknowledgement) => void,
  ): void {
    if (!fitsSchema(value, schema)) {
      answer(refused('The value has the wrong form.'));
      return;
    }
    const finish = (): void => {
      this.#report(component, name, value);
      answer(done);
    };
    const order = orders[`${component ?? ''}/${name}`];
    if (order === undefined) {
      if (component === 'doors' && name === 'autoLock') this.#unit.vehicle.locksOnDeparture = value === true;
      finish();
      return;
    }
    const [command, parameter] = order;
    const refusal = this.#unit.perform(command, { [parameter]: value }, (outcome) => {
      if (outcome.status === 'completed') finish();
      else answer({ code: 500, description: outcome.message ?? 'It did not work.' });
    });
    if (refusal !== undefined) answer(refused(refusal));
  }

  /** Carries a command out and responds, once, unless the vehicle falls silent before. */
  execute(
    component: string | undefined,
    name: string,
    request: unknown,
    respond: (response: CommandResponse) => void,
  ): void {
    if (component === 'doors') {
      this.#moveDoors(name, respond);
      return;
    }
    switch (name) {
      case 'flashLights':
        this.#perform(name, { seconds: request }, respond);
        return;
      case 'reboot':
        this.#reboot(request, respond);
        return;
      case 'getMaxMinReport':
        respond(this.#temperatureReport(request));
        return;
      default:
        respond({ code: 404, response: `This vehicle does not know the command ${name}.` });
    }
  }

  #perform(command: string, parameters: object, respond: (response: CommandResponse) => void): void {
    const refusal = this.#unit.perform(command, parameters, ({ status, message }) => {
      respond(status === 'completed' ? { code: 200 } : { code: 500, response: message });
    });
    if (refusal !== undefined) respond({ code: 400, response: refusal });
  }

  #moveDoors(command: string, respond: (response: CommandResponse) => void): void {
    const refusal = this.#unit.perform(command, {}, ({ status, message = '' }) => {
      const isDone = status === 'completed';
      respond({ code: isDone ? 200 : 500, response: { done: isDone, message } });
    });
    if (refusal !== undefined) respond({ code: 404, response: { done: false, message: refusal } });
  }

  /** Long-running: it says 202 before it goes, and reports a property of the command's name when it is back. */
  #reboot(request: unknown, respond: (response: CommandResponse) => void): void {
    const refusal = this.#unit.perform('reboot', { delay: request }, () => {
      this.#report(undefined, 'reboot', { value: 'The control unit is back.' });
    });
    respond(refusal === undefined ? { code: 202 } : { code: 400, response: refusal });
  }

  #temperatureReport(since: unknown): CommandResponse {
    const sinceMs = typeof since === 'string' ? Date.parse(since) : NaN;
    if (Number.isNaN(sinceMs)) return { code: 400, response: 'since must be a time such as 2030-01-31T08:00:00Z.' };
    const samples = this.#readHistory().filter(({ createdAtMs }) => createdAtMs >= sinceMs);
    const temperatures = samples.map(({ telemetry }) => Number(telemetry.ContentsTemperature));
    const [first, last] = [samples[0], samples.at(-1)];
    if (first === undefined || last === undefined)
      return { code: 404, response: 'There are no readings of that time.' };
    return {
      code: 200,
      response: {
        maxTemp: Math.max(...temperatures),
        minTemp: Math.min(...temperatures),
        avgTemp: temperatures.reduce((sum, value) => sum + value, 0) / temperatures.length,
        startTime: new Date(first.createdAtMs).toISOString(),
        endTime: new Date(last.createdAtMs).toISOString(),
      },
    };
  }
}
