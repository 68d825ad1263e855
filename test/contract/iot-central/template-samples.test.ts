import { describe, expect, it } from 'vitest';
import { requestBody, responseWords } from '../../../core/platforms/dtdl/commands.ts';
import { jobActionsOf, jobData } from '../../../core/platforms/iot-central/template/jobs.ts';
import { readTemplate } from '../../../core/platforms/dtdl/read-template.ts';
import { readSettings } from '../../../core/platforms/iot-central/template/settings.ts';
import { settingsPatch } from '../../../core/platforms/iot-central/template/settings-patch.ts';
import { vehicleTypeOf } from '../../../core/platforms/iot-central/template/vehicle-type.ts';
import { exportMapping } from '../../../core/presets/iot-central-export.ts';
import { createDecoder } from '../../../core/telemetry/decoder.ts';
import { signalPath } from '../../../shared/vehicle/signals.ts';
import { fleetTemplates } from '../../../simulator/iot-central/template/fleet-templates.ts';
import { brokerMessage, receivedAtMs } from '../../support/broker-message.ts';
import { readReference, stable } from '../practice-iot-central/openapi.ts';

const truckFile = 'templates/refrigerated-truck.dtdlv2.json';
const firstAppFile = 'templates/refrigerated-truck-your-first-app.dtdlv1.json';
const isReferenceThere = readReference(truckFile) !== undefined;
if (!isReferenceThere) process.stderr.write(`Skipped: Microsoft's ${truckFile} is not beside this checkout.\n`);

interface Example {
  readonly responses: { readonly '200': { readonly body: unknown } };
}
const answerOf = (name: string): unknown => (readReference(`examples/${name}.json`) as Example).responses['200'].body;

const valuesOf = (template: unknown, telemetry: object): Readonly<Record<string, unknown>> => {
  const type = vehicleTypeOf(readTemplate(template));
  const decoder = createDecoder({ ...exportMapping, routes: [...type.routes, ...exportMapping.routes] });
  const decoded = decoder.decode(
    brokerMessage('iotcentral/app/truck-1', {
      applicationId: 'app',
      messageSource: 'telemetry',
      deviceId: 'truck-1',
      templateId: type.id,
      enqueuedTime: new Date(receivedAtMs).toISOString(),
      telemetry,
    }),
  );
  if (decoded.kind !== 'telemetry') throw new Error(JSON.stringify(decoded));
  expect(decoded.rejections).toEqual([]);
  return Object.fromEntries(decoded.readings.map(({ path, value }) => [path, value]));
};

describe.skipIf(!isReferenceThere)('the refrigerated truck of Microsoft’s REST course', () => {
  const document = readReference(truckFile);
  const model = readTemplate(document);

  it('is read whole', () => {
    expect(vehicleTypeOf(model)).toMatchObject({
      id: 'dtmi:contoso:refrigerated_truck',
      title: 'Refrigerated truck',
      leftOut: [],
      commands: [
        { name: 'getMaxMinReport', risk: 'routine', parameters: [{ name: 'since', format: 'date-time' }] },
        { name: 'reboot', risk: 'disruptive', parameters: [{ name: 'delay', type: 'integer' }] },
      ],
    });
  });

  it('shows its telemetry as signals of ours', () => {
    const telemetry = {
      ContentsTemperature: -18.5,
      CoolingSystemState: 'failed',
      Location: { lat: 47.6, lon: -122.1 },
    };
    expect(valuesOf(document, telemetry)).toEqual({
      [signalPath.cargoTemperature]: -18.5,
      'Cooling System State': 'Failed',
      [signalPath.latitude]: 47.6,
      [signalPath.longitude]: -122.1,
    });
  });

  it('takes the course’s commands and settings, and tells its report', () => {
    const since = '2026-05-01T06:00:00Z';
    expect(requestBody(model, 'getMaxMinReport', { since })).toBe(since);
    expect(requestBody(model, 'reboot', { delay: 10 })).toBe(10);
    expect(settingsPatch(model, { TargetTemperature: 12.5, maintenancedate: '2026-06-01' })).toEqual({
      ok: true,
      value: { TargetTemperature: 12.5, maintenancedate: '2026-06-01' },
    });
    const report = { maxTemp: 4.25, minTemp: -1, avgTemp: 2, startTime: since, endTime: '2026-05-01T12:00:00Z' };
    expect(responseWords(model, 'getMaxMinReport', report)).toBe(
      'Max temperature 4.25, Min temperature -1, Average Temperature 2, Start Time 2026-05-01 06:00:00 UTC, End Time 2026-05-01 12:00:00 UTC',
    );
  });

  it('makes jobs that the API’s document allows', () => {
    const operation = stable?.operation('PUT', '/jobs/job-1');
    for (const action of jobActionsOf(model)) {
      const values = action.parameters.map(({ name, type, format }) => {
        const text = format === undefined ? 'text' : '2026-05-01T06:00:00Z';
        return [name, type === 'string' ? text : 5] as const;
      });
      const data = jobData(model, action.id, Object.fromEntries(values));
      if (!data.ok) throw new Error(data.error.message);
      expect(operation?.requestProblems({ displayName: action.title, group: 'g', data: data.value })).toEqual([]);
    }
  });
});

describe.skipIf(!isReferenceThere)('the refrigerated truck of Microsoft’s first-app course', () => {
  const document = readReference(firstAppFile);

  it('is read whole, though it is DTDL v1', () => {
    expect(vehicleTypeOf(readTemplate(document))).toMatchObject({
      id: 'urn:refrigeratedTruckRulesAndActions:RefrigeratedTruckRA_68o:1',
      title: 'Refrigerated Truck RA',
      leftOut: [],
      commands: [
        {
          name: 'SetOptimalTemperature',
          title: 'Set optimal temperature',
          parameters: [{ type: 'number', unit: 'celsius' }],
        },
        { name: 'GoToCustomer', parameters: [{ name: 'CustomerID', type: 'integer' }] },
        { name: 'Recall', parameters: [] },
      ],
    });
    expect(readSettings(readTemplate(document), {}).map(({ title }) => title)).toEqual(['Truck ID']);
  });

  it('shows all of its telemetry', () => {
    const telemetry = {
      ContentsTemperature: -18.5,
      ContentsState: 'melting',
      TruckState: 'enroute',
      CoolingSystemState: 'on',
      CommandConflict: 'Not now',
      CustomerChange: '3',
      Location: { lat: 47.6, lon: -122.1, alt: null },
    };
    expect(valuesOf(document, telemetry)).toEqual({
      [signalPath.cargoTemperature]: -18.5,
      'Contents state': 'melting',
      'Truck state': 'enroute',
      'Cooling system state': 'on',
      'Command conflict': 'Not now',
      'Customer change': '3',
      [signalPath.latitude]: 47.6,
      [signalPath.longitude]: -122.1,
    });
  });
});

describe.skipIf(!isReferenceThere)('the examples of the API’s document', () => {
  it.each([
    ['devicetemplates_get', 4, 6, 1],
    ['devicetemplates_create', 4, 6, 1],
    ['devicetemplates_update', 1, 2, 0],
  ])('%s is read whole', (name, ...counts) => {
    const { leftOut, telemetry, properties, commands } = readTemplate(answerOf(name));
    expect(leftOut).toEqual([]);
    expect([telemetry, properties, commands].map(({ length }) => length)).toEqual(counts);
  });

  it('the properties of a device are read, whatever its template', () => {
    const settings = readSettings(readTemplate({}), answerOf('devices_properties_get'));
    expect(settings.map(({ path, state, desired, reported }) => [path, state, desired, reported])).toEqual([
      ['deviceinfo.manufacturer', 'reported', null, 'manufacturer'],
      ['deviceinfo.model', 'reported', null, 'model'],
      ['deviceinfo.swVersion', 'reported', null, 'swVersion'],
      ['settings.fanSpeed', 'pending', 30, 12.5],
    ]);
  });

  it('the answered properties of a component are read as such', () => {
    const settings = readSettings(readTemplate({}), answerOf('devices_properties_components_get'));
    expect(settings.map(({ path, state }) => [path, state])).toEqual([
      ['fanSpeed', 'reported'],
      ['voltage', 'reported'],
      ['current', 'reported'],
      ['irSwitch', 'reported'],
    ]);
  });
});

describe.each(Object.entries(fleetTemplates))('the practice fleet’s %s', (_, document) => {
  it('is read whole, in both of its languages', () => {
    const titles = (language?: string) => readTemplate(document, language).components.map(({ title }) => title);
    expect(readTemplate(document).leftOut).toEqual([]);
    expect(titles()).toEqual(['Doors', 'Control unit']);
    expect(titles('de')).toEqual(['Türen', 'Steuergerät']);
  });
});
