import type { PlatformAction, Right, Rights } from '../../../shared/platform/rights.ts';
import { judgePermission, whoMay, type Permission, type RoleKnowledge } from './roles.ts';

const unsupported: Readonly<Partial<Record<PlatformAction, string>>> = {
  'rename-device': 'A device of Watson IoT Platform has an id and no name beside it.',
  'block-device': 'Watson IoT Platform cannot block a device. It can be removed.',
  'read-credentials':
    'Watson IoT Platform tells the token of a device once, when it is registered. For a new one, remove the device and register it again.',
  'view-organizations': 'A key of Watson IoT Platform belongs to one organisation.',
  'view-scheduled-jobs': 'Watson IoT Platform starts management requests at once and keeps no schedule.',
  'view-users': 'The API of Watson IoT Platform does not list users.',
};

/**
 * Any of them is enough. Groups, requests and clearing are not in the platform's table; they are taken to be as what they
 * belong to: viewing and managing devices.
 */
const needed: Readonly<Partial<Record<PlatformAction, readonly [Permission, ...Permission[]]>>> = {
  'view-devices': ['view-devices'],
  'send-command': ['publish-commands'],
  // A type's description names them, the vehicle's events report them, and a command changes them.
  'view-settings': ['view-devices'],
  'change-settings': ['publish-commands'],
  'create-device': ['manage-devices'],
  'delete-device': ['manage-devices'],
  'change-location': ['manage-devices'],
  'view-groups': ['view-devices'],
  'view-jobs': ['view-devices'],
  'run-job': ['initiate-actions'],
  'view-records': ['view-logs', 'read-last-events', 'view-devices'],
  'clear-records': ['manage-devices'],
  'view-tokens': ['view-keys'],
  'create-token': ['manage-keys'],
  'edit-token': ['manage-keys'],
  'delete-token': ['manage-keys'],
};

const rightFor = (action: PlatformAction, knowledge: RoleKnowledge): Right => {
  const [first, ...others] = needed[action] ?? [];
  if (first === undefined) {
    return { state: 'unsupported', explanation: unsupported[action] ?? 'Watson IoT Platform does not have this.' };
  }
  const verdicts = [first, ...others].map((permission) => judgePermission(permission, knowledge));
  if (verdicts.includes('allowed')) return { state: 'allowed', explanation: '' };
  if (!verdicts.includes('unknown')) return { state: 'denied', explanation: whoMay(first) };
  return { state: 'unknown', explanation: `The platform does not say before one tries. ${whoMay(first)}` };
};

export const rightsFrom = (knowledge: RoleKnowledge): Rights => {
  const right = (action: PlatformAction): Right => rightFor(action, knowledge);
  return {
    'view-devices': right('view-devices'),
    'send-command': right('send-command'),
    'view-settings': right('view-settings'),
    'change-settings': right('change-settings'),
    'create-device': right('create-device'),
    'rename-device': right('rename-device'),
    'block-device': right('block-device'),
    'delete-device': right('delete-device'),
    'read-credentials': right('read-credentials'),
    'change-location': right('change-location'),
    'view-groups': right('view-groups'),
    'view-organizations': right('view-organizations'),
    'view-jobs': right('view-jobs'),
    'run-job': right('run-job'),
    'view-scheduled-jobs': right('view-scheduled-jobs'),
    'view-records': right('view-records'),
    'clear-records': right('clear-records'),
    'view-users': right('view-users'),
    'view-tokens': right('view-tokens'),
    'create-token': right('create-token'),
    'edit-token': right('edit-token'),
    'delete-token': right('delete-token'),
  };
};
