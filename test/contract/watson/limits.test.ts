import { expect, test } from 'vitest';
import { ok } from '../../../shared/contract/result.ts';
import { createManualTimers } from '../../support/manual-timers.ts';
import { background, click, deviceOf, startPractice, valueOf } from './adapter.ts';

test('ten calls a second are kept, whoever asks for how much: the platform refuses none', async () => {
  const clock = createManualTimers();
  const practice = await startPractice({ vehicles: 30 }, clock);
  const { apiToken } = practice.platform.info.watson.keys.standard;
  const isCall = ({ event }: { readonly event: string }) => event === 'rest-call';
  let sent = 0;
  const token = () => {
    sent += 1;
    return Promise.resolve(ok(apiToken));
  };
  const adapter = practice.adapter({ needs: { token } });
  const van = deviceOf('van', 'VAN-002');
  const startedAtMs = clock.now();
  let isOver = false;
  const answers = Promise.all([
    ...Array.from({ length: 40 }, () => adapter.registry.get(van, click)),
    ...Array.from({ length: 20 }, () => adapter.latest(van, background)),
    adapter.listTypes(background),
  ]).finally(() => (isOver = true));
  while (!isOver as boolean) {
    await new Promise((resolve) => setImmediate(resolve));
    // Time stands still while a request is on its way: the limit is shown, and not how fast this machine is.
    if (practice.log.filter(isCall).length === sent) clock.advance(25);
  }
  for (const answer of await answers) valueOf<unknown>(answer);
  const calls = practice.log.filter(isCall);
  expect(calls.length).toBeGreaterThan(80);
  expect(calls.filter(({ fields }) => fields.status === 429)).toEqual([]);
  expect((calls.length / (clock.now() - startedAtMs)) * 1000).toBeGreaterThan(7);
});
