import { platformActions, type PlatformAction, type Right, type Rights } from '../../../shared/platform/rights.ts';

/** What the token may do: as the platform told of it, and as its refusals showed since. */
export class LearntRights {
  #told: Rights = unknownRights;
  readonly #refused = new Map<PlatformAction, Right>();

  get all(): Rights {
    return this.#refused.size === 0 ? this.#told : { ...this.#told, ...Object.fromEntries(this.#refused) };
  }

  of(action: PlatformAction): Right {
    return this.#refused.get(action) ?? this.#told[action];
  }

  /** The platform has been asked anew: what was refused before may be allowed now. */
  learn(rights: Rights): void {
    this.#told = rights;
    this.#refused.clear();
  }

  refuse(action: PlatformAction, explanation: string): void {
    this.#refused.set(action, { state: 'denied', explanation });
  }
}

const unknownRights = Object.fromEntries(
  platformActions.map((action) => [action, { state: 'unknown', explanation: '' }]),
) as Rights;
