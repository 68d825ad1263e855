import type { RotatedConnection } from '../../shared/access/rotation.ts';
import type { ConnectionSettings } from '../../shared/connection/settings.ts';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { readToken } from '../../shared/platform/token.ts';
import type { Vault } from '../vault/vault.ts';
import { withToken, type SignIn } from './connection-change.ts';
import { formerKey, type RotationRecord } from './rotation-record.ts';
import { readSignIn, saveSignIn } from './sign-in.ts';
import type { TokenConnections } from './token-use.ts';

type Entry = RotationRecord['connections'][number];
type SwitchedConnections = Pick<TokenConnections, 'view' | 'save' | 'platformSecretFor' | 'secretsFor'>;

interface SwitchNeeds {
  readonly connections: SwitchedConnections;
  readonly vault: Vault;
}

/** Puts one connection on the successor. Doing it again is the same as doing it once. */
export const switchConnection = async (
  { connections, vault }: SwitchNeeds,
  rotationId: string,
  entry: Entry,
  successor: SignIn,
  oldId: string,
): Promise<Result<Entry>> => {
  const { connectionId } = entry;
  const view = await connections.view(connectionId);
  if (!view.ok) return ok({ ...entry, obstacle: 'It was removed from the console meanwhile.' });
  if (view.value.isManaged) return ok({ ...entry, obstacle: managedObstacle });
  const { settings } = view.value;
  const current = await readCurrent(connections, connectionId, settings);
  if (!current.ok) return current;
  if (current.value !== undefined && !isOneOf(current.value, oldId, successor.tokenId)) {
    return ok({ ...entry, obstacle: 'It signs in with another token by now, and is left alone.' });
  }
  if (current.value?.secret === successor.secret && current.value.tokenId === successor.tokenId) {
    return ok({ ...entry, isSwitched: true });
  }
  // A crash between its secret and its settings leaves a connection of both: what it had before is kept already then.
  const key = formerKey(rotationId, connectionId);
  const kept = await readSignIn(vault, key);
  if (!kept.ok) return kept;
  if (kept.value === undefined && current.value !== undefined) {
    const saved = await saveSignIn(vault, key, current.value);
    if (!saved.ok) return saved;
  }
  const change = withToken(settings, successor);
  const saved = await connections.save(connectionId, change.settings, change.secrets);
  return saved.ok ? ok({ ...entry, isSwitched: true, obstacle: null }) : saved;
};

/** Puts one connection back on what it had. */
export const switchBack = async (
  { connections, vault }: SwitchNeeds,
  rotationId: string,
  { connectionId }: Entry,
  { oldId, newId }: { readonly oldId: string; readonly newId: string | null },
): Promise<Result<null>> => {
  const former = await readSignIn(vault, formerKey(rotationId, connectionId));
  if (!former.ok) return former;
  if (former.value === undefined) return ok(null);
  const view = await connections.view(connectionId);
  if (!view.ok) return ok(null);
  const current = await readCurrent(connections, connectionId, view.value.settings);
  if (!current.ok) return current;
  if (current.value !== undefined && !isOneOf(current.value, oldId, newId ?? oldId)) return ok(null);
  const change = withToken(view.value.settings, former.value);
  const saved = await connections.save(connectionId, change.settings, change.secrets);
  return saved.ok ? ok(null) : saved;
};

const isOneOf = ({ tokenId }: SignIn, ...ids: readonly string[]): boolean => ids.includes(tokenId.trim());

const readCurrent = async (
  connections: SwitchedConnections,
  connectionId: string,
  settings: ConnectionSettings,
): Promise<Result<SignIn | undefined>> => {
  if (settings.platform?.kind === 'iot-central') {
    const secret = await connections.platformSecretFor(connectionId, settings, {});
    if (secret.ok) return ok({ tokenId: readToken(secret.value).name ?? '', secret: secret.value });
    return secret.error.code === 'vault-locked' ? secret : ok(undefined);
  }
  const secrets = await connections.secretsFor(connectionId, settings, {});
  if (!secrets.isReadable) {
    const { code, message } = secrets.problem;
    return code === 'secret-locked' ? fail('vault-locked', message) : ok(undefined);
  }
  const { password } = secrets.secrets;
  return ok(password === undefined ? undefined : { tokenId: settings.username ?? '', secret: password });
};

export const managedObstacle =
  'It came with the console and cannot be changed here. It stops when the old token is revoked.';

/** How a connection fares with the new token at this moment. */
export const tellConnection = (entry: Entry, status: ConnectionStatus | undefined): RotatedConnection => {
  const { connectionId, name } = entry;
  const tell = (state: RotatedConnection['state'], explanation = ''): RotatedConnection => ({
    ...{ connectionId, name: status?.name ?? name, state, explanation },
  });
  if (status === undefined) return tell('gone', 'It was removed from the console.');
  if (entry.obstacle !== null) return tell('cannot', entry.obstacle);
  if (!entry.isSwitched) return tell('waiting');
  if (!status.isEnabled)
    return tell('off', 'It is switched off. It signs in with the new token when it is switched on.');
  const { platform } = status;
  if (platform !== null && platform.state !== 'ready' && platform.state !== 'limited') {
    return platform.state === 'checking' || platform.state === 'off'
      ? tell('switched', 'It is signing in.')
      : tell('not-live', platform.problem?.message ?? 'The platform does not answer.');
  }
  // The broker beside IoT Central has a password of its own.
  if (platform?.kind === 'iot-central' || status.state === 'live' || status.state === 'stale') return tell('live');
  return status.state === 'offline'
    ? tell('not-live', status.problem?.message ?? 'It is not connected.')
    : tell('switched', 'It is signing in.');
};
