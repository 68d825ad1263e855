import { randomUUID } from 'node:crypto';
import type { NewRotation, Rotation } from '../../shared/access/rotation.ts';
import type { ConsequenceCode } from '../../shared/access/token.ts';
import { fail, ok, type Failure, type Result } from '../../shared/contract/result.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createPlatform, type CreatePlatform } from '../platforms/create-platform.ts';
import { dateInWords } from '../platforms/iot-central/words.ts';
import { VaultError } from '../vault/vault-error.ts';
import type { Vault } from '../vault/vault.ts';
import { withToken } from './connection-change.ts';
import { faultOf, lookUp, makeToken } from './making.ts';
import { switchBack, switchConnection, tellConnection } from './rotation-connections.ts';
import { readSignIn, saveSignIn } from './sign-in.ts';
import {
  formerKey,
  rotationRecordSchema,
  rotationWords,
  successorKey,
  type RotationRecord,
} from './rotation-record.ts';
import type { Desk } from './desk.ts';
import type { TokenDesk } from './token-desk.ts';
import type { Shelf, TokenRecords } from './token-records.ts';
import { findTokenUse, type TokenConnections } from './token-use.ts';

export interface RotationsNeeds {
  readonly desk: TokenDesk;
  readonly connections: TokenConnections;
  readonly records: TokenRecords;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  readonly createPlatform?: CreatePlatform | undefined;
  /** In [0, 1). */
  readonly random?: (() => number) | undefined;
}

export interface GoOptions {
  /** Leaves the rest of the overlap out. */
  readonly endsOverlap?: boolean | undefined;
  readonly acknowledged?: readonly ConsequenceCode[] | undefined;
}

/** What a step came to: the record as it is then. */
type Step = Promise<Result<RotationRecord>>;

/**
 * Replaces a token by a new one: make, test, switch, watch, revoke. Every step can be done again, so that one that was
 * cut off is simply gone on with; what a step needs is on disk, or in the vault, before it is counted as done.
 */
export class Rotations {
  readonly #needs: RotationsNeeds;
  readonly #shelf: Shelf<RotationRecord>;
  readonly #busy = new Set<string>();

  constructor(needs: RotationsNeeds) {
    this.#needs = needs;
    this.#shelf = needs.records.shelf('rotation', rotationRecordSchema);
  }

  list(): Rotation[] {
    return this.#shelf.all().map((record) => this.#tell(record));
  }

  async start(wanted: NewRotation): Promise<Result<Rotation>> {
    const { desk: tokens, clock } = this.#needs;
    const { connectionId, tokenId, name, expiresAtMs, overlapMs } = wanted;
    const found = await tokens.find(connectionId);
    if (!found.ok) return found;
    const desk = found.value;
    const underWay = this.#shelf.all().find(({ old, step }) => old.id === tokenId && !isEnded(step));
    if (underWay !== undefined) return fail('conflict', 'This token is being rotated already. Go on with that.');
    const row = await tokens.get(desk, tokenId, { lane: 'click' });
    if (!row.ok) return row;
    const { roles } = row.value;
    if (roles === null || roles.length === 0) {
      return fail(
        'refused',
        'Which roles this token has is not known, so no successor with the same can be made. Make a new token, and save it into the connections.',
      );
    }
    const features = await tokens.ask(desk, 'create-token', (book) => Promise.resolve(ok(book)));
    if (!features.ok) return features;
    const fault = faultOf({ name, roles, expiresAtMs }, features.value, desk.settings.kind);
    if (fault !== undefined) return { ok: false, error: fault };
    const taken = await lookUp(tokens, desk, name);
    if (!taken.ok) return taken;
    if (taken.value !== null) return fail('conflict', `There is a token “${name}” already. Choose another name.`);
    const id = randomUUID();
    const record: RotationRecord = {
      ...{ id, connectionId, connectionName: desk.name, platform: desk.settings.kind },
      old: { id: tokenId, name: row.value.name },
      successor: { id: null, name },
      ...{ roles, expiresAtMs, step: 'create', hasAsked: false },
      ...{ beganAtMs: clock.now(), overlapMs, overlapEndsAtMs: null },
      connections: await this.#targets(desk, tokenId),
      ...{ problem: null, notes: [] },
    };
    this.#shelf.put(id, record);
    return this.go(id, {});
  }

  /** Takes the next step. One that fails leaves the rotation where it was, with the reason. */
  go(id: string, options: GoOptions): Promise<Result<Rotation>> {
    return this.#exclusively(id, (record) => {
      switch (record.step) {
        case 'create':
          return this.#withDesk(record, (desk) => this.#create(record, desk));
        case 'test':
          return this.#withDesk(record, (desk) => this.#test(record, desk));
        case 'switch':
          return this.#withDesk(record, (desk) => this.#switch(record, desk));
        case 'overlap':
          return Promise.resolve(this.#endOverlap(record, options.endsOverlap === true));
        case 'revoke':
          return this.#withDesk(record, (desk) => this.#revoke(record, desk, options.acknowledged ?? []));
        case 'done':
        case 'abandoned':
          return Promise.resolve(ok(record));
      }
    });
  }

  /** Back to the old token, as far as that goes; what could not be undone is said. */
  abandon(id: string): Promise<Result<Rotation>> {
    return this.#exclusively(id, async (record) => {
      if (isEnded(record.step)) return fail('refused', 'This rotation has ended.');
      if (record.step === 'revoke') {
        const isThere = await this.#isOldThere(record);
        if (!isThere.ok) return isThere;
        // Nothing leads back from here: the connections stay on the successor.
        if (!isThere.value) return this.#finish(record);
      }
      for (const entry of record.connections) {
        const back = await switchBack(this.#needs, id, entry);
        if (!back.ok) return back;
      }
      const notes = await this.#deleteSuccessor(record);
      await this.#wipe(record);
      return ok({ ...record, step: 'abandoned', problem: null, notes });
    });
  }

  dismiss(id: string): Result<null> {
    const record = this.#shelf.get(id);
    if (record !== undefined && !isEnded(record.step)) {
      return fail('refused', 'This rotation is under way. Go on with it, or abandon it.');
    }
    this.#shelf.drop(id);
    return ok(null);
  }

  async #create(record: RotationRecord, desk: Desk): Step {
    const { desk: tokens, vault } = this.#needs;
    const { id, successor, roles, expiresAtMs } = record;
    const key = successorKey(id);
    const kept = await readSignIn(vault, key);
    if (!kept.ok) return kept;
    if (kept.value !== undefined) {
      return ok({ ...record, step: 'test', successor: { ...successor, id: kept.value.tokenId } });
    }
    // A vault that would not take the secret is better found out before there is one.
    if ((await vault.save(key, '{}')) === 'locked') {
      return fail('vault-locked', 'The vault is locked, so a new token could not be kept. Unlock it, and go on.');
    }
    if (record.hasAsked) {
      const cleared = await this.#clear(record, desk);
      if (!cleared.ok) return cleared;
    }
    const making = await makeToken(tokens, desk, { name: successor.name, roles, expiresAtMs }, () => {
      this.#shelf.put(id, { ...record, hasAsked: true });
    });
    if (making.kind !== 'made') return { ok: false, error: making.error };
    const { token, secret } = making.made;
    const saved = await saveSignIn(vault, key, { tokenId: token.id, secret });
    if (!saved.ok) return saved;
    return ok({
      ...record,
      hasAsked: true,
      step: 'test',
      successor: { ...successor, id: token.id },
      notes: [...making.notes],
    });
  }

  /** One of the successor's name was made by an attempt whose answer did not come: nobody has its secret. */
  async #clear({ successor }: RotationRecord, desk: Desk): Promise<Result<null>> {
    const { desk: tokens } = this.#needs;
    const orphan = await lookUp(tokens, desk, successor.name);
    if (!orphan.ok) return orphan;
    if (orphan.value === null) return ok(null);
    const removed = await tokens.discard(
      desk,
      orphan.value,
      'Nobody has its secret: the answer that told it did not arrive.',
    );
    return removed.ok || removed.error.code === 'not-found' ? ok(null) : removed;
  }

  async #test(record: RotationRecord, desk: Desk): Step {
    const { connections, vault, clock, log, random = Math.random } = this.#needs;
    const successor = await readSignIn(vault, successorKey(record.id));
    if (!successor.ok) return successor;
    if (successor.value === undefined) return ok({ ...record, step: 'create', hasAsked: true });
    const view = await connections.view(desk.connectionId);
    if (!view.ok) return view;
    const { settings } = withToken(view.value.settings, successor.value);
    const { secret } = successor.value;
    const token = (): Promise<Result<string>> => Promise.resolve(ok(secret));
    const platform = (this.#needs.createPlatform ?? createPlatform)({ settings, token, clock, log, random });
    if (!platform.ok) return platform;
    try {
      const identity = await this.#needs.desk.record(desk, 'token.test', record.successor.name, '', () =>
        platform.value.identify({ lane: 'click' }),
      );
      return identity.ok ? ok({ ...record, step: 'switch' }) : identity;
    } finally {
      platform.value.close();
    }
  }

  async #switch(given: RotationRecord, desk: Desk): Step {
    const successor = await readSignIn(this.#needs.vault, successorKey(given.id));
    if (!successor.ok) return successor;
    const signIn = successor.value;
    if (signIn === undefined) return ok({ ...given, step: 'create', hasAsked: true });
    const known = new Set(given.connections.map(({ connectionId }) => connectionId));
    const more = (await this.#targets(desk, given.old.id)).filter(({ connectionId }) => !known.has(connectionId));
    let record: RotationRecord = { ...given, connections: [...given.connections, ...more] };
    for (const entry of record.connections) {
      const target = { connectionId: desk.connectionId, name: desk.name };
      const switched = await this.#needs.desk.record(target, 'token.switch', entry.name, `To ${signIn.tokenId}.`, () =>
        switchConnection(this.#needs, record.id, entry, signIn),
      );
      if (!switched.ok) return switched;
      const connections = record.connections.map((one) => (one === entry ? switched.value : one));
      record = { ...record, connections };
      this.#shelf.put(record.id, record);
    }
    const overlapEndsAtMs = this.#needs.clock.now() + record.overlapMs;
    return ok({ ...record, step: 'overlap', overlapEndsAtMs });
  }

  #endOverlap(record: RotationRecord, isEnded: boolean): Result<RotationRecord> {
    const endsAtMs = record.overlapEndsAtMs ?? 0;
    if (!isEnded && this.#needs.clock.now() < endsAtMs) {
      return fail(
        'conflict',
        `Both tokens stay valid until ${dateInWords(endsAtMs)}, as agreed. It can be ended early.`,
      );
    }
    return ok({ ...record, step: 'revoke' });
  }

  async #revoke(record: RotationRecord, desk: Desk, acknowledged: readonly ConsequenceCode[]): Step {
    const removed = await this.#needs.desk.remove(desk, record.old.id, acknowledged);
    // Revoked before, by an attempt whose answer did not come, or by somebody else.
    if (!removed.ok && removed.error.code !== 'not-found') return removed;
    return this.#finish(record);
  }

  async #finish(record: RotationRecord): Step {
    await this.#wipe(record);
    return ok({ ...record, step: 'done' });
  }

  /** It may have been revoked by an attempt whose end was not written down. */
  async #isOldThere({ connectionId, old }: RotationRecord): Promise<Result<boolean>> {
    const desk = await this.#needs.desk.find(connectionId);
    if (!desk.ok) return desk;
    const listing = await this.#needs.desk.readTokens(desk.value, { lane: 'click' });
    return listing.ok ? ok(listing.value.tokens.some(({ id }) => id === old.id)) : listing;
  }

  /** @returns in words, what stays behind on the platform. */
  async #deleteSuccessor(record: RotationRecord): Promise<string[]> {
    if (record.successor.id === null && !record.hasAsked) return [];
    const desk = await this.#needs.desk.find(record.connectionId);
    const cleared = desk.ok ? await this.#clear(record, desk.value) : desk;
    return cleared.ok
      ? []
      : [
          `The token “${record.successor.name}” may still be valid: it could not be deleted. Delete it in the list. ${cleared.error.message}`,
        ];
  }

  async #targets(desk: Desk, tokenId: string): Promise<RotationRecord['connections']> {
    const use = await findTokenUse(this.#needs.connections, desk.settings);
    return (use.users.get(tokenId) ?? []).map(({ connectionId, name }) => ({
      ...{ connectionId, name, isSwitched: false, obstacle: null },
    }));
  }

  async #withDesk(record: RotationRecord, act: (desk: Desk) => Step): Step {
    const desk = await this.#needs.desk.find(record.connectionId);
    return desk.ok ? act(desk.value) : desk;
  }

  async #exclusively(id: string, act: (record: RotationRecord) => Step): Promise<Result<Rotation>> {
    const record = this.#shelf.get(id);
    if (record === undefined) return fail('not-found', 'The console knows nothing of this rotation any more.');
    if (this.#busy.has(id)) return fail('conflict', 'A step of this rotation is being done at this moment.');
    this.#busy.add(id);
    try {
      const answer = await this.#guarded(record, act);
      if (answer.ok) {
        this.#shelf.put(id, { ...answer.value, problem: null });
      } else if (answer.error.code === 'conflict' && needsDecision(answer.error)) {
        return answer;
      } else {
        // What the step wrote down before it failed stays.
        this.#shelf.put(id, { ...(this.#shelf.get(id) ?? record), problem: answer.error.message });
      }
    } finally {
      this.#busy.delete(id);
    }
    const now = this.#shelf.get(id);
    return now === undefined ? fail('not-found', 'The rotation was dismissed meanwhile.') : ok(this.#tell(now));
  }

  async #guarded(record: RotationRecord, act: (record: RotationRecord) => Step): Step {
    try {
      return await act(record);
    } catch (error) {
      if (error instanceof VaultError) return fail('internal', error.message);
      throw error;
    }
  }

  async #wipe({ id, connections }: RotationRecord): Promise<void> {
    for (const key of [successorKey(id), ...connections.map(({ connectionId }) => formerKey(id, connectionId))]) {
      await this.#needs.vault.remove(key);
    }
  }

  #tell(record: RotationRecord): Rotation {
    const { id, connectionId, connectionName, platform, old, successor, step } = record;
    const { beganAtMs, overlapMs, overlapEndsAtMs, problem } = record;
    const statuses = this.#needs.connections.statuses();
    return {
      ...{ id, connectionId, connectionName, platform, old, successor, step, isBusy: this.#busy.has(id) },
      ...{ beganAtMs, overlapMs, overlapEndsAtMs, problem },
      connections: record.connections.map((entry) =>
        tellConnection(
          entry,
          statuses.find((status) => status.id === entry.connectionId),
        ),
      ),
      ...rotationWords(record),
    };
  }
}

const isEnded = (step: RotationRecord['step']): boolean => step === 'done' || step === 'abandoned';

/** Not a failure of the step: a person has to say something first. */
const needsDecision = ({ details }: Failure): boolean => details === undefined || Array.isArray(details);
