import type { Handling } from './drive.ts';
import { busLine, deliveryRound, haulage, type Itinerary } from './itinerary.ts';
import type { BatteryDesign, Body, EngineDesign } from './powertrain.ts';
import type { Random } from './random.ts';

export const kindNames = ['refrigerated-truck', 'van', 'electric-bus'] as const;
export type KindName = (typeof kindNames)[number];

/** What all vehicles of one kind have in common. */
export interface Kind {
  readonly name: KindName;
  /** `TRUCK-001`. */
  readonly idPrefix: string;
  readonly body: Body;
  readonly handling: Handling;
  readonly energy:
    | { readonly source: 'diesel'; readonly engine: EngineDesign }
    | { readonly source: 'battery'; readonly battery: BatteryDesign };
  readonly isRefrigerated: boolean;
  readonly batteryNominalV: number;
  readonly plan: (random: Random) => Itinerary;
  /** What its trouble codes are when it has a fault (SAE J2012). */
  readonly faultCodes: readonly string[];
}

export const kinds: Readonly<Record<KindName, Kind>> = {
  'refrigerated-truck': {
    name: 'refrigerated-truck',
    idPrefix: 'TRUCK',
    body: { massKg: 17_500, dragAreaM2: 5.6 },
    handling: { topSpeedKmh: 86, accelerationMs2: 0.6, brakingMs2: 0.9 },
    energy: {
      source: 'diesel',
      engine: { tankL: 380, idleRpm: 600, cruisingRpm: 1050, rpmPerKmh: [95, 62, 41, 28, 19.5, 14.2], auxiliaryKw: 7 },
    },
    isRefrigerated: true,
    batteryNominalV: 24,
    plan: haulage,
    faultCodes: ['P0217'],
  },
  van: {
    name: 'van',
    idPrefix: 'VAN',
    body: { massKg: 2900, dragAreaM2: 1.9 },
    handling: { topSpeedKmh: 125, accelerationMs2: 1.5, brakingMs2: 1.8 },
    energy: {
      source: 'diesel',
      engine: { tankL: 75, idleRpm: 800, cruisingRpm: 1350, rpmPerKmh: [128, 72, 46, 33, 26, 21.5], auxiliaryKw: 1 },
    },
    isRefrigerated: false,
    batteryNominalV: 12,
    plan: deliveryRound,
    faultCodes: ['P0401', 'P2463'],
  },
  'electric-bus': {
    name: 'electric-bus',
    idPrefix: 'BUS',
    body: { massKg: 15_500, dragAreaM2: 5.4 },
    handling: { topSpeedKmh: 80, accelerationMs2: 1, brakingMs2: 1.1 },
    energy: { source: 'battery', battery: { capacityKwh: 340, auxiliaryKw: 7, chargingKw: 150 } },
    isRefrigerated: false,
    batteryNominalV: 24,
    plan: busLine,
    faultCodes: ['P0562'],
  },
};
