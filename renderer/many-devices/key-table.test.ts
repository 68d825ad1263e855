import { expect, test } from 'vitest';
import type { CreatedDevice } from '../../shared/platform/many-devices.ts';
import { keyTable, withKeys } from './key-table.ts';

const made = (deviceId: string, lines: readonly (readonly [string, string])[] | null): CreatedDevice => ({
  ...{ deviceId, typeId: 'van', vehicleId: deviceId, state: 'done', message: null },
  credentials:
    lines === null
      ? null
      : { explanation: '', lines: lines.map(([label, text]) => ({ label, text, isSecret: label === 'Token' })) },
});

test('the keys of all stand in one table, to the letter', () => {
  const outcomes = [made('VAN-1', [['Token', '=a,"b"']]), made('VAN-2', null), made('VAN-3', [['Token', '-c']])];
  expect(withKeys(outcomes)).toHaveLength(2);
  expect(keyTable(outcomes)).toBe('Vehicle,Type,Token\r\nVAN-1,van,"=a,""b"""\r\nVAN-3,van,-c\r\n');
});
