import type { Principal } from './access/token-desk.ts';

export interface Organization {
  readonly id: string;
  readonly displayName?: string | undefined;
  readonly parent?: string | undefined;
}

/** The tree of an application's organizations, and who sees what of it. */
export class Organizations {
  readonly #byId = new Map<string, Organization>();

  constructor(organizations: readonly Organization[]) {
    for (const organization of organizations) this.set(organization);
  }

  list(): readonly Organization[] {
    return [...this.#byId.values()];
  }

  get(id: string): Organization | undefined {
    return this.#byId.get(id);
  }

  set(organization: Organization): void {
    this.#byId.set(organization.id, organization);
  }

  remove(id: string): boolean {
    return this.#byId.delete(id);
  }

  /** A principal of an organization sees what is its own and its descendants'. What belongs to none is the root's. */
  mayView(principal: Principal, owners: readonly string[]): boolean {
    const { organizations } = principal;
    if (organizations === null) return true;
    return owners.some((owner) => this.#lineOf(owner).some((id) => organizations.includes(id)));
  }

  #lineOf(id: string): readonly string[] {
    const line: string[] = [];
    let current: string | undefined = id;
    while (current !== undefined && !line.includes(current)) {
      line.push(current);
      current = this.#byId.get(current)?.parent;
    }
    return line;
  }
}
