import { z } from 'zod';

/** All that a platform may let one do. An adapter says which of them it can; the token's role, which of those it may. */
export const platformActions = [
  'view-devices',
  'send-command',
  'view-settings',
  'change-settings',
  'create-device',
  'rename-device',
  'block-device',
  'delete-device',
  'read-credentials',
  'change-location',
  'view-groups',
  'view-organizations',
  'view-jobs',
  'run-job',
  'view-scheduled-jobs',
  'view-records',
  'clear-records',
  'view-users',
  'view-tokens',
  'create-token',
  'edit-token',
  'delete-token',
] as const;
export type PlatformAction = (typeof platformActions)[number];

export const rightSchema = z.strictObject({
  /** `unknown`: the platform does not say before one tries. */
  state: z.enum(['allowed', 'denied', 'unknown', 'unsupported']),
  /** In words, who may: "Needs the role Administrator." Empty when allowed. */
  explanation: z.string(),
});
export type Right = z.infer<typeof rightSchema>;

export const rightsSchema = z.record(z.enum(platformActions), rightSchema);
export type Rights = z.infer<typeof rightsSchema>;

/** Whether a button for it works as far as anybody knows. */
export const mayTry = (right: Right | undefined): boolean => right?.state === 'allowed' || right?.state === 'unknown';
