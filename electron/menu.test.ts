import { expect, it } from 'vitest';
import { menuTemplate } from './menu.ts';

it('has the app menu on macOS only', () => {
  expect(menuTemplate('darwin').map(({ role }) => role)).toContain('appMenu');
  expect(menuTemplate('win32').map(({ role }) => role)).not.toContain('appMenu');
});

it('is made of roles, which bring label, accelerator and behaviour with them', () => {
  const items = menuTemplate('linux').flatMap((item) => (Array.isArray(item.submenu) ? item.submenu : [item]));
  for (const item of items) expect(item.role ?? item.type).toBeDefined();
  for (const item of items) expect(item.click).toBeUndefined();
});
