import { expect, it } from 'vitest';
import { menuTemplate } from './menu.ts';

const itemsOf = (platform: NodeJS.Platform, openWindow: () => void = () => undefined) =>
  menuTemplate(platform, { openWindow }).flatMap((item) => (Array.isArray(item.submenu) ? item.submenu : [item]));

it('has the app menu, which quits, on macOS only', () => {
  expect(itemsOf('darwin').map(({ role }) => role)).toContain('appMenu');
  expect(itemsOf('darwin').map(({ role }) => role)).not.toContain('quit');
  expect(itemsOf('win32').map(({ role }) => role)).not.toContain('appMenu');
  expect(itemsOf('win32').map(({ role }) => role)).toContain('quit');
});

it('opens another window', () => {
  let opened = 0;
  const item = itemsOf('linux', () => (opened += 1)).find(({ label }) => label === 'New window');
  expect(item?.accelerator).toBe('CmdOrCtrl+N');
  item?.click?.({} as never, undefined, {});
  expect(opened).toBe(1);
});

it('is made of roles otherwise, which bring label, accelerator and behaviour with them', () => {
  const others = itemsOf('linux').filter(({ label }) => label !== 'New window');
  expect(others.length).toBeGreaterThan(10);
  const bare = others.filter(({ role, type }) => role === undefined && type !== 'separator');
  expect(bare).toEqual([]);
  for (const item of others) expect(item.click).toBeUndefined();
});
