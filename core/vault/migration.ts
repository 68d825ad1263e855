import { backendTitles, countOf } from './explanations.ts';
import type { ActiveKey, DataKeys } from './keys/data-keys.ts';
import type { MovingSecrets, StraySecret } from './moving-secrets.ts';
import type { VaultEvents } from './vault-events.ts';
import type { MigrationOptions, MigrationReport } from './vault-management.ts';

export interface MigrationNeeds {
  readonly moving: MovingSecrets;
  readonly keys: DataKeys;
  readonly events: VaultEvents;
}

/**
 * Brings every secret that can be read to `target`, whose key is safe already: written, read back, and only then removed
 * from where it was. New secrets go to `target` from the start, so whatever interrupts this, what is left of it is every
 * secret that is still elsewhere, and running it again goes on.
 */
export const moveSecrets = async (
  { moving, keys, events }: MigrationNeeds,
  target: ActiveKey,
  strays: readonly StraySecret[],
  onProgress: MigrationOptions['onProgress'],
): Promise<MigrationReport> => {
  const readable = strays.filter(({ condition }) => condition === 'open').map(({ key }) => key);
  const leftBehind = strays.filter(({ condition }) => condition !== 'open').map(({ key }) => key);
  const isMemory = target.backend === 'memory';
  // Before the choice, because a process that starts with memory as its choice has no key to open the files with.
  if (isMemory) await moving.copyToMemory(readable);
  const former = keys.active;
  if (!isSameKey(target, former)) {
    await keys.choose(target);
    events.tell({ kind: 'backend-changed', backend: target.backend, detail: `from ${backendTitles[former.backend]}` });
  }
  // The user unlocked it in this run: a process that starts again in the middle must not ask for it.
  await moving.handOver();
  let movedCount = 0;
  onProgress?.({ doneCount: 0, totalCount: strays.length });
  for (const key of readable) {
    const isMoved = isMemory ? await moving.removeCopied(key) : await moving.moveToActive(key);
    if (isMoved) movedCount += 1;
    else leftBehind.push(key);
    onProgress?.({ doneCount: movedCount, totalCount: strays.length });
  }
  await moving.removeUnusedKeys();
  await moving.handOver();
  const rest = leftBehind.length === 0 ? '' : `, ${countOf(leftBehind.length)} left where it was`;
  const detail = `${countOf(movedCount)} moved to ${backendTitles[target.backend]}${rest}`;
  events.tell({ kind: 'migrated', backend: target.backend, detail });
  return { movedCount, leftBehind };
};

export const isSameKey = (a: ActiveKey, b: ActiveKey): boolean => a.backend === b.backend && a.keyId === b.keyId;
