import { describe, expect, it } from 'vitest';
import { createManualTimers } from '../../test/support/manual-timers.ts';
import { RateMeter } from './rate-meter.ts';

describe('the rate meter', () => {
  it('says the steady rate', () => {
    const clock = createManualTimers();
    const meter = new RateMeter(clock);
    for (let step = 0; step < 100; step++) {
      clock.advance(100);
      meter.count(5);
    }
    expect(meter.perSecond()).toBeGreaterThan(47);
    expect(meter.perSecond()).toBeLessThan(55);
  });

  it('does not overstate a burst right after the start', () => {
    const meter = new RateMeter(createManualTimers());
    meter.count(10);
    expect(meter.perSecond()).toBe(10);
  });

  it('falls to nothing within five seconds of silence', () => {
    const clock = createManualTimers();
    const meter = new RateMeter(clock);
    meter.count(100);
    clock.advance(2000);
    expect(meter.perSecond()).toBe(50);
    clock.advance(3500);
    expect(meter.perSecond()).toBe(0);
    clock.advance(3_600_000);
    expect(meter.perSecond()).toBe(0);
  });

  it('goes on when the clock is set back', () => {
    const clock = createManualTimers();
    const meter = new RateMeter(clock);
    meter.count(10);
    clock.setNow(clock.now() - 3_600_000);
    meter.count(3);
    expect(meter.perSecond()).toBe(3);
  });
});
