import { describe, expect, test } from 'vitest';
import { readDeviceList } from './device-list-text.ts';

const standard = { typeId: 'van', organizationId: '' };
const read = (text: string, typeId = 'van') =>
  readDeviceList(text, { ...standard, typeId }).devices.map(({ line, device, problem }) =>
    problem === null ? [line, device.deviceId, device.typeId, device.name] : [line, problem],
  );

describe('a list of vehicles', () => {
  test('has a line a vehicle, and takes the chosen type where a line names none', () => {
    expect(read('VAN-1\n\n# the new ones\nVAN-2,truck,Second van\nVAN-3,,Third')).toEqual([
      [1, 'VAN-1', 'van', 'VAN-1'],
      [4, 'VAN-2', 'truck', 'Second van'],
      [5, 'VAN-3', 'van', 'Third'],
    ]);
  });

  test('may name its columns, in any order, with others between them', () => {
    expect(read('\uFEFFName;Depot;Device ID\r\nVan 1;North;VAN-1\r\n"Van; the second";South;VAN-2')).toEqual([
      [2, 'VAN-1', 'van', 'Van 1'],
      [3, 'VAN-2', 'van', 'Van; the second'],
    ]);
  });

  test('may come out of a spreadsheet, with tabs and quotes', () => {
    expect(read('VAN-1\ttruck\t"The ""old"" one"')).toEqual([[1, 'VAN-1', 'truck', 'The "old" one']]);
  });

  test('may name templates, whose ids have a semicolon of their own', () => {
    const template = 'dtmi:contoso:van;1';
    expect(read(`VAN-1,${template},First`)).toEqual([[1, 'VAN-1', template, 'First']]);
    expect(read(`VAN-1;${template};First\nVAN-2;${template}`)).toEqual([
      [1, 'VAN-1', template, 'First'],
      [2, 'VAN-2', template, 'VAN-2'],
    ]);
  });

  test('says of each line what is wrong with it', () => {
    expect(read('VAN 1\n,van,No id\nVAN-2,a,b,c', '')).toEqual([
      [1, 'Letters, digits, dot, dash and underscore; at most 128.'],
      [2, 'Enter an id.'],
      [3, 'This line has 4 columns, and there are 3.'],
    ]);
    expect(read('VAN-1', '')).toEqual([[1, 'It names no type, and none is chosen above.']]);
  });

  test('as a whole may be empty, too long, or without ids', () => {
    expect(readDeviceList(' \n#', standard).problem).toBe('There is no vehicle in it.');
    expect(readDeviceList('type,name\nvan,Van 1', standard).problem).toMatch(/none of them is the id/);
    const long = Array.from({ length: 2001 }, (_, index) => `VAN-${String(index)}`).join('\n');
    expect(readDeviceList(long, standard).problem).toMatch(/2001 vehicles, and 2000 at a time/);
    expect(readDeviceList('VAN-1', standard).problem).toBeNull();
  });
});
