import { describe, expect, it } from 'vitest';
import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { defaultPreferences } from '../../shared/preferences.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { fakeCommandDraft } from '../../test/support/fake-data.ts';
import { liveChecks } from './live-checks.ts';

const explanation = 'Unlock only while the vehicle stands.';
const definition: CommandDefinition = {
  name: 'unlockDoors',
  title: 'Unlock doors',
  risk: 'disruptive',
  parameters: [],
  preconditions: [{ signal: signalPath.speed, maximum: 3, freshWithinMs: 10_000, explanation }],
  expiresAfterMs: 30_000,
};
const draft = { ...fakeCommandDraft, checks: [{ explanation, evidence: '0 km/h, 2 s ago', isMet: true }] };

const speed = (value: SignalState['value'], receivedAtMs: number) =>
  new Map([
    [signalPath.speed, { path: signalPath.speed, value, unit: 'km/h', receivedAtMs, vehicleTimeMs: null } as const],
  ]);

const checkAt = (nowMs: number, signals: ReadonlyMap<string, SignalState>) =>
  liveChecks(draft, definition, signals, nowMs, defaultPreferences)[0];

describe('a draft’s conditions', () => {
  it('are met no longer when the vehicle moves off while the operator reads', () => {
    expect(checkAt(2000, speed(0, 1000))).toMatchObject({ isMet: true, evidence: 'Speed: 0\u00a0km/h, 1 s ago' });
    expect(checkAt(3000, speed(12, 2500))).toMatchObject({ isMet: false, evidence: 'Speed: 12\u00a0km/h, 0 s ago' });
  });

  it('are not met by a value that is too old to decide on', () => {
    expect(checkAt(12_000, speed(0, 1000))).toMatchObject({ isMet: false });
    expect(checkAt(12_000, speed(0, 1000))?.evidence).toMatch(/too old to decide on/);
  });

  it('count a value that came late from when the vehicle measured it', () => {
    const late = new Map([
      [
        signalPath.speed,
        { path: signalPath.speed, value: 0, unit: 'km/h', receivedAtMs: 60_000, vehicleTimeMs: 1000 } as const,
      ],
    ]);
    expect(checkAt(61_000, late)?.isMet).toBe(false);
  });

  it('are not met by a value that is not known', () => {
    expect(checkAt(2000, new Map())).toMatchObject({ isMet: false, evidence: 'Speed: not known' });
    expect(checkAt(2000, speed('fast', 1000))?.isMet).toBe(false);
  });

  it('stay as the engine told them where the window cannot follow them', () => {
    const other = { explanation: 'Something else', evidence: 'seen', isMet: true };
    expect(liveChecks({ ...draft, checks: [other] }, definition, new Map(), 0, defaultPreferences)).toEqual([other]);
  });
});
