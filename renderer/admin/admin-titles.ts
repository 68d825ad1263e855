import type { AdminSection } from '../app/routes.ts';

export const adminTitles: Readonly<Record<AdminSection, string>> = {
  secrets: 'Secrets',
  backup: 'Backup',
  audit: 'Audit log',
  people: 'Users and roles',
};
