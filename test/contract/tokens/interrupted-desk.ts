import path from 'node:path';
import { systemClock } from '../../../core/clock.ts';
import type { EngineNeeds } from '../../../core/engine.ts';
import { openSettingsFile } from '../../../core/data-folder/settings-file.ts';
import { silentLog } from '../../../core/log.ts';
import { createPlatform } from '../../../core/platforms/create-platform.ts';
import { accessMemoryKey } from '../../../core/platforms/refusal/access-memory.ts';
import type { RestClient } from '../../../core/platforms/rest/rest-client.ts';
import type { SettingsStore } from '../../../core/settings/settings-store.ts';
import { createKeyringInFolder } from '../../../core/vault/testing/keyring-double.ts';
import { openTestVault } from '../../../core/vault/testing/vault-fixture.ts';
import type { Vault } from '../../../core/vault/vault.ts';

/** Called before and after each change that leaves the engine: the places where a console can die. */
export type Step = () => void;

export interface Places {
  readonly dataDir: string;
  /** The computer's, so not in the data folder. */
  readonly keyringFolder: string;
}

/** What an engine on these places needs, as the browser host brings it: vault and settings on disk. */
export const openPlaces = async (
  { dataDir, keyringFolder }: Places,
  step: Step = () => undefined,
  onSecret: (secret: string) => Promise<void> = () => Promise.resolve(),
): Promise<Pick<EngineNeeds, 'dataDir' | 'vault' | 'settings' | 'createPlatform'>> => {
  const vault = await openTestVault({
    folder: path.join(dataDir, 'vault'),
    openKeyring: createKeyringInFolder(keyringFolder),
  });
  if (vault.info().backend !== 'os-keyring') await vault.management.migrateTo('os-keyring');
  return {
    dataDir,
    vault: steppedVault(vault, step),
    settings: steppedSettings(openSettingsFile(dataDir, silentLog, systemClock.now()), step),
    createPlatform: (needs) => {
      const made = createPlatform(needs);
      if (!made.ok) return made;
      return { ok: true, value: { ...made.value, client: steppedClient(made.value.client, step, onSecret) } };
    },
  };
};

const steppedVault = (vault: Vault, step: Step): Vault => {
  const around = async <T>(change: () => Promise<T>): Promise<T> => {
    step();
    const result = await change();
    step();
    return result;
  };
  return {
    info: () => vault.info(),
    read: (key) => vault.read(key),
    status: (key) => vault.status(key),
    entries: () => vault.entries(),
    onEvent: (listener) => vault.onEvent(listener),
    save: (key, secret) => around(() => vault.save(key, secret)),
    remove: (key) => around(() => vault.remove(key)),
  };
};

const steppedSettings = (settings: SettingsStore, step: Step): SettingsStore => ({
  get: (key) => settings.get(key),
  set: (key, value) => {
    // Written with each row of the audit log, whose own tests kill it there; and in passing, whenever a token is let in.
    if (key === 'auditAnchor' || key === accessMemoryKey) {
      settings.set(key, value);
      return;
    }
    step();
    settings.set(key, value);
    step();
  },
  setAll: (values) => {
    settings.setAll(values);
  },
});

const steppedClient = (client: RestClient, step: Step, onSecret: (secret: string) => Promise<void>): RestClient => ({
  call: async (request) => {
    if (request.method === 'GET') return client.call(request);
    step();
    const answer = await client.call(request);
    const body = answer.ok ? (answer.value.body as { token?: unknown } | undefined) : undefined;
    if (typeof body?.token === 'string') await onSecret(body.token);
    step();
    return answer;
  },
  follow: (link, request) => client.follow(link, request),
  get pressure() {
    return client.pressure;
  },
  close: () => {
    client.close();
  },
});
