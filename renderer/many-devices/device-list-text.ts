import { mostDevicesChecked } from '../../shared/platform/many-devices.ts';
import { deviceOf, emptyDevice, problemsOfDevice, type NewDeviceInputs } from '../device/new-device-model.ts';
import type { NewDevice } from '../../shared/platform/device.ts';

/** One vehicle of a pasted list. */
export interface ListedDevice {
  /** As an editor counts them, from one. */
  readonly line: number;
  readonly device: NewDevice;
  /** In words, why it cannot be made; null: nothing that is known. */
  readonly problem: string | null;
}

export interface DeviceList {
  readonly devices: readonly ListedDevice[];
  /** Of the list as a whole. */
  readonly problem: string | null;
}

type Column = 'deviceId' | 'typeId' | 'name';

const columnNames: ReadonlyMap<string, Column> = new Map([
  ['id', 'deviceId'],
  ['deviceid', 'deviceId'],
  ['type', 'typeId'],
  ['typeid', 'typeId'],
  ['devicetype', 'typeId'],
  ['template', 'typeId'],
  ['devicetemplate', 'typeId'],
  ['name', 'name'],
  ['displayname', 'name'],
  ['description', 'name'],
]);
const usualColumns: readonly Column[] = ['deviceId', 'typeId', 'name'];

/**
 * Reads what stands in a text file or is copied out of a spreadsheet: a line a vehicle, its id, type and name parted by
 * commas, semicolons or tabs, in quotes where they hold one (RFC 4180). A first line may name the columns. Empty lines
 * and those that begin with # are left out.
 *
 * @param standard for all lines; the type for those that name none.
 */
export const readDeviceList = (
  text: string,
  standard: Pick<NewDeviceInputs, 'typeId' | 'organizationId'>,
): DeviceList => {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((content, index) => ({ line: index + 1, content: content.trim() }))
    .filter(({ content }) => content !== '' && !content.startsWith('#'));
  const separator = separatorOf(lines.slice(0, 1)) ?? separatorOf(lines) ?? ',';
  const heads = columnsOf(cellsOf(lines[0]?.content ?? '', separator));
  const columns = heads ?? usualColumns;
  const rows = heads === undefined ? lines : lines.slice(1);
  const devices = rows.slice(0, mostDevicesChecked).map(({ line, content }) => {
    const cells = cellsOf(content, separator);
    const cell = (column: Column): string => cells[columns.indexOf(column)]?.trim() ?? '';
    const named = cell('typeId');
    const inputs = {
      ...{ ...emptyDevice, ...standard },
      ...{ deviceId: cell('deviceId'), name: cell('name'), typeId: named === '' ? standard.typeId : named },
    };
    const tooMany =
      cells.length > columns.length
        ? `This line has ${String(cells.length)} columns, and there are ${String(columns.length)}.`
        : undefined;
    const problems = problemsOfDevice(inputs);
    const typeless = inputs.typeId === '' ? 'It names no type, and none is chosen above.' : undefined;
    const problem = tooMany ?? problems.deviceId ?? typeless ?? problems.name ?? problems.typeId ?? null;
    return { line, device: deviceOf(inputs), problem };
  });
  return { devices, problem: problemOf(rows.length, heads) };
};

/** A template's id, which has a semicolon of its own: `dtmi:contoso:van;1`. */
const templateId = /\bdtmi:[\w:]+;\d+/gi;
const unversionedId = /^\s*dtmi:[\w:]+$/i;

const separatorOf = (lines: readonly { readonly content: string }[]): string | undefined =>
  ['\t', ';', ','].find((mark) => lines.some(({ content }) => content.replaceAll(templateId, '').includes(mark)));

const problemOf = (count: number, heads: readonly (Column | null)[] | undefined): string | null => {
  if (count === 0) return 'There is no vehicle in it.';
  if (count > mostDevicesChecked) {
    return `It has ${String(count)} vehicles, and ${String(mostDevicesChecked)} at a time are taken. Divide it.`;
  }
  return heads?.includes('deviceId') === false ? 'Its first line names columns, and none of them is the id.' : null;
};

/** Undefined: the line is a vehicle's. A column of another name is passed over. */
const columnsOf = (cells: readonly string[]): readonly (Column | null)[] | undefined => {
  const columns = cells.map((cell) => columnNames.get(cell.toLowerCase().replace(/[\s_-]/g, '')) ?? null);
  return columns.includes('deviceId') || columns.filter((column) => column !== null).length > 1 ? columns : undefined;
};

const cellsOf = (content: string, separator: string): readonly string[] => {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let index = 0; index < content.length; index += 1) {
    const mark = content.charAt(index);
    if (mark === '"') {
      if (isQuoted && content.charAt(index + 1) === '"') {
        cell += mark;
        index += 1;
      } else isQuoted = !isQuoted;
    } else if (mark === separator && !isQuoted && !isOfId(cell, content.slice(index))) {
      cells.push(cell);
      cell = '';
    } else cell += mark;
  }
  return [...cells, cell];
};

const isOfId = (cell: string, rest: string): boolean => unversionedId.test(cell) && /^;\d+\s*(;|$)/.test(rest);
