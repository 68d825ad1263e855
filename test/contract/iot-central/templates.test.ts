import { describe, expect, test } from 'vitest';
import { background, click, openBench, type Bench } from './adapter.ts';
import { readReference } from '../practice-iot-central/openapi.ts';

const samples = [
  ['the truck of “Manage IoT Central applications with the REST API”', 'refrigerated-truck.dtdlv2.json'],
  ['the truck of “Your first IoT Central app”', 'refrigerated-truck-your-first-app.dtdlv1.json'],
] as const;
const isMissing = samples.some(([, file]) => readReference(`templates/${file}`) === undefined);

/** The file as the platform would hand it out: a template around the model, where the file is the model alone. */
const upload = async (bench: Bench, file: string): Promise<string> => {
  const document = readReference(`templates/${file}`) as Readonly<Record<string, unknown>>;
  const isTemplate = 'capabilityModel' in document;
  const id = isTemplate ? String(document['@id']) : 'dtmi:test:sampleTruck;1';
  const template = isTemplate
    ? { ...document, '@type': ['ModelDefinition', 'DeviceModel'] }
    : {
        '@id': id,
        '@type': ['ModelDefinition', 'DeviceModel'],
        displayName: 'Sample truck',
        capabilityModel: document,
      };
  await bench.administer('PUT', `/deviceTemplates/${encodeURIComponent(id)}`, template);
  await bench.administer('PUT', '/devices/sim-truck-001', { displayName: 'Sim truck', template: id, simulated: true });
  return id;
};

describe.skipIf(isMissing)(
  `Microsoft’s sample${isMissing ? ' (skipped: the samples are not beside this checkout)' : ''}`,
  () => {
    test.each(samples)('%s has its commands and settings as forms, without code', async (_, file) => {
      const bench = await openBench();
      const id = await upload(bench, file);
      const type = (await bench.value(bench.adapter.listTypes(background))).types.find((each) => each.id === id);
      expect(type?.commands.length).toBeGreaterThanOrEqual(2);
      expect(type?.routes.length).toBeGreaterThanOrEqual(1);
      expect(type?.leftOut).toEqual([]);
      const truck = await bench.vehicle('sim-truck-001');
      const { settings, commands, jobs } = bench.adapter;
      const read = await bench.value(settings.read(truck, click));
      expect(read.map(({ path }) => path)).toContain('TruckID');
      for (const definition of type?.commands ?? []) {
        const order = { device: truck, definition, parameters: {}, requestId: 'one' };
        if (definition.parameters.length > 0) expect(commands.objection(order)).toBe('Enter a value.');
        else expect(await bench.value(commands.send(order, click))).toMatchObject({ state: 'failed' });
      }
      expect((await bench.value(jobs.actions(click))).some(({ typeId }) => typeId === id)).toBe(true);
    });

    test('the first one’s target temperature is set, and waits for the vehicle', async () => {
      const bench = await openBench();
      await upload(bench, samples[0][1]);
      const truck = await bench.vehicle('sim-truck-001');
      await bench.value(bench.adapter.settings.change(truck, { TargetTemperature: 12.5 }, click));
      const settings = await bench.value(bench.adapter.settings.read(truck, click));
      expect(settings.find(({ path }) => path === 'TargetTemperature')).toMatchObject({
        state: 'pending',
        desired: 12.5,
      });
    });
  },
);

describe('templates', () => {
  const put = (bench: Bench, name: string, body: object) =>
    bench.administer('PUT', `/deviceTemplates/${encodeURIComponent(`dtmi:test:${name};1`)}`, {
      '@type': ['ModelDefinition', 'DeviceModel'],
      displayName: name,
      ...body,
    });

  test('that cannot be read hide no others, and say what is left out', async () => {
    const bench = await openBench();
    await put(bench, 'broken', {
      capabilityModel: { '@type': 'Interface', contents: { not: 'a list' }, extends: ['dtmi:nowhere;1'] },
    });
    await put(bench, 'strange', {
      capabilityModel: {
        '@type': 'Interface',
        contents: [
          { '@type': 'Telemetry', name: 'speed', schema: 'double' },
          { '@type': 'Command', name: 'bad name!' },
          { '@type': 'Telemetry', name: 'hologram', schema: 'hologram' },
        ],
      },
    });
    const { types } = await bench.value(bench.adapter.listTypes(background));
    expect(types.map(({ title }) => title)).toEqual(['Refrigerated truck', 'Van', 'Electric bus', 'broken', 'strange']);
    expect(types.find(({ title }) => title === 'broken')?.leftOut).not.toEqual([]);
    expect(types.find(({ title }) => title === 'strange')?.leftOut).toHaveLength(2);
  });

  test('are read once for as long as they stay as they are, and anew when they change', async () => {
    const bench = await openBench();
    const { types: first } = await bench.value(bench.adapter.listTypes(background));
    expect((await bench.value(bench.adapter.listTypes(background))).types[1]).toBe(first[1]);
    const van = encodeURIComponent('dtmi:fleetdeckPractice:van;1');
    await bench.administer('PATCH', `/deviceTemplates/${van}`, { displayName: 'Small van' });
    const { types: second } = await bench.value(bench.adapter.listTypes(background));
    expect([second[0], second[1]?.title]).toEqual([first[0], 'Small van']);
  });

  test('are asked for one by one where the list was not read, and once for all who ask at a time', async () => {
    const bench = await openBench();
    const truck = await bench.vehicle('TRUCK-001');
    const { adapter } = bench;
    await bench.wait(Promise.all([adapter.settings.read(truck, background), adapter.latest(truck, background)]));
    const asked = bench.requests.filter(({ path }) => path.startsWith('/deviceTemplates'));
    expect(asked.map(({ path }) => path)).toEqual([
      '/deviceTemplates/dtmi%3AfleetdeckPractice%3ArefrigeratedTruck%3B1',
    ]);
  });
});
