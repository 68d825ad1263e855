import { describe, expect, test } from 'vitest';
import { errorCode, openApi, previewVersion, stableVersion, type Api, type RoleName } from './api.ts';
import { servedRoutes } from './routes.ts';

const reads = (operation: string): boolean => operation.startsWith('GET ');
const administration = /^\w+ \/(apiTokens|roles|users|dataExport)/;
const organizationsOrTemplates = /^\w+ \/(organizations|deviceTemplates)/;

/** "Manage users and roles": a builder does all but administer and export; an operator does not change templates either. */
const mayDo: Readonly<Record<RoleName, (operation: string) => boolean>> = {
  administrator: () => true,
  builder: (operation) =>
    !administration.test(operation) && (!operation.includes(' /organizations') || reads(operation)),
  operator: (operation) =>
    !administration.test(operation) && (!organizationsOrTemplates.test(operation) || reads(operation)),
};

const operations = servedRoutes.map(({ method, path, isPreview }) => ({
  name: `${method} ${path}`,
  request: `${method} ${path.replaceAll(/\{\w+\}/g, 'nothing')}`,
  version: isPreview === true ? previewVersion : stableVersion,
}));

/** With a body that fits nothing, nothing is done; what counts is who is turned away before it is looked at. */
const isForbidden = async (
  api: Api,
  as: RoleName,
  { request, version }: (typeof operations)[number],
): Promise<boolean> => {
  const body = request.startsWith('GET') || request.startsWith('DELETE') ? {} : { body: {} };
  const reply = await api.call(request, { as, version, ...body });
  if (reply.status === 403) expect(errorCode(reply)).toBe('Forbidden');
  expect(reply.status).not.toBe(401);
  return reply.status === 403;
};

describe.each(['administrator', 'builder', 'operator'] as const)('with the %s’s token', (role) => {
  test('every operation is open or forbidden as the role says', async () => {
    const api = await openApi({ vehicles: 0 });
    for (const operation of operations) {
      expect(await isForbidden(api, role, operation), operation.name).toBe(!mayDo[role](operation.name));
    }
  });
});
