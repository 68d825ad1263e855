import { describe, expect, it } from 'vitest';
import { findSignal, signalPath } from '../../shared/vehicle/signals.ts';
import type { SignalDefinition } from '../../shared/vehicle/signal.ts';
import { readGauge } from './gauge-reading.ts';

const definitionOf = (path: string): SignalDefinition => {
  const definition = findSignal(path);
  if (definition === undefined) throw new Error(`no signal ${path}`);
  return definition;
};

describe('a gauge', () => {
  it('says low and high outside the normal band, and nothing on its edges', () => {
    const coolant = definitionOf(signalPath.coolantTemperature);
    const battery = definitionOf(signalPath.batteryVoltage);
    expect(readGauge(coolant, 105)?.condition).toBe('normal');
    expect(readGauge(coolant, 105.1)?.condition).toBe('high');
    expect(readGauge(battery, 11.7)?.condition).toBe('low');
  });

  it('keeps the pointer on the scale and says that the value is beyond it', () => {
    const speed = definitionOf(signalPath.speed);
    expect(readGauge(speed, 200)).toMatchObject({ pointer: 1, isOffScale: true });
    expect(readGauge(speed, -5)).toMatchObject({ pointer: 0, isOffScale: true });
    expect(readGauge(speed, 65)).toMatchObject({ pointer: 0.5, isOffScale: false, condition: 'normal' });
  });

  it('has no limit on the side where the normal band reaches the end of the scale', () => {
    expect(readGauge(definitionOf(signalPath.speed), -5)?.condition).toBe('normal');
    expect(readGauge(definitionOf(signalPath.coolantTemperature), -35)?.condition).toBe('normal');
    expect(readGauge(definitionOf(signalPath.speed), 95)?.condition).toBe('high');
  });

  it('is not drawn for a signal without a scale or a value that is no number', () => {
    expect(readGauge(definitionOf(signalPath.odometer), 5)).toBeNull();
    expect(readGauge(definitionOf(signalPath.speed), 'fast')).toBeNull();
    expect(readGauge(definitionOf(signalPath.speed), Number.NaN)).toBeNull();
  });
});
