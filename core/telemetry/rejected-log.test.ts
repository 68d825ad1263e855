import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rejectedMessageSchema, rejectionReasons } from '../../shared/connection/status.ts';
import { brokerMessage } from '../../test/support/broker-message.ts';
import { RejectedLog } from './rejected-log.ts';

const fault = (explanation = 'it is wrong') => [{ reason: 'not-json' as const, explanation }];

describe('the log of rejected messages', () => {
  it('keeps the last hundred, newest first, and counts all', () => {
    const log = new RejectedLog('c');
    for (let index = 0; index < 250; index++) log.add(brokerMessage(`t/${String(index)}`, 'x'), fault());
    expect(log.count).toBe(250);
    expect(log.list()).toHaveLength(100);
    expect(log.list()[0]?.topic).toBe('t/249');
    expect(log.list()[99]?.topic).toBe('t/150');
  });

  it('is in order before it is full', () => {
    const log = new RejectedLog('c');
    expect(log.list()).toEqual([]);
    for (const topic of ['a', 'b', 'c']) log.add(brokerMessage(topic, 'x'), fault());
    expect(log.list().map(({ topic }) => topic)).toEqual(['c', 'b', 'a']);
  });

  it('keeps one entry of a message with several faults and counts each reason once', () => {
    const log = new RejectedLog('c');
    log.add(brokerMessage('t', '{}'), [
      { reason: 'out-of-range', explanation: 'one' },
      { reason: 'out-of-range', explanation: 'two' },
      { reason: 'not-a-number', explanation: 'three' },
    ]);
    expect(log.count).toBe(1);
    expect(log.list()).toMatchObject([
      { reason: 'out-of-range', explanation: 'one; two; three', excerpt: '{}', isCut: false },
    ]);
    expect([...log.countsByReason]).toEqual([
      ['out-of-range', 1],
      ['not-a-number', 1],
    ]);
  });

  it('does nothing for a message without a fault', () => {
    const log = new RejectedLog('c');
    log.add(brokerMessage('t', 'x'), []);
    expect(log.count).toBe(0);
    expect(log.list()).toEqual([]);
  });

  it('marks a cut and never shows half a character', () => {
    const log = new RejectedLog('c');
    log.add(brokerMessage('t'.repeat(5000), 'é'.repeat(3000) /* 6000 bytes */), fault());
    log.add(brokerMessage('t', `x${'é'.repeat(3000)}`), fault());
    const [odd, even] = log.list();
    expect(even).toMatchObject({ excerpt: 'é'.repeat(1024), isCut: true, payloadBytes: 6000 });
    expect(even?.topic).toHaveLength(1024);
    expect(odd).toMatchObject({ excerpt: `x${'é'.repeat(1023)}`, isCut: true, payloadBytes: 6001 });
  });

  it('keeps no hold of the network’s buffer', () => {
    const log = new RejectedLog('c');
    const payload = new TextEncoder().encode('before');
    log.add(brokerMessage('t', payload), fault());
    payload.fill(0x78);
    expect(log.list()[0]?.excerpt).toBe('before');
  });

  it('lists what the contract’s schema accepts, whatever came', () => {
    const rejection = fc.record({ reason: fc.constantFrom(...rejectionReasons), explanation: fc.string() });
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), fc.array(rejection, { minLength: 1 }), (topic, payload, rejections) => {
        const log = new RejectedLog('c');
        log.add(brokerMessage(topic, payload), rejections);
        const [entry] = log.list();
        expect(rejectedMessageSchema.parse(entry)).toEqual(entry);
      }),
    );
  });
});
