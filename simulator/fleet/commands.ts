import { z } from 'zod';
import type { Vehicle } from '../vehicle/vehicle.ts';

export interface Outcome {
  readonly status: 'completed' | 'failed';
  readonly message?: string;
}

/** What a command may touch. Delays in seconds. */
export interface CommandSubject {
  readonly vehicle: Vehicle;
  readonly hasStuckDoors: boolean;
  readonly after: (delayS: number, action: () => void) => void;
  /** Takes the vehicle off the network and, after `downS`, back on; `done` when it is back. */
  readonly restart: (downS: number, done: () => void) => void;
}

/** Does what was ordered and says how it ended, exactly once. */
export type Order = (subject: CommandSubject, finish: (outcome: Outcome) => void) => void;

type CommandReader = (parameters: unknown, subject: CommandSubject) => Order | string;

const completed: Outcome = { status: 'completed' };

/** Reads the parameters by a schema; the first thing that is wrong becomes the sentence that the sender gets. */
const withParameters =
  <T>(schema: z.ZodType<T>, order: (parameters: T, subject: CommandSubject) => Order | string): CommandReader =>
  (parameters, subject) => {
    const parsed = schema.safeParse(parameters);
    return parsed.success
      ? order(parsed.data, subject)
      : (parsed.error.issues[0]?.message ?? 'The parameters are wrong.');
  };

const numberBetween = (name: string, minimum: number, maximum: number, unit: string, isWhole: boolean) => {
  const error = `${name} must be a ${isWhole ? 'whole ' : ''}number from ${minimum} to ${maximum} ${unit}.`;
  const number = z.number({ error }).min(minimum, { error }).max(maximum, { error });
  return z.object({ [name]: isWhole ? number.int({ error }) : number }, { error });
};

const moveLocks =
  (move: (vehicle: Vehicle) => void): CommandReader =>
  () =>
  (subject, finish) => {
    subject.after(1.5, () => {
      if (subject.hasStuckDoors) {
        finish({ status: 'failed', message: 'The door lock did not move: its actuator does not answer.' });
        return;
      }
      move(subject.vehicle);
      finish(completed);
    });
  };

/** The orders that bring about what can be set, by the name under which telemetry reports it. */
const settings: ReadonlyMap<string, readonly [command: string, parameter: string]> = new Map([
  ['cargoSetpoint', ['setCargoTemperature', 'temperature']],
  ['speedLimit', ['limitSpeed', 'limit']],
]);

/** All of them or none: one value that is wrong refuses the others too. */
const changeSettings: CommandReader = (parameters, subject) => {
  const wanted = Object.entries(parameters as Readonly<Record<string, unknown>>).filter(
    ([name]) => name !== 'requestId',
  );
  const orders: Order[] = [];
  for (const [name, value] of wanted) {
    const [command, parameter] = settings.get(name) ?? [];
    if (command === undefined || parameter === undefined) return `This vehicle has no setting ${name.slice(0, 64)}.`;
    const order = commands.get(command)?.({ [parameter]: value }, subject);
    if (typeof order !== 'function') return order ?? `This vehicle does not know ${command}.`;
    orders.push(order);
  }
  if (orders.length === 0) return 'No setting was named.';
  return (target, finish) => {
    let running = orders.length;
    let failure: Outcome | undefined;
    for (const order of orders) {
      order(target, (outcome) => {
        running -= 1;
        if (outcome.status === 'failed') failure ??= outcome;
        if (running === 0) finish(failure ?? completed);
      });
    }
  };
};

/** What the vehicles of the practice fleet obey, by the name in the command's topic. */
export const commands: ReadonlyMap<string, CommandReader> = new Map<string, CommandReader>([
  ['settings', changeSettings],
  ['lockDoors', moveLocks((vehicle) => vehicle.lockDoors())],
  ['unlockDoors', moveLocks((vehicle) => vehicle.unlockDoors())],
  [
    'flashLights',
    withParameters(numberBetween('seconds', 1, 30, 's', true), ({ seconds = 0 }) => ({ vehicle, after }, finish) => {
      vehicle.hazardLights = true;
      after(seconds, () => {
        vehicle.hazardLights = false;
        finish(completed);
      });
    }),
  ],
  [
    'setCargoTemperature',
    withParameters(
      numberBetween('temperature', -30, 25, '°C', false),
      ({ temperature = 0 }, { vehicle: { cargo } }) => {
        if (cargo === null) return 'This vehicle has no refrigerated cargo box.';
        return ({ after }, finish) => {
          after(2, () => {
            cargo.setpointC = temperature;
            finish(completed);
          });
        };
      },
    ),
  ],
  [
    'limitSpeed',
    withParameters(numberBetween('limit', 10, 120, 'km/h', false), ({ limit = 0 }) => ({ vehicle, after }, finish) => {
      after(1.5, () => {
        vehicle.speedLimitKmh = limit;
        finish(completed);
      });
    }),
  ],
  [
    'reboot',
    withParameters(numberBetween('delay', 0, 60, 's', true), ({ delay = 0 }) => ({ after, restart }, finish) => {
      after(delay, () => {
        restart(5, () => finish(completed));
      });
    }),
  ],
]);
