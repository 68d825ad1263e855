import { randomUUID } from 'node:crypto';
import type { NewRotation, Rotation } from '../../shared/access/rotation.ts';
import type { ConsequenceCode } from '../../shared/access/token.ts';
import type { TokenNotice } from '../../shared/access/watch.ts';
import { fail, ok, type Failure, type Result } from '../../shared/contract/result.ts';
import { VaultError } from '../vault/vault-error.ts';
import type { Desk } from './desk.ts';
import { faultOf, lookUp } from './making.ts';
import { isOverlapOver, overlapNotice } from './overlap-notice.ts';
import { tellConnection } from './rotation-connections.ts';
import { rotationRecordSchema, rotationWords, type RotationRecord } from './rotation-record.ts';
import { RotationSteps, type RotationStepsNeeds, type Step } from './rotation-steps.ts';
import { platformKey } from '../platforms/same-platform.ts';
import type { Shelf, TokenRecords } from './token-records.ts';

export interface RotationsNeeds extends Omit<RotationStepsNeeds, 'note'> {
  readonly records: TokenRecords;
}

export interface GoOptions {
  /** Leaves the rest of the overlap out. */
  readonly endsOverlap?: boolean | undefined;
  readonly acknowledged?: readonly ConsequenceCode[] | undefined;
}

/**
 * Replaces a token by a new one: make, test, switch, watch, revoke. One that was cut off, by a lost connection or a crash,
 * stands where its record says, and is simply gone on with.
 */
export class Rotations {
  readonly #needs: RotationsNeeds;
  readonly #shelf: Shelf<RotationRecord>;
  readonly #steps: RotationSteps;
  readonly #busy = new Set<string>();

  constructor(needs: RotationsNeeds) {
    this.#needs = needs;
    this.#shelf = needs.records.shelf('rotation', rotationRecordSchema);
    this.#steps = new RotationSteps({
      ...needs,
      note: (record) => {
        this.#shelf.put(record.id, record);
      },
    });
  }

  list(): Rotation[] {
    return this.#records().map((record) => this.#tell(record));
  }

  /** Those that wait for nothing but for somebody to revoke the old token. */
  overlapNotices(): TokenNotice[] {
    const nowMs = this.#needs.clock.now();
    return this.#records().flatMap((record) => overlapNotice(record, nowMs) ?? []);
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
      ...{
        id,
        connectionId,
        connectionName: desk.name,
        platform: desk.settings.kind,
        place: platformKey(desk.settings),
      },
      old: { id: tokenId, name: row.value.name },
      successor: { id: null, name },
      ...{ roles, expiresAtMs, step: 'create', hasAsked: false },
      ...{ beganAtMs: clock.now(), overlapMs, overlapEndsAtMs: null },
      connections: await this.#steps.targets(desk, tokenId),
      ...{ problem: null, notes: [] },
    };
    this.#shelf.put(id, record);
    return this.go(id, {});
  }

  /** Takes the next step. One that fails leaves the rotation where it was, with the reason. */
  go(id: string, options: GoOptions): Promise<Result<Rotation>> {
    const steps = this.#steps;
    return this.#exclusively(id, (record) => {
      switch (record.step) {
        case 'create':
          return this.#withDesk(record, (desk) => steps.create(record, desk));
        case 'test':
          return this.#withDesk(record, (desk) => steps.test(record, desk));
        case 'switch':
          return this.#withDesk(record, (desk) => steps.switch(record, desk));
        case 'overlap':
          return Promise.resolve(steps.endOverlap(record, options.endsOverlap === true));
        case 'revoke':
          return this.#withDesk(record, (desk) => steps.revoke(record, desk, options.acknowledged ?? []));
        case 'done':
        case 'abandoned':
          return Promise.resolve(ok(record));
      }
    });
  }

  /** Back to the old token, as far as that goes; what could not be undone is said. */
  abandon(id: string): Promise<Result<Rotation>> {
    return this.#exclusively(id, (record) =>
      isEnded(record.step) ? Promise.resolve(fail('refused', 'This rotation has ended.')) : this.#steps.undo(record),
    );
  }

  dismiss(id: string): Result<null> {
    const record = this.#shelf.get(id);
    if (record !== undefined && !isEnded(record.step)) {
      return fail('refused', 'This rotation is under way. Go on with it, or abandon it.');
    }
    this.#shelf.drop(id);
    return ok(null);
  }

  /** As they stand now: time ends a step by itself, also while the console was not running. It revokes nothing. */
  #records(): readonly RotationRecord[] {
    const nowMs = this.#needs.clock.now();
    return this.#shelf.all().map((record) => {
      if (record.step !== 'overlap' || this.#busy.has(record.id) || !isOverlapOver(record, nowMs)) return record;
      const ended: RotationRecord = { ...record, step: 'revoke', problem: null };
      this.#shelf.put(record.id, ended);
      return ended;
    });
  }

  async #withDesk(record: RotationRecord, act: (desk: Desk) => Step): Step {
    const desk = await this.#steps.deskOf(record);
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
