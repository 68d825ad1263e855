import type { PlatformKind } from '../../../../shared/platform/kinds.ts';
import { centralSettings, faultDoor, makeBeside, ordinary, watsonSettings } from '../../tokens/desk-fixture.ts';
import { readTokens, tokensIn } from '../../../support/read-tokens.ts';
import { isReady, kinds, newSecret, untilStatus, type DaysMaterial } from './material.ts';

/** What admins do with tokens: made, shown, kept, handed over, replaced, revoked. */
export const administer = async (day: DaysMaterial, ids: Readonly<Record<PlatformKind, string>>): Promise<void> => {
  const { window, practice, search } = day;
  const work = async (kind: PlatformKind): Promise<void> => {
    const connectionId = ids[kind];
    const create = (name: string) =>
      window.call('tokens.create', {
        connectionId,
        token: { name, roles: [{ roleId: ordinary[kind], organization: null }], expiresAtMs: null },
      });
    const { creation } = await create(`night-${kind}`);
    const creationId = creation.id;
    const { secret } = await window.call('tokens.reveal', { creationId });
    search.know(`created token of ${kind}`, secret);
    const passphrase = newSecret(search, `the passphrase of the file that was handed over, ${kind}`);
    await window.call('tokens.handOver', { creationId, passphrase });
    const destination = { kind: 'new', name: `Night ${kind}` } as const;
    const saved = await window.call('tokens.saveInto', { creationId, destination });
    await untilStatus(day, saved.connectionId, isReady);
    await window.call('tokens.creations', {});
    await readTokens(window.client, connectionId);
    // Held, neither shown nor kept; and cut off in its making.
    await create(`held-${kind}`);
    const path = kind === 'watson' ? '/authorization/apikeys' : '/apiTokens/half';
    await faultDoor(practice, kind, { kind: 'cut', path, times: 1, after: kind === 'watson' ? 1 : 0 });
    await window
      .refused('tokens.create', {
        connectionId,
        token: { name: `half-${kind}`, roles: [{ roleId: ordinary[kind], organization: null }], expiresAtMs: null },
      })
      .catch(() => undefined);
    await faultDoor(practice, kind, null);

    const old = await makeBeside(practice, kind, `old-${kind}`, ordinary[kind]);
    search.know(`the old token of ${kind}`, old.secret);
    const user = await window.call('connections.save', {
      settings: kind === 'watson' ? watsonSettings(practice, old.id, 'Old') : centralSettings(practice, 'Old'),
      secrets: kind === 'watson' ? { password: old.secret } : { platformToken: old.secret },
    });
    await untilStatus(day, user.id, isReady);
    const rotation = await window.call('rotations.start', {
      ...{ connectionId, tokenId: old.id, name: `successor-${kind}` },
      ...{ expiresAtMs: null, overlapMs: 60_000 },
    });
    const rotationId = rotation.id;
    // A step may have to be tried again: the platform's limit is shared with all that goes on at the same time.
    let { step } = rotation;
    for (let attempt = 0; step !== 'revoke' && attempt < 20; attempt += 1) {
      ({ step } = await window.call('rotations.go', {
        rotationId,
        ...(step === 'overlap' ? { endsOverlap: true } : {}),
      }));
    }
    await untilStatus(day, user.id, isReady);
    const lost = await window.call('tokens.consequences', { connectionId, tokenId: old.id });
    await window.call('rotations.go', { rotationId, acknowledged: lost.map(({ code }) => code) });
    await window.call('tokens.notices', {});

    // The token that a connection lives on is revoked under it.
    const night = tokensIn(await readTokens(window.client, connectionId));
    const tokenId = night.tokens.find(({ name }) => name === `night-${kind}`)?.id ?? '';
    const consequences = await window.call('tokens.consequences', { connectionId, tokenId });
    const codes = consequences.map(({ code }) => code);
    await window.call('tokens.remove', { connectionId, tokenId, acknowledged: codes });
    await window.client.call('platforms.refresh', { connectionId: saved.connectionId });
    await window.client.call('platforms.types', { connectionId: saved.connectionId });
    await untilStatus(day, saved.connectionId, ({ platform }) => platform?.state !== 'ready');
  };
  await Promise.all(kinds.map(work));
};
