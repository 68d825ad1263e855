import { platformActions, type PlatformAction } from '../../../shared/platform/rights.ts';

/** What IoT Central lacks, and what there is instead. */
export const unsupportedActions: Readonly<Partial<Record<PlatformAction, string>>> = {
  'change-location': 'IoT Central keeps no place of a vehicle beside what the vehicle reports.',
  'clear-records': 'IoT Central’s command history cannot be emptied.',
  'edit-token': 'IoT Central’s API tokens cannot be changed: make a new one and delete the old one.',
};

export interface BuiltInRole {
  readonly id: string;
  readonly name: string;
  readonly may: readonly PlatformAction[];
  /** What is in neither list is not documented: it shows when it is tried. */
  readonly mayNot: readonly PlatformAction[];
}

const supported = platformActions.filter((action) => unsupportedActions[action] === undefined);

const viewing: readonly PlatformAction[] = ['view-devices', 'view-settings', 'view-groups', 'view-records'];
const operating: readonly PlatformAction[] = [
  ...viewing,
  'send-command',
  'change-settings',
  'create-device',
  'rename-device',
  'block-device',
  'delete-device',
];
const runningJobs: readonly PlatformAction[] = ['view-jobs', 'run-job', 'view-scheduled-jobs'];
const tokens: readonly PlatformAction[] = ['view-tokens', 'create-token', 'delete-token'];
const administering: readonly PlatformAction[] = ['view-users', ...tokens];

/**
 * The built-in roles, whose ids are the same in every application, and what "Manage users and roles" says of them:
 * https://learn.microsoft.com/azure/iot-central/core/howto-manage-users-roles
 */
export const builtInRoles: readonly BuiltInRole[] = [
  { id: 'ca310b8d-2f4a-44e0-a36e-957c202cd8d4', name: 'Administrator', may: supported, mayNot: [] },
  {
    id: '344138e9-8de4-4497-8c54-5237e96d6aaf',
    name: 'Builder',
    may: [...operating, ...runningJobs, 'read-credentials'],
    mayNot: administering,
  },
  {
    id: 'ae2c9854-393b-4f97-8c42-479d70ce626e',
    name: 'Operator',
    may: [...operating, ...runningJobs],
    mayNot: administering,
  },
  {
    id: 'c495eb57-eb18-489e-9802-62c474e5645c',
    name: 'Org Administrator',
    may: [...operating, 'view-organizations', 'view-users'],
    mayNot: tokens,
  },
  { id: 'b4935647-30e4-4ed3-9074-dcac66c2f8ef', name: 'Org Operator', may: operating, mayNot: administering },
  {
    id: '84cc62c1-dabe-49d3-b16e-8b291232b285',
    name: 'Org Viewer',
    may: viewing,
    mayNot: [
      ...operating.filter((action) => !viewing.includes(action)),
      ...administering,
      'run-job',
      'read-credentials',
    ],
  },
];

export const builtInRole = (id: string): BuiltInRole | undefined => builtInRoles.find((role) => role.id === id);
