import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PacketLimit } from './packet-limit.ts';

const limitBytes = 300;

/** A packet with `size` bytes behind its fixed header, all of one value. */
const packet = (type: number, size: number, fill: number): Buffer => {
  const length = size < 128 ? [size] : [(size % 128) + 128, Math.floor(size / 128)];
  return Buffer.concat([Buffer.from([type, ...length]), Buffer.alloc(size, fill)]);
};

const passAll = (limit: PacketLimit, chunks: readonly Uint8Array[]) =>
  Buffer.concat(chunks.map((chunk) => limit.pass(chunk)));

describe('the limit on packets', () => {
  it('lets what is small enough through as it is, without a copy', () => {
    const chunk = Buffer.concat([packet(0x30, 10, 1), packet(0xd0, 0, 0), packet(0x32, limitBytes, 2)]);
    const passed = new PacketLimit(limitBytes).pass(chunk);
    expect(Buffer.from(passed)).toEqual(chunk);
    expect(passed.buffer).toBe(chunk.buffer);
  });

  it('cuts what is larger and says so in its header, wherever the chunks end', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 8 });
    const cuts = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 20 });
    fc.assert(
      fc.property(sizes, cuts, (packetSizes, positions) => {
        const sent = Buffer.concat(packetSizes.map((size, index) => packet(0x32, size, index)));
        const ends = [0, ...positions.filter((end) => end < sent.length).sort((a, b) => a - b), sent.length];
        const chunks = ends.slice(1).map((end, index) => sent.subarray(ends[index], end));
        const expected = packetSizes.map((size, index) => packet(0x32, Math.min(size, limitBytes), index));
        expect(passAll(new PacketLimit(limitBytes), chunks)).toEqual(Buffer.concat(expected));
      }),
    );
  });

  it('leaves bytes that are no MQTT to whoever reads them', () => {
    const garbage = Buffer.alloc(1000, 0xff);
    expect(passAll(new PacketLimit(limitBytes), [garbage.subarray(0, 3), garbage.subarray(3)])).toEqual(garbage);
  });
});
