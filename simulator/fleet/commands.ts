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

/** What the vehicles of the practice fleet obey, by the name in the command's topic. */
export const commands: ReadonlyMap<string, CommandReader> = new Map<string, CommandReader>([
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
