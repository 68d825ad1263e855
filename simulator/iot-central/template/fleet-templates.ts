import type { KindName } from '../../vehicle/kinds.ts';
import {
  cloudProperty,
  command,
  component,
  enumeration,
  object,
  payload,
  property,
  telemetry,
  writable,
  type Element,
} from '../../dtdl/elements.ts';

const percent = (name: string, en: string, de: string): Element =>
  telemetry(name, { en, de }, 'double', { types: ['NumberValue'], minValue: 0, maxValue: 100, displayUnit: '%' });

const temperature = (name: string, en: string, de: string): Element =>
  telemetry(name, { en, de }, 'double', { types: ['Temperature'], unit: 'degreeCelsius' });

/** What every vehicle says and obeys; the kinds' models inherit it. */
const vehicleInterface: Element = {
  '@id': 'dtmi:fleetdeckPractice:vehicle;1',
  '@type': ['Interface', 'NamedInterface'],
  name: 'fleetdeckPractice_vehicle',
  displayName: { en: 'Vehicle', de: 'Fahrzeug' },
  contents: [
    telemetry('Location', { en: 'Location', de: 'Standort' }, 'geopoint', { types: ['Location'] }),
    telemetry('speed', { en: 'Speed', de: 'Geschwindigkeit' }, 'double', {
      types: ['Velocity'],
      unit: 'kilometrePerHour',
    }),
    telemetry('heading', { en: 'Heading', de: 'Kurs' }, 'double', { types: ['Angle'], unit: 'degreeOfArc' }),
    telemetry('odometer', { en: 'Odometer', de: 'Kilometerstand' }, 'double', {
      types: ['Distance'],
      unit: 'kilometre',
    }),
    telemetry('ignition', { en: 'Ignition', de: 'Zündung' }, 'boolean'),
    telemetry('batteryVoltage', { en: 'Battery voltage', de: 'Bordspannung' }, 'double', {
      types: ['Voltage'],
      unit: 'volt',
    }),
    temperature('ambientTemp', 'Outside temperature', 'Außentemperatur'),
    telemetry('hazardLights', { en: 'Hazard lights', de: 'Warnblinker' }, 'boolean'),
    telemetry('dtcs', { en: 'Trouble codes', de: 'Fehlercodes' }, { '@type': 'Array', elementSchema: 'string' }),
    writable('speedLimit', { en: 'Speed limit', de: 'Höchstgeschwindigkeit' }, 'double', {
      types: ['Velocity', 'NumberValue'],
      unit: 'kilometrePerHour',
      minValue: 10,
      maxValue: 120,
    }),
    writable(
      'displayUnits',
      { en: 'Units on the dashboard', de: 'Einheiten im Cockpit' },
      enumeration('integer', [
        ['metric', 1, { en: 'Kilometres', de: 'Kilometer' }],
        ['imperial', 2, { en: 'Miles', de: 'Meilen' }],
      ]),
    ),
    writable(
      'workingHours',
      { en: 'Working hours', de: 'Einsatzzeit' },
      object(payload('start', { en: 'From', de: 'Von' }, 'time'), payload('end', { en: 'Until', de: 'Bis' }, 'time')),
    ),
    command(
      'flashLights',
      { en: 'Flash the hazard lights', de: 'Warnblinker einschalten' },
      {
        request: payload('seconds', { en: 'For how long', de: 'Wie lange' }, 'integer', {
          description: { en: 'Seconds, 1 to 30', de: 'Sekunden, 1 bis 30' },
        }),
      },
    ),
    command(
      'reboot',
      { en: 'Restart the control unit', de: 'Steuergerät neu starten' },
      {
        request: payload('delay', { en: 'Delay', de: 'Verzögerung' }, 'integer', {
          description: { en: 'Seconds before it restarts, 0 to 60', de: 'Sekunden bis zum Neustart, 0 bis 60' },
        }),
      },
    ),
    component(
      'doors',
      { en: 'Doors', de: 'Türen' },
      {
        '@id': 'dtmi:fleetdeckPractice:doors;1',
        '@type': 'Interface',
        displayName: { en: 'Doors', de: 'Türen' },
        contents: [
          telemetry('doorsLocked', { en: 'Locked', de: 'Verriegelt' }, 'boolean'),
          telemetry('doorOpen', { en: 'Open', de: 'Offen' }, 'boolean'),
          writable('autoLock', { en: 'Lock when driving off', de: 'Beim Anfahren verriegeln' }, 'boolean'),
          ...(['lockDoors', 'unlockDoors'] as const).map((name) =>
            command(name, name === 'lockDoors' ? 'Lock the doors' : 'Unlock the doors', {
              response: payload(
                'result',
                'Result',
                object(payload('done', 'Done', 'boolean'), payload('message', 'Message', 'string')),
              ),
            }),
          ),
        ],
      },
    ),
    component(
      'deviceInformation',
      { en: 'Control unit', de: 'Steuergerät' },
      {
        '@id': 'dtmi:azure:DeviceManagement:DeviceInformation;1',
        '@type': 'Interface',
        displayName: 'Device Information',
        contents: [
          property('manufacturer', 'Manufacturer', 'string'),
          property('model', 'Device model', 'string'),
          property('swVersion', 'Software version', 'string'),
        ],
      },
    ),
  ],
};

const cloudProperties: readonly Element[] = [
  cloudProperty('licensePlate', { en: 'License plate', de: 'Kennzeichen' }, 'string'),
  cloudProperty('depot', { en: 'Depot', de: 'Depot' }, 'string'),
  cloudProperty('maintenancedate', { en: 'Next maintenance', de: 'Nächste Wartung' }, 'date'),
];

const combustion: readonly Element[] = [
  percent('fuelLevel', 'Fuel', 'Kraftstoff'),
  telemetry('rpm', { en: 'Engine speed', de: 'Motordrehzahl' }, 'double', {
    types: ['AngularVelocity'],
    unit: 'revolutionPerMinute',
  }),
  temperature('coolantTemp', 'Coolant temperature', 'Kühlmitteltemperatur'),
];

/** The names of Microsoft's own sample truck, so that what works with that works here. */
const refrigeration: readonly Element[] = [
  temperature('ContentsTemperature', 'Contents temperature', 'Laderaumtemperatur'),
  telemetry(
    'CoolingSystemState',
    { en: 'Cooling system', de: 'Kühlung' },
    enumeration('string', [
      ['on', 'on', { en: 'On', de: 'An' }],
      ['off', 'off', { en: 'Off', de: 'Aus' }],
      ['failed', 'failed', { en: 'Failed', de: 'Ausgefallen' }],
    ]),
    { types: ['State'] },
  ),
  property('TruckID', { en: 'Truck ID', de: 'Wagennummer' }, 'string'),
  writable('TargetTemperature', { en: 'Target temperature', de: 'Solltemperatur' }, 'double', {
    types: ['Temperature', 'NumberValue'],
    unit: 'degreeCelsius',
    minValue: -30,
    maxValue: 25,
  }),
  command(
    'getMaxMinReport',
    { en: 'Temperature report', de: 'Temperaturbericht' },
    {
      request: payload('since', { en: 'Since', de: 'Seit' }, 'dateTime'),
      response: payload(
        'tempReport',
        'Temperature report',
        object(
          payload('maxTemp', 'Highest', 'double'),
          payload('minTemp', 'Lowest', 'double'),
          payload('avgTemp', 'Average', 'double'),
          payload('startTime', 'From', 'dateTime'),
          payload('endTime', 'Until', 'dateTime'),
        ),
      ),
    },
  ),
];

const electric: readonly Element[] = [
  percent('soc', 'State of charge', 'Ladestand'),
  telemetry('batteryPower', { en: 'Battery power', de: 'Batterieleistung' }, 'double', {
    types: ['Power'],
    unit: 'kilowatt',
  }),
];

const template = (name: string, displayName: string, contents: readonly Element[]): Element => ({
  '@id': `dtmi:fleetdeckPractice:${name};1`,
  '@type': ['ModelDefinition', 'DeviceModel'],
  '@context': ['dtmi:iotcentral:context;2', 'dtmi:dtdl:context;2'],
  displayName,
  description: 'A vehicle of the practice fleet.',
  capabilityModel: {
    '@id': `dtmi:fleetdeckPractice:${name}Model;1`,
    '@type': 'Interface',
    displayName,
    contents: [...contents, ...cloudProperties],
    extends: [vehicleInterface],
  },
});

/** The published templates of the practice fleet, by kind of vehicle. */
export const fleetTemplates: Readonly<Record<KindName, Element>> = {
  'refrigerated-truck': template('refrigeratedTruck', 'Refrigerated truck', [...refrigeration, ...combustion]),
  van: template('van', 'Van', combustion),
  'electric-bus': template('electricBus', 'Electric bus', electric),
};

export const templateIdOf = (kind: KindName): string => String(fleetTemplates[kind]['@id']);
