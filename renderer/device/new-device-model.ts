import { newDeviceSchema, type NewDevice } from '../../shared/platform/device.ts';

export interface NewDeviceInputs {
  readonly deviceId: string;
  readonly name: string;
  readonly typeId: string;
  /** Empty: none is chosen. */
  readonly organizationId: string;
  readonly isSimulated: boolean;
}

export const emptyDevice: NewDeviceInputs = {
  deviceId: '',
  name: '',
  typeId: '',
  organizationId: '',
  isSimulated: false,
};

/** A vehicle without a name of its own goes by its id. */
export const deviceOf = ({ organizationId, ...inputs }: NewDeviceInputs): NewDevice => ({
  ...inputs,
  deviceId: inputs.deviceId.trim(),
  name: inputs.name.trim() === '' ? inputs.deviceId.trim() : inputs.name.trim(),
  ...(organizationId === '' ? {} : { organizationId }),
});

/** One sentence a field that is wrong; empty when all are right. The engine asks the same again. */
export const problemsOfDevice = (inputs: NewDeviceInputs): Partial<Record<keyof NewDeviceInputs, string>> => {
  const problems: Partial<Record<keyof NewDeviceInputs, string>> = {};
  if (inputs.deviceId.trim() === '') problems.deviceId = 'Enter an id.';
  const checked = newDeviceSchema.safeParse(deviceOf(inputs));
  for (const { path, message } of checked.error?.issues ?? []) {
    const field = path[0];
    if (isField(field)) problems[field] ??= message;
  }
  return problems;
};

const isField = (name: unknown): name is keyof NewDeviceInputs => typeof name === 'string' && name in emptyDevice;
