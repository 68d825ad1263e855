import { expect, onTestFinished, test } from 'vitest';
import { startRawServer } from '../../support/plain-broker.ts';
import { startTestBridge } from './bridge.ts';
import { telemetry } from './export-samples.ts';

const receiveMaximum = 3;

/** MQTT 5.0, sections 3.2 and 3.4: all that a broker has to say to one who only publishes. */
const connack = Buffer.from([0x20, 6, 0, 0, 3, 0x21, 0, receiveMaximum]);
const puback = (packetId: number) => Buffer.from([0x40, 2, packetId >> 8, packetId & 0xff]);
const [connectType, publishType] = [1, 3];

/** The first whole packet in the bytes, and what follows it; undefined while it is not whole (section 2.1.4). */
const nextPacket = (bytes: Buffer) => {
  let length = 0;
  for (let index = 1; index <= 4 && index < bytes.length; index++) {
    const digit = bytes.readUInt8(index);
    length += (digit & 0x7f) << (7 * (index - 1));
    if (digit >= 0x80) continue;
    const [start, end] = [index + 1, index + 1 + length];
    if (bytes.length < end) return undefined;
    return { type: bytes.readUInt8(0) >> 4, body: bytes.subarray(start, end), rest: bytes.subarray(end) };
  }
  return undefined;
};

/** A broker that takes three messages at a time and acknowledges them when it has three. */
const startStrictBroker = async () => {
  let unacknowledged: number[] = [];
  let most = 0;
  const server = await startRawServer((socket) => {
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let packet = nextPacket(bytes); packet !== undefined; packet = nextPacket(bytes)) {
        bytes = Buffer.from(packet.rest);
        if (packet.type === connectType) socket.write(connack);
        if (packet.type === publishType) unacknowledged.push(packet.body.readUInt16BE(2 + packet.body.readUInt16BE(0)));
      }
      most = Math.max(most, unacknowledged.length);
      if (unacknowledged.length < receiveMaximum) return;
      for (const packetId of unacknowledged) socket.write(puback(packetId));
      unacknowledged = [];
    });
  });
  onTestFinished(() => server.close());
  return { port: server.port, most: () => most };
};

test('no more messages are under way than the broker says it takes', async () => {
  const broker = await startStrictBroker();
  const { post, untilHealth } = await startTestBridge({ url: `mqtt://127.0.0.1:${broker.port}`, protocolVersion: 5 });
  await untilHealth(200);
  const messages = Array.from({ length: 30 }, (_, index) => telemetry(`truck-${index}`, '2026-05-01T12:00:00Z', {}));
  expect((await post(messages)).status).toBe(200);
  expect(broker.most()).toBe(receiveMaximum);
});
