import { describe, expect, it } from 'vitest';
import { defaultPreferences } from '../../shared/preferences.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { formatAge } from './age.ts';
import { compassPoint, compassWord, formatHeading } from './compass.ts';
import { countOf, formatBytes, formatNumber, formatRate } from './number.ts';
import { formatQuantity, formatSignal, noValue } from './signal.ts';
import { displayUnit, toDisplay } from './units.ts';

const metric = defaultPreferences;
/** Written as the machine that runs the test writes numbers. */
const local = (value: number, decimals = 0) =>
  value.toLocaleString(undefined, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

const imperial = { distance: 'mi', temperature: 'fahrenheit', volume: 'gal' } as const;
const text = (path: string, value: Parameters<typeof formatSignal>[1], unit: Parameters<typeof formatSignal>[2]) =>
  formatSignal(path, value, unit, metric).text;

describe('a signal on screen', () => {
  it('stands in the user’s units', () => {
    expect(formatSignal(signalPath.speed, 100, 'km/h', imperial)).toEqual({
      value: '62',
      unit: 'mph',
      text: '62\u00a0mph',
    });
    expect(formatSignal(signalPath.cargoTemperature, -18, 'celsius', imperial).text).toBe(`${local(-0.4, 1)}\u00a0°F`);
    expect(formatSignal(signalPath.odometer, 160_934.4, 'm', imperial).text).toBe('100\u00a0mi');
    expect(formatSignal(signalPath.odometer, 1234, 'm', metric).text).toBe(`${local(1.2, 1)}\u00a0km`);
    expect(formatSignal('tank', 10, 'l', imperial).text).toBe(`${local(2.6, 1)}\u00a0gal`);
  });

  it('has the digits of the catalogue', () => {
    expect(text(signalPath.latitude, 60.1699, 'degrees')).toBe(`${local(60.1699, 5)}°`);
    expect(text(signalPath.batteryVoltage, 12.64, 'V')).toBe(`${local(12.6, 1)}\u00a0V`);
    expect(text(signalPath.fuelLevel, 55.4, 'percent')).toBe('55\u00a0%');
  });

  it('says words for flags, lists and text', () => {
    expect(text(signalPath.isLocked, true, null)).toBe('Locked');
    expect(text(signalPath.isLocked, false, null)).toBe('Unlocked');
    expect(text('own.flag', true, null)).toBe('Yes');
    expect(text(signalPath.troubleCodes, ['P0420', 'P0171'], null)).toBe('P0420, P0171');
    expect(text(signalPath.troubleCodes, [], null)).toBe('None');
    expect(text(signalPath.route, '550', null)).toBe('550');
  });

  it('shows a number without a mapping with the digits that it needs', () => {
    expect(text('own.name', 7, null)).toBe('7');
    expect(text('own.name', 0.123456, null)).toBe(local(0.123, 3));
    expect(text('own.name', 1234.5, null)).toBe(local(1235));
  });

  it('shows a dash for what is not known, and never a minus zero', () => {
    expect(text(signalPath.speed, NaN, 'km/h')).toBe(noValue);
    expect(text(signalPath.speed, undefined, 'km/h')).toBe(noValue);
    expect(text(signalPath.speed, -0.2, 'km/h')).toBe('0\u00a0km/h');
    expect(formatQuantity(Infinity, 'km/h', metric).text).toBe(noValue);
  });

  it('converts the ends of a scale like its values', () => {
    expect(toDisplay(130, 'km/h', imperial)).toBeCloseTo(80.78, 2);
    expect(displayUnit('percent', imperial)).toBe('percent');
  });
});

describe('ages and headings', () => {
  it('are short and never negative', () => {
    const second = 1000;
    const ages = [-5, 0, 59.9, 60, 3599, 3600, 3600 * 3 + 300, 86_400 * 4].map((seconds) =>
      formatAge(seconds * second),
    );
    expect(ages).toEqual(['0 s', '0 s', '59 s', '1 min', '59 min', '1 h', '3 h 5 min', '4 d']);
  });

  it('name eight points of the compass, also for degrees below zero and beyond a turn', () => {
    expect([0, 22, 23, 90, 225, 337, 338, -45, 405].map(compassPoint)).toEqual([
      'N',
      'N',
      'NE',
      'E',
      'SW',
      'NW',
      'N',
      'NW',
      'NE',
    ]);
    expect(compassWord(180)).toBe('south');
    expect(formatHeading(359.6)).toBe('0° N');
  });
});

describe('numbers', () => {
  it('are written the machine’s way', () => {
    expect(formatNumber(1234567)).toBe(local(1_234_567));
    expect([formatRate(0.44), formatRate(9.96), formatRate(1234)]).toEqual([local(0.4, 1), local(10, 1), local(1234)]);
    expect([formatBytes(0), formatBytes(999), formatBytes(1500), formatBytes(1_048_576)]).toEqual([
      '0 B',
      '999 B',
      `${local(1.5, 1)} kB`,
      `${local(1, 1)} MB`,
    ]);
    expect([countOf(1, 'vehicle'), countOf(1000, 'vehicle')]).toEqual(['1 vehicle', `${local(1000)} vehicles`]);
  });
});
