import { isAdvancedField } from './advanced-fields.ts';
import type { ConnectionFormValues } from './connection-form.ts';

/** Of a new platform's setup, in order. */
export const setupSteps = ['access', 'test', 'choice'] as const;
export type SetupStep = (typeof setupSteps)[number];

export const stepTitles: Readonly<Record<SetupStep, string>> = {
  access: 'Address and token',
  test: 'Test',
  choice: 'What to watch',
};

/** Where a field stands that has a problem: user name, password and broker belong to Watson's key, and to IoT Central's live route. */
export const stepOfField = (field: string, { platform }: Pick<ConnectionFormValues, 'platform'>): SetupStep => {
  if (isAdvancedField(field) || field === 'platform.address' || field === 'platformToken') return 'access';
  const isAccessOfWatson = field === 'url' || field === 'username' || field === 'password';
  return isAccessOfWatson && platform?.kind === 'watson' ? 'access' : 'choice';
};

/** What to call a connection: the application's name, or what its address calls it where the platform tells an id only. */
export const proposedName = (application: string | null, address: string): string | undefined => {
  if (
    application !== null &&
    application !== '' &&
    !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(application)
  ) {
    return application.slice(0, 80);
  }
  return /^https:\/\/([a-z0-9-]+)\.azureiotcentral\.com/i.exec(address)?.[1];
};
