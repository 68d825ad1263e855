import { randomUUID } from 'node:crypto';
import type {
  CreatedToken,
  Creation,
  HandOverFile,
  RevealedToken,
  SavedToken,
  TokenDestination,
} from '../../shared/access/creation.ts';
import type { NewToken } from '../../shared/access/token.ts';
import { fail, failureOf, ok, type Result } from '../../shared/contract/result.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { seal } from '../sealed-file/sealed-file.ts';
import type { Vault } from '../vault/vault.ts';
import { newConnection, withToken, type SignIn } from './connection-change.ts';
import { creationRecordSchema, type CreationRecord } from './creation-record.ts';
import { explainCreation, fileNameOf, handOverText, whereItGoes } from './creation-words.ts';
import { lookUp, makeToken, type MakingDesk } from './making.ts';
import { readSignIn, saveSignIn } from './sign-in.ts';
import type { TokenDesk } from './token-desk.ts';
import type { Shelf, TokenRecords } from './token-records.ts';
import { platformKey, type TokenConnections } from './token-use.ts';

export interface CreationsNeeds {
  readonly desk: MakingDesk & Pick<TokenDesk, 'find' | 'rowOf'>;
  readonly connections: Pick<TokenConnections, 'view' | 'save'>;
  readonly records: TokenRecords;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
}

/** Time enough to take it, and little enough to leave no secret lying about. */
export const forgetAfterMs = 15 * 60_000;

const secretKey = (id: string): string => `creation/${id}/secret`;

/**
 * Tokens that were made here, until their secret has been taken. The secret is in the vault from the moment it comes, so
 * that it outlives a crash; it is gone from there when it was taken, forgotten, or a quarter of an hour has passed.
 */
export class Creations {
  readonly #needs: CreationsNeeds;
  readonly #shelf: Shelf<CreationRecord>;
  /** Where the vault would not take them. */
  readonly #held = new Map<string, SignIn>();
  readonly #asking = new Set<string>();
  readonly #forgetting = new Map<string, { readonly atMs: number; readonly callOff: () => void }>();

  constructor(needs: CreationsNeeds) {
    this.#needs = needs;
    this.#shelf = needs.records.shelf('creation', creationRecordSchema);
    for (const { id, state } of this.#shelf.all()) if (state === 'held') this.#forgetLater(id);
  }

  async create(connectionId: string, wish: NewToken): Promise<Result<CreatedToken>> {
    const found = await this.#needs.desk.find(connectionId);
    if (!found.ok) return found;
    const desk = found.value;
    const id = randomUUID();
    let record: CreationRecord = {
      ...{ id, connectionId, connectionName: desk.name, platform: desk.settings.kind, address: desk.settings.address },
      ...{ tokenName: wish.name, tokenId: null, state: 'asked', takenBy: [], beganAtMs: this.#needs.clock.now() },
    };
    this.#asking.add(id);
    try {
      const making = await makeToken(this.#needs.desk, desk, wish, () => {
        this.#shelf.put(id, record);
      });
      if (making.kind === 'not-made') {
        this.#shelf.drop(id);
        return { ok: false, error: making.error };
      }
      if (making.kind !== 'made') {
        if (making.kind === 'without-secret') {
          this.#shelf.put(id, { ...record, state: 'without-secret', tokenId: making.tokenId });
        }
        const { code, message, details } = making.error;
        return fail(code, message, { ...(typeof details === 'object' ? details : {}), creationId: id });
      }
      const { made, notes } = making;
      await this.#keep(id, { tokenId: made.token.id, secret: made.secret });
      record = { ...record, state: 'held', tokenId: made.token.id };
      this.#shelf.put(id, record);
      this.#forgetLater(id);
      const token = await this.#needs.desk.rowOf(desk, made.token);
      return ok({ creation: this.#tell(record), token, notes: [...notes] });
    } finally {
      this.#asking.delete(id);
    }
  }

  async list(): Promise<Creation[]> {
    const records = this.#shelf.all().filter(({ id }) => !this.#asking.has(id));
    const told: Creation[] = [];
    for (const record of records) {
      const found = await this.#asTheVaultHasIt(record);
      if (found !== undefined) told.push(this.#tell(found));
    }
    return told;
  }

  async reveal(id: string): Promise<Result<RevealedToken>> {
    return this.#take(id, 'reveal', 'token.reveal', ({ tokenId, record, secret }) =>
      Promise.resolve(ok({ tokenId, secret, explanation: whereItGoes(record) })),
    );
  }

  handOver(id: string, passphrase: string): Promise<Result<HandOverFile>> {
    return this.#take(id, 'file', 'token.hand-over', async ({ record, secret }) => {
      const content = await seal(handOverText(record, secret), passphrase);
      return content.ok ? ok({ fileName: fileNameOf(record), content: content.value }) : content;
    });
  }

  saveInto(id: string, destination: TokenDestination): Promise<Result<SavedToken>> {
    const { connections } = this.#needs;
    return this.#take(id, 'connection', 'token.save', async ({ record, tokenId, secret }) => {
      const from = destination.kind === 'existing' ? destination.connectionId : record.connectionId;
      const view = await connections.view(from);
      if (!view.ok) return view;
      const { settings } = view.value;
      const { platform: kind, address } = record;
      if (settings.platform === undefined || platformKey(settings.platform) !== platformKey({ kind, address })) {
        return fail('refused', `“${settings.name}” is a connection to another platform than the token’s.`);
      }
      const change =
        destination.kind === 'existing'
          ? { ...withToken(settings, { tokenId, secret }), notes: [] }
          : newConnection(settings, destination.name, { tokenId, secret });
      const target = destination.kind === 'existing' ? destination.connectionId : undefined;
      const saved = await connections.save(target, change.settings, change.secrets);
      if (!saved.ok) return saved;
      return ok({ connectionId: saved.value.id, connectionName: saved.value.settings.name, notes: change.notes });
    });
  }

  async forget(id: string): Promise<Result<null>> {
    if (this.#shelf.get(id) === undefined) return gone;
    if (this.#asking.has(id)) return fail('conflict', 'The token is being made at this moment.');
    await this.#wipe(id);
    this.#shelf.drop(id);
    return ok(null);
  }

  async lookUp(id: string): Promise<Result<Creation | null>> {
    const record = this.#shelf.get(id);
    if (record === undefined) return ok(null);
    if (this.#asking.has(id)) return fail('conflict', 'The token is being made at this moment.');
    const status = record.state === 'asked' ? await this.#needs.vault.status(secretKey(id)) : 'absent';
    if (status === 'locked' || status === 'undecryptable') {
      return fail(
        'vault-locked',
        'Its secret is in the vault, which cannot be read at present. Unlock it: nothing is lost.',
      );
    }
    const kept = await this.#asTheVaultHasIt(record);
    if (kept?.state === 'held') return ok(this.#tell(kept));
    const desk = await this.#needs.desk.find(record.connectionId);
    if (!desk.ok) return desk;
    const found = await lookUp(this.#needs.desk, desk.value, record.tokenName);
    if (!found.ok) return found;
    if (found.value === null) {
      await this.#wipe(id);
      this.#shelf.drop(id);
      return ok(null);
    }
    if (record.state !== 'asked') return ok(this.#tell(record));
    const settled: CreationRecord = { ...record, state: 'without-secret', tokenId: found.value };
    this.#shelf.put(id, settled);
    return ok(this.#tell(settled));
  }

  /** The token is deleted: nothing is left to take or to remind of. */
  async drop(connectionId: string, tokenId: string): Promise<void> {
    for (const record of this.#shelf.all()) {
      if (record.connectionId !== connectionId || record.tokenId !== tokenId) continue;
      await this.#wipe(record.id);
      this.#shelf.drop(record.id);
    }
  }

  /** A window has closed: what was taken is not needed here any more. What was not stays for the next window. */
  async forgetTaken(): Promise<void> {
    try {
      for (const { id, takenBy } of this.#shelf.all()) if (takenBy.length > 0) await this.forget(id);
    } catch (error) {
      this.#needs.log.error('creation-not-forgotten', { error: String(error) });
    }
  }

  close(): void {
    for (const { callOff } of this.#forgetting.values()) callOff();
    this.#held.clear();
  }

  async #take<T>(
    id: string,
    by: Creation['takenBy'][number],
    action: string,
    act: (taken: {
      readonly record: CreationRecord;
      readonly tokenId: string;
      readonly secret: string;
    }) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const record = this.#shelf.get(id);
    if (record === undefined) return gone;
    const { tokenId, connectionId, connectionName: name } = record;
    if (record.state !== 'held' || tokenId === null) return fail('refused', this.#tell(record).explanation);
    return this.#needs.desk.record({ connectionId, name }, action, record.tokenName, '', async () => {
      const secret = await this.#read(id);
      if (!secret.ok) return secret;
      const answer = await act({ record, tokenId, secret: secret.value });
      if (answer.ok) this.#shelf.put(id, { ...record, takenBy: [...new Set([...record.takenBy, by])] });
      return answer;
    });
  }

  /** The console may have ended before the secret came, or between the vault and the record of it. */
  async #asTheVaultHasIt(record: CreationRecord): Promise<CreationRecord | undefined> {
    const { id, state, takenBy } = record;
    if (this.#held.has(id) || state === 'without-secret') return record;
    const status = await this.#needs.vault.status(secretKey(id));
    if (state === 'held' && status === 'absent') {
      if (takenBy.length === 0) return this.#put({ ...record, state: 'without-secret' });
      this.#shelf.drop(id);
      return undefined;
    }
    if (state !== 'asked' || status !== 'ok') return record;
    const kept = await readSignIn(this.#needs.vault, secretKey(id));
    if (!kept.ok || kept.value === undefined) return record;
    this.#forgetLater(id);
    return this.#put({ ...record, state: 'held', tokenId: kept.value.tokenId });
  }

  #put(record: CreationRecord): CreationRecord {
    this.#shelf.put(record.id, record);
    return record;
  }

  async #keep(id: string, secret: SignIn): Promise<void> {
    try {
      if ((await saveSignIn(this.#needs.vault, secretKey(id), secret)).ok) return;
    } catch (error) {
      this.#needs.log.warn('creation-not-in-vault', { id, error: error instanceof Error ? error.name : 'unknown' });
    }
    this.#held.set(id, secret);
  }

  async #read(id: string): Promise<Result<string>> {
    const held = this.#held.get(id);
    if (held !== undefined) return ok(held.secret);
    const kept = await readSignIn(this.#needs.vault, secretKey(id));
    if (!kept.ok) return kept;
    return kept.value === undefined
      ? fail('not-found', 'The secret of this token is not here any more. Delete the token, and make another.')
      : ok(kept.value.secret);
  }

  #forgetLater(id: string): void {
    const { clock } = this.#needs;
    this.#forgetting.get(id)?.callOff();
    const callOff = clock.after(forgetAfterMs, () => {
      this.#forgetNow(id).catch((error: unknown) => {
        this.#needs.log.error('creation-not-forgotten', { id, error: String(error) });
      });
    });
    this.#forgetting.set(id, { atMs: clock.now() + forgetAfterMs, callOff });
  }

  async #forgetNow(id: string): Promise<void> {
    await this.#wipe(id);
    const record = this.#shelf.get(id);
    if (record === undefined) return;
    if (record.takenBy.length > 0) this.#shelf.drop(id);
    else this.#shelf.put(id, { ...record, state: 'without-secret' });
  }

  async #wipe(id: string): Promise<void> {
    this.#forgetting.get(id)?.callOff();
    this.#forgetting.delete(id);
    this.#held.delete(id);
    try {
      await this.#needs.vault.remove(secretKey(id));
    } catch (error) {
      this.#needs.log.warn('creation-not-wiped', { id, error: error instanceof Error ? error.name : 'unknown' });
    }
  }

  #tell(record: CreationRecord): Creation {
    const { id, connectionId, connectionName, tokenId, tokenName, takenBy, beganAtMs } = record;
    const state = record.state === 'asked' ? 'unknown' : record.state;
    const forgetAtMs = state === 'held' ? (this.#forgetting.get(id)?.atMs ?? null) : null;
    return {
      ...{ id, connectionId, connectionName, tokenId, tokenName, state, takenBy, beganAtMs, forgetAtMs },
      explanation: explainCreation(state, tokenName, takenBy.length > 0),
    };
  }
}

const gone = { ok: false, error: failureOf('not-found', 'The console has nothing of this token any more.') } as const;
