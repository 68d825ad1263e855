import type { Device } from '../device/device.ts';
import { ApiError } from '../rest/api-error.ts';
import type { DeviceRegistry } from '../device/registry.ts';
import type { TemplateStore } from '../template/template-store.ts';
import type { JobData } from './job-definition.ts';
import type { Worker } from './job.ts';

/** How long a job waits for a vehicle to obey; one that is away counts as failed then. */
const obeyedWithinMs = 60_000;

export const createWorker =
  (registry: DeviceRegistry, templates: TemplateStore): Worker =>
  async (device, { data }) => {
    for (const step of data) {
      if (!(await carryOut(step, device, registry, templates))) return false;
    }
    return true;
  };

const carryOut = async (
  step: JobData,
  device: Device,
  registry: DeviceRegistry,
  templates: TemplateStore,
): Promise<boolean> => {
  if (step.type === 'deviceTemplateMigration') {
    const isThere = templates.get(step.template) !== undefined;
    if (isThere) registry.change(device, { template: step.template });
    return isThere;
  }
  const [component, name] = splitPath(step.path);
  const capability = templates.find(device, component, name);
  switch (step.type) {
    case 'cloudProperty':
      if (capability?.kind !== 'property' || !capability.isCloud) return false;
      device.setCloud(component, { [name]: step.value });
      return true;
    case 'property': {
      if (capability?.kind !== 'property' || capability.isCloud || !capability.isWritable) return false;
      const answered = device.answerTo(
        component,
        name,
        device.desire(component, { [name]: step.value }),
        obeyedWithinMs,
      );
      return (await answered)?.code === 200;
    }
    case 'command':
      if (capability?.kind !== 'command') return false;
      return sendCommand(device, component, name, step.value);
  }
};

const sendCommand = async (
  device: Device,
  component: string | undefined,
  name: string,
  request: unknown,
): Promise<boolean> => {
  try {
    const { responseCode } = await device.command(component, name, { request });
    return responseCode < 300;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
};

/** `component.property`, as the examples of the OpenAPI document write it. */
const splitPath = (path: string): readonly [component: string | undefined, name: string] => {
  const [first = '', second] = path.split('.');
  return second === undefined ? [undefined, first] : [first, second];
};
