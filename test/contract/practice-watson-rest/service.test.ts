import { expect, test } from 'vitest';
import { isOpen, startPlatform } from '../practice/platform.ts';
import { basic, errorSchema, openApi } from './api.ts';

test('ten calls a second for the organisation, all keys together; the eleventh is refused, and later ones are not', async () => {
  const api = await openApi();
  const { restUrl, keys } = api.platform.info.watson;
  const ask = async (role: 'standard' | 'visualization') => {
    const { apiKey, apiToken } = keys[role];
    const response = await fetch(`${restUrl}/`, { headers: basic(apiKey, apiToken) });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  for (let call = 0; call < 5; call += 1) {
    expect((await ask('standard')).status).toBe(200);
    expect((await ask('visualization')).status).toBe(200);
  }
  const { status, body } = await ask('standard');
  expect(status).toBe(429);
  expect(errorSchema.parse(body).message).toContain('10 calls a second');
  api.clock.advance(100);
  expect((await ask('visualization')).status).toBe(200);
  expect((await ask('visualization')).status).toBe(429);
});

test('a path that nobody knows, and a body that cannot be read, are refused in the platform’s own body', async () => {
  const api = await openApi();
  expect((await api.expect(404, 'GET /nowhere', errorSchema)).message).toContain('does not exist');
  const options = { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  await api.expect(415, 'POST /device/types', errorSchema, options);
});

test('the address and the keys are kept by a successor, and the address is freed with the platform', async () => {
  const first = await startPlatform();
  const { restUrl, keys } = first.info.watson;
  expect(restUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v0002$/);
  await first.close();
  expect(await isOpen(restUrl)).toBe(false);
  const second = await startPlatform(first.restart);
  expect(second.info.watson).toEqual(first.info.watson);
  const { apiKey, apiToken } = keys.operations;
  const response = await fetch(`${restUrl}/authorization/apikeys`, { headers: basic(apiKey, apiToken) });
  expect(response.status).toBe(200);
});

test('a port that is taken is named', async () => {
  const { restart } = await startPlatform();
  await expect(startPlatform({ watsonRestPort: restart.watsonRestPort })).rejects.toThrow(
    `The practice platform cannot listen on port ${restart.watsonRestPort}: another program uses it already.`,
  );
});
