import { describe, expect, it } from 'vitest';
import { riskOf } from './risk.ts';

describe('what asks twice', () => {
  it.each(['reboot', 'FactoryReset', 'unlock_doors', 'updateFirmware', 'emergencySTOP', 'turnOffEngine', 'Recall'])(
    '%s does',
    (name) => expect(riskOf(name, name)).toBe('disruptive'),
  );

  it.each(['flashLights', 'lockDoors', 'getSpeedLimit', 'SetOptimalTemperature', 'stopwatchReading', 'GoToCustomer'])(
    '%s does not',
    (name) => expect(riskOf(name, name)).toBe('routine'),
  );

  it('goes by the title as well', () => {
    expect(riskOf('cmd17', 'Restart the control unit')).toBe('disruptive');
  });
});
