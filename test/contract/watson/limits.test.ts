import { expect, test } from 'vitest';
import { background, click, deviceOf, startPractice, valueOf } from './adapter.ts';

test('ten calls a second are kept, whoever asks for how much: the platform refuses none', async () => {
  const practice = await startPractice({ vehicles: 30 });
  const adapter = practice.adapter();
  const van = deviceOf('van', 'VAN-002');
  const answers = await Promise.all([
    ...Array.from({ length: 40 }, () => adapter.registry.get(van, click)),
    ...Array.from({ length: 20 }, () => adapter.latest(van, background)),
    adapter.listTypes(background),
  ]);
  for (const answer of answers) valueOf<unknown>(answer);
  const calls = practice.log.filter(({ event }) => event === 'rest-call');
  expect(calls.length).toBeGreaterThan(80);
  expect(calls.filter(({ fields }) => fields.status === 429)).toEqual([]);
});
