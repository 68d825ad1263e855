import type { ParameterDefinition } from '../../../shared/command/definition.ts';
import type { JobAction } from '../../../shared/platform/job.ts';
import type { WatsonDevice } from './answers.ts';

/** https://www.ibm.com/docs/en/masv-and-l/maximo-monitor/cd?topic=reference-device-management-protocol */
interface ManagementAction {
  readonly id: string;
  readonly title: string;
  readonly risk: JobAction['risk'];
  /** What a device must have said that it supports when it put itself under management. */
  readonly support: 'deviceActions' | 'firmwareActions';
  readonly parameters: readonly ParameterDefinition[];
}

const firmware = (isDownload: boolean): readonly ParameterDefinition[] => {
  const optional = { type: 'string', isOptional: true } as const;
  const uri: ParameterDefinition = {
    name: 'uri',
    title: 'Address',
    description: 'Where the vehicle gets the firmware: an address that it can reach.',
    type: 'string',
    maximumLength: 2000,
  };
  return [
    isDownload ? uri : { ...uri, isOptional: true },
    { name: 'name', title: 'Name', ...optional, maximumLength: 200 },
    { name: 'version', title: 'Version', ...optional, maximumLength: 200 },
    {
      ...{ name: 'verifier', title: 'Checksum', ...optional, maximumLength: 1000 },
      description: 'By which the vehicle sees that it got the firmware whole.',
    },
  ];
};

export const managementActions: readonly ManagementAction[] = [
  { id: 'device/reboot', title: 'Reboot', risk: 'disruptive', support: 'deviceActions', parameters: [] },
  { id: 'device/factoryReset', title: 'Factory reset', risk: 'disruptive', support: 'deviceActions', parameters: [] },
  {
    ...{ id: 'firmware/download', title: 'Download firmware', risk: 'routine', support: 'firmwareActions' },
    parameters: firmware(true),
  },
  {
    ...{ id: 'firmware/update', title: 'Install firmware', risk: 'disruptive', support: 'firmwareActions' },
    parameters: firmware(false),
  },
];

export const managementAction = (id: string): ManagementAction | undefined =>
  managementActions.find((action) => action.id === id);

/** Actions of other makes (`bundleId/actionId`) are shown as the platform writes them. */
export const titleOf = (actionId: string): string => managementAction(actionId)?.title ?? actionId;

export const jobActions: readonly JobAction[] = managementActions.map(({ id, title, risk, parameters }) => ({
  ...{ id, title, risk },
  ...{ typeId: null, typeTitle: null },
  parameters: [...parameters],
  targets: ['vehicles', 'group'],
}));

/** Whether the device would take it: a request for one that would not is refused whole. */
export const takes = ({ mgmt }: WatsonDevice, { support }: ManagementAction): boolean =>
  mgmt?.supports?.[support] === true && mgmt.dormant !== true;
