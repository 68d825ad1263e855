import { expect, test } from 'vitest';
import type { Order } from './job.ts';
import { isComplete, ManagementRequests } from './requests.ts';

const device = { typeId: 'van', deviceId: 'VAN-1' };
const reboot: Order = { action: 'device/reboot', parameters: {} };
const download: Order = { action: 'firmware/download', parameters: { uri: 'https://example.test/a' } };
const update: Order = { action: 'firmware/update', parameters: {} };

const open = (order: Order, isConnected = true) => {
  const sent: { readonly topic: string; readonly reqId: string }[] = [];
  const requests = new ManagementRequests({
    now: () => 0,
    onDetailsTaken: () => undefined,
    send: (_device, topic, payload) => {
      sent.push({ topic: topic.replace('iotdm-1/', ''), ...(JSON.parse(payload) as { readonly reqId: string }) });
    },
  });
  const id = requests.initiate(order, [device], () => isConnected);
  return {
    requests,
    id,
    lastId: () => sent.at(-1)?.reqId ?? '',
    topics: () => sent.map(({ topic }) => topic),
    answer: (rc: number) => requests.onResponse(device, { reqId: sent.at(-1)?.reqId ?? '', rc }),
    report: () => requests.get(id)?.jobs[0]?.report,
  };
};

test('a device that lost what it was sent is sent it again when it is back', () => {
  const { requests, topics, answer, report } = open(reboot);
  requests.onManaged(device);
  expect(topics()).toEqual(['mgmt/initiate/device/reboot', 'mgmt/initiate/device/reboot']);
  expect(report()?.isComplete).toBe(false);
  answer(202);
  requests.onManaged(device);
  expect(report()).toMatchObject({ status: 0, isComplete: true });
});

test('nothing is sent to a device that is away, until it manages itself', () => {
  const { requests, topics } = open(reboot, false);
  expect(topics()).toEqual([]);
  requests.onManaged(device);
  expect(topics()).toEqual(['mgmt/initiate/device/reboot']);
});

test('an observation is given back when the request is cancelled, once there is one', () => {
  const early = open(download);
  early.requests.cancel(early.id);
  expect(early.topics()).toEqual(['device/update']);
  const late = open(download);
  late.answer(204);
  late.requests.cancel(late.id);
  expect(late.topics()).toEqual(['device/update', 'observe', 'cancel']);
  expect(late.report()).toMatchObject({ status: 3, isComplete: true });
  late.answer(200);
  expect(late.topics()).toHaveLength(3);
});

test('what a device notifies counts only once it has accepted', () => {
  const { requests, answer, report, topics } = open(update);
  requests.onFirmware(device, { updateStatus: 0 });
  expect(topics()).toEqual(['observe']);
  answer(200);
  answer(202);
  requests.onFirmware(device, { updateStatus: 1 });
  expect(report()?.message).toBe('The device is busy.');
  requests.onFirmware(device, { updateStatus: 0 });
  requests.onFirmware(device, { updateStatus: 0 });
  expect(topics()).toEqual(['observe', 'mgmt/initiate/firmware/update', 'cancel']);
  answer(200);
  expect(report()).toMatchObject({ status: 0, isComplete: true });
});

test('a device that is done before it has accepted is done, and one that refuses after all has failed', () => {
  const quick = open(download);
  quick.answer(204);
  quick.answer(200);
  const initiation = quick.lastId();
  quick.requests.onFirmware(device, { state: 1 });
  quick.requests.onFirmware(device, { state: 2 });
  expect(quick.report()).toMatchObject({ isComplete: false, message: 'Sent to the device.' });
  quick.requests.onResponse(device, { reqId: initiation, rc: 202 });
  expect(quick.topics()).toEqual(['device/update', 'observe', 'mgmt/initiate/firmware/download', 'cancel']);
  quick.answer(200);
  expect(quick.report()).toMatchObject({ status: 0, isComplete: true });

  const refusing = open(update);
  refusing.answer(200);
  refusing.requests.onFirmware(device, { updateStatus: 0 });
  refusing.answer(400);
  expect(refusing.report()).toMatchObject({ status: 2, message: 'The device answered 400.' });
});

test.each([
  [2, 'out of memory'],
  [4, 'verification failed'],
  [5, 'unsupported image'],
])('an update that ends with status %i has failed: %s', (updateStatus, reason) => {
  const { requests, answer, report } = open(update);
  answer(200);
  answer(202);
  requests.onFirmware(device, { updateStatus });
  expect(report()).toMatchObject({ status: 2, message: `The firmware action failed: ${reason}.` });
});

test('with the device goes what was under way on it', () => {
  const { requests, id } = open(reboot);
  requests.onRemoved(device);
  const request = requests.get(id);
  expect(request !== undefined && isComplete(request)).toBe(true);
  expect(requests.isBusy(device)).toBe(false);
});
