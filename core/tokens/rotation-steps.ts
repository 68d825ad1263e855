import type { ConsequenceCode } from '../../shared/access/token.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { dateInWords } from '../platforms/iot-central/words.ts';
import type { Vault } from '../vault/vault.ts';
import { withToken } from './connection-change.ts';
import type { Desk } from './desk.ts';
import { lookUp, makeToken } from './making.ts';
import { switchBack, switchConnection } from './rotation-connections.ts';
import { formerKey, successorKey, type RotationRecord } from './rotation-record.ts';
import { readSignIn, saveSignIn } from './sign-in.ts';
import type { TokenDesk } from './token-desk.ts';
import { findTokenUse, platformKey, type TokenConnections } from './token-use.ts';

export interface RotationStepsNeeds {
  readonly desk: TokenDesk;
  readonly connections: TokenConnections;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  /** Writes down how far a step has come, before what it does next. */
  readonly note: (record: RotationRecord) => void;
}

/** What a step came to: the record as it is then. */
export type Step = Promise<Result<RotationRecord>>;

/**
 * The steps of a rotation. Each can be done again after it was cut off anywhere: what it needs is on disk, or in the vault,
 * before it is counted as done.
 */
export class RotationSteps {
  readonly #needs: RotationStepsNeeds;

  constructor(needs: RotationStepsNeeds) {
    this.#needs = needs;
  }

  /** Refused where its connection leads to another platform than the tokens are of. */
  async deskOf({ connectionId, connectionName, place }: RotationRecord): Promise<Result<Desk>> {
    const desk = await this.#needs.desk.find(connectionId);
    if (!desk.ok || place === undefined || platformKey(desk.value.settings) === place) return desk;
    return fail(
      'refused',
      `“${connectionName}” leads to another platform by now than the one whose token is rotated. Take it back there to go on.`,
    );
  }

  async create(record: RotationRecord, desk: Desk): Step {
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
      this.#needs.note({ ...record, hasAsked: true });
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

  async test(record: RotationRecord, desk: Desk): Step {
    const { connections, vault } = this.#needs;
    const successor = await readSignIn(vault, successorKey(record.id));
    if (!successor.ok) return successor;
    if (successor.value === undefined) return ok({ ...record, step: 'create', hasAsked: true });
    const view = await connections.view(desk.connectionId);
    if (!view.ok) return view;
    const { settings } = withToken(view.value.settings, successor.value);
    const { secret } = successor.value;
    const token = (): Promise<Result<string>> => Promise.resolve(ok(secret));
    const platform = connections.platforms.open(settings, token);
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

  async switch(given: RotationRecord, desk: Desk): Step {
    const successor = await readSignIn(this.#needs.vault, successorKey(given.id));
    if (!successor.ok) return successor;
    const signIn = successor.value;
    if (signIn === undefined) return ok({ ...given, step: 'create', hasAsked: true });
    const known = new Set(given.connections.map(({ connectionId }) => connectionId));
    const more = (await this.targets(desk, given.old.id)).filter(({ connectionId }) => !known.has(connectionId));
    let record: RotationRecord = { ...given, connections: [...given.connections, ...more] };
    for (const entry of record.connections) {
      const target = { connectionId: desk.connectionId, name: desk.name };
      const switched = await this.#needs.desk.record(target, 'token.switch', entry.name, `To ${signIn.tokenId}.`, () =>
        switchConnection(this.#needs, record.id, entry, signIn, record.old.id),
      );
      if (!switched.ok) return switched;
      const connections = record.connections.map((one) => (one === entry ? switched.value : one));
      record = { ...record, connections };
      this.#needs.note(record);
    }
    const overlapEndsAtMs = this.#needs.clock.now() + record.overlapMs;
    return ok({ ...record, step: 'overlap', overlapEndsAtMs });
  }

  endOverlap(record: RotationRecord, isEnded: boolean): Result<RotationRecord> {
    const endsAtMs = record.overlapEndsAtMs ?? 0;
    if (!isEnded && this.#needs.clock.now() < endsAtMs) {
      return fail(
        'conflict',
        `Both tokens stay valid until ${dateInWords(endsAtMs)}, as agreed. It can be ended early.`,
      );
    }
    return ok({ ...record, step: 'revoke' });
  }

  async revoke(record: RotationRecord, desk: Desk, acknowledged: readonly ConsequenceCode[]): Step {
    const removed = await this.#needs.desk.remove(desk, record.old.id, acknowledged);
    // Revoked before, by an attempt whose answer did not come, or by somebody else.
    if (!removed.ok && removed.error.code !== 'not-found') return removed;
    return this.#finish(record);
  }

  /** Back to the old token, as far as that goes; what could not be undone is in the notes. */
  async undo(record: RotationRecord): Step {
    if (record.step === 'revoke') {
      const isThere = await this.#isOldThere(record);
      if (!isThere.ok) return isThere;
      // Nothing leads back from here: the connections stay on the successor.
      if (!isThere.value) return this.#finish(record);
    }
    for (const entry of record.connections) {
      const ids = { oldId: record.old.id, newId: record.successor.id };
      const target = { connectionId: record.connectionId, name: record.connectionName };
      const back = await this.#needs.desk.record(target, 'token.switch', entry.name, `Back to ${record.old.id}.`, () =>
        switchBack(this.#needs, record.id, entry, ids),
      );
      if (!back.ok) return back;
    }
    const notes = await this.#deleteSuccessor(record);
    await this.#wipe(record);
    return ok({ ...record, step: 'abandoned', problem: null, notes });
  }

  /** The connections of this console that sign in with a token. */
  async targets(desk: Desk, tokenId: string): Promise<RotationRecord['connections']> {
    const use = await findTokenUse(this.#needs.connections, desk.settings);
    return (use.users.get(tokenId) ?? []).map(({ connectionId, name }) => ({
      ...{ connectionId, name, isSwitched: false, obstacle: null },
    }));
  }

  /** One of the successor's name was made by an attempt whose answer did not come: nobody has its secret. */
  async #clear({ successor }: RotationRecord, desk: Desk): Promise<Result<null>> {
    const { desk: tokens } = this.#needs;
    const orphan = successor.id === null ? await lookUp(tokens, desk, successor.name) : ok(successor.id);
    if (!orphan.ok) return orphan;
    if (orphan.value === null) return ok(null);
    const removed = await tokens.discard(
      desk,
      orphan.value,
      'Nobody has its secret: the answer that told it did not arrive.',
    );
    return removed.ok || removed.error.code === 'not-found' ? ok(null) : removed;
  }

  async #finish(record: RotationRecord): Step {
    await this.#wipe(record);
    return ok({ ...record, step: 'done' });
  }

  /** It may have been revoked by an attempt whose end was not written down. */
  async #isOldThere(record: RotationRecord): Promise<Result<boolean>> {
    const desk = await this.deskOf(record);
    if (!desk.ok) return desk;
    const read = await this.#needs.desk.read(desk.value, record.old.id, { lane: 'click' });
    if (read.ok) return ok(true);
    return read.error.code === 'not-found' ? ok(false) : read;
  }

  /** @returns in words, what stays behind on the platform. */
  async #deleteSuccessor(record: RotationRecord): Promise<string[]> {
    if (record.successor.id === null && !record.hasAsked) return [];
    const desk = await this.deskOf(record);
    const cleared = desk.ok ? await this.#clear(record, desk.value) : desk;
    return cleared.ok
      ? []
      : [
          `The token “${record.successor.name}” may still be valid: it could not be deleted. Delete it in the list. ${cleared.error.message}`,
        ];
  }

  async #wipe({ id, connections }: RotationRecord): Promise<void> {
    for (const key of [successorKey(id), ...connections.map(({ connectionId }) => formerKey(id, connectionId))]) {
      await this.#needs.vault.remove(key);
    }
  }
}
