import type {
  Consequence,
  ConsequenceCode,
  TokenAbilities,
  TokenChanges,
  TokenList,
  TokenRow,
  TokenUser,
} from '../../shared/access/token.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { platformTitles } from '../../shared/platform/kinds.ts';
import type { PlatformAction } from '../../shared/platform/rights.ts';
import type { Audit } from '../audit/audit-log.ts';
import { recorded } from '../audit/recorded.ts';
import type { Clock } from '../clock.ts';
import type { CallContext } from '../platforms/platform.ts';
import { consequencesOf, isAcknowledged } from './consequences.ts';
import type { Desk, ReadTokens } from './desk.ts';
import { iotCentralTokens } from './iot-central-tokens.ts';
import { describeRole } from './role-words.ts';
import type { PlatformToken, TokenBook } from './token-book.ts';
import { rowsOf } from './token-rows.ts';
import { findTokenUse, isSamePlatform, type TokenConnections, type TokenUse } from './token-use.ts';
import { watsonTokens } from './watson-tokens.ts';

export interface TokenDeskNeeds {
  readonly connections: TokenConnections;
  readonly audit: Pick<Audit, 'append'>;
  readonly clock: Clock;
}

/** The API tokens behind each connection: every use of its token for that is on record before anything leaves. */
export class TokenDesk {
  readonly #needs: TokenDeskNeeds;

  constructor(needs: TokenDeskNeeds) {
    this.#needs = needs;
  }

  async list(connectionId: string, context: CallContext): Promise<Result<TokenList>> {
    const found = await this.find(connectionId);
    if (!found.ok) return found;
    const desk = found.value;
    const read = await this.readTokens(desk, context);
    if (!read.ok) {
      return desk.platform.rights['view-tokens'].state === 'denied' ? ok(await this.#notPermitted(desk)) : read;
    }
    const { rows, problem, use } = read.value;
    const kind = desk.settings.kind;
    const book = await this.ask(desk, 'view-tokens', async (one) => ok({ ...one, listed: await one.roles(context) }));
    if (!book.ok) return book;
    const { listed, ...features } = book.value;
    const names = new Map(listed.map(({ id, name }) => [id, name]));
    const roleIds = [...new Set([...names.keys(), ...rows.flatMap(rolesOfRow)])];
    return ok({
      kind: 'tokens',
      platform: kind,
      readAtMs: this.#needs.clock.now(),
      tokens: [...rows],
      roles: roleIds.map((id) => describeRole(kind, id, names)),
      offeredRoles: roleIds,
      abilities: abilitiesOf(desk, features),
      notes: notesOf(problem, use),
    });
  }

  /** For work with a connection's token; refused for a broker alone. */
  async find(connectionId: string): Promise<Result<Desk>> {
    const platform = this.#needs.connections.platforms.find(connectionId);
    if (!platform.ok) return platform;
    const view = await this.#needs.connections.view(connectionId);
    if (!view.ok) return view;
    const { settings } = view.value;
    if (settings.platform === undefined) return fail('unsupported', 'This connection has no platform, only a broker.');
    return ok({ connectionId, name: settings.name, settings: settings.platform, platform: platform.value });
  }

  /** The list as it is now, with who uses what. */
  readTokens(desk: Desk, context: CallContext): Promise<Result<ReadTokens>> {
    return this.record(desk, 'token.list', '', '', async () => {
      const listing = await this.ask(desk, 'view-tokens', (book) => book.list(context));
      if (!listing.ok) return listing;
      const use = await findTokenUse(this.#needs.connections, desk.settings);
      const rows = rowsOf(listing.value, use, desk.connectionId, this.#needs.clock.now());
      return ok({ ...listing.value, use, rows });
    });
  }

  async get(desk: Desk, tokenId: string, context: CallContext): Promise<Result<TokenRow>> {
    const answer = await this.record(desk, 'token.read', tokenId, '', () =>
      this.ask(desk, 'view-tokens', (book) => book.get(tokenId, context)),
    );
    return answer.ok ? ok(await this.rowOf(desk, answer.value)) : answer;
  }

  async edit(desk: Desk, tokenId: string, changes: TokenChanges): Promise<Result<TokenRow>> {
    const answer = await this.record(desk, 'token.edit', tokenId, changeWords(changes), () =>
      this.ask(desk, 'edit-token', (book) => book.edit?.(tokenId, changes, click)),
    );
    return answer.ok ? this.get(desk, tokenId, click) : answer;
  }

  async consequences(desk: Desk, tokenId: string, context: CallContext): Promise<Result<Consequence[]>> {
    const read = await this.readTokens(desk, context);
    if (!read.ok) return read;
    if (!read.value.tokens.some(({ id }) => id === tokenId) && read.value.problem === null) return notThere;
    return ok(consequencesOf(read.value, desk, tokenId, this.#needs.clock.now()));
  }

  /** Asks nobody for an acknowledgement that is not needed, and does nothing without one that is. */
  async remove(desk: Desk, tokenId: string, acknowledged: readonly ConsequenceCode[]): Promise<Result<null>> {
    const consequences = await this.consequences(desk, tokenId, click);
    if (!consequences.ok) return consequences;
    if (!isAcknowledged(consequences.value, acknowledged)) {
      return fail(
        'conflict',
        'The token was not deleted: what stops working with it is not what was acknowledged. Read it, and decide again.',
        consequences.value,
      );
    }
    return this.discard(desk, tokenId, consequences.value.map(({ text }) => text).join(' '));
  }

  /** Deletes without a question: for a token that nobody has. */
  discard(desk: Desk, tokenId: string, detail: string): Promise<Result<null>> {
    return this.record(desk, 'token.delete', tokenId, detail, () =>
      this.ask(desk, 'delete-token', (book) => book.remove(tokenId, click)),
    );
  }

  async rowOf(desk: Desk, token: PlatformToken): Promise<TokenRow> {
    const use = await findTokenUse(this.#needs.connections, desk.settings);
    const [row] = rowsOf({ tokens: [token], problem: '' }, use, desk.connectionId, this.#needs.clock.now());
    if (row === undefined) throw new Error('A listing of one token has one row.');
    return row;
  }

  /** A call with the connection's token, where its right is not known to be missing. */
  ask<T>(
    { platform, settings }: Desk,
    action: PlatformAction,
    ask: (book: TokenBook) => Promise<Result<T>> | undefined,
  ): Promise<Result<T>> {
    return platform.call(action, (adapter) =>
      ask(
        settings.kind === 'watson'
          ? watsonTokens(adapter, hostOf(settings.address))
          : iotCentralTokens(adapter, this.#needs.clock),
      ),
    );
  }

  /** On record before it starts, and how it ended. */
  record<T>(
    desk: Pick<Desk, 'connectionId' | 'name'>,
    action: string,
    target: string,
    detail: string,
    act: () => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const connection = { id: desk.connectionId, name: desk.name };
    return recorded(this.#needs.audit, { kind: 'token', action, target, detail, connection }, act);
  }

  async #notPermitted(desk: Desk): Promise<TokenList> {
    const { status } = desk.platform;
    const title = platformTitles[desk.settings.kind];
    const role = status.roles?.map(({ name }) => name).join(', ');
    const token =
      role === undefined || role === ''
        ? 'The token of this connection'
        : `The token of this connection has the role ${role}, and`;
    const explanation = `${token} may not look at API tokens. That is no fault: it may do what its role is for, and everything else in the console goes on as it was.`;
    const helpers = await this.#helpers(desk);
    const right = desk.platform.rights['view-tokens'].explanation;
    const where = status.application === null ? title : `${status.application} (${title})`;
    const others =
      helpers.length === 0 ? '' : `In this console, “${helpers.map(({ name }) => name).join('”, “')}” may. `;
    return {
      kind: 'not-permitted',
      platform: desk.settings.kind,
      explanation,
      whoCanHelp: `${others}Ask whoever administers ${where}.${right === '' ? '' : ` ${right}`}`,
      helpers,
    };
  }

  async #helpers(desk: Desk): Promise<TokenUser[]> {
    const { connections } = this.#needs;
    const helpers: TokenUser[] = [];
    for (const { id, name, platform } of connections.statuses()) {
      if (id === desk.connectionId || platform?.rights['view-tokens'].state !== 'allowed') continue;
      const view = await connections.view(id);
      if (view.ok && isSamePlatform(view.value.settings.platform, desk.settings))
        helpers.push({ connectionId: id, name });
    }
    return helpers;
  }
}

/** What changes something is not called off halfway. */
const click: CallContext = { lane: 'click' };

const notThere = fail(
  'not-found',
  'The platform does not list this token any more. It may have been deleted elsewhere.',
);

const changeWords = ({ name, roles, expiresAtMs }: TokenChanges): string =>
  [
    ...(name === undefined ? [] : [`Description: ${name}.`]),
    ...(roles === undefined ? [] : [`Roles: ${roles.map(({ roleId }) => roleId).join(', ')}.`]),
    ...(expiresAtMs === undefined
      ? []
      : [expiresAtMs === null ? 'Ends never.' : `Ends ${new Date(expiresAtMs).toISOString()}.`]),
  ].join(' ');

const rolesOfRow = ({ roles }: TokenRow): readonly string[] => roles?.map(({ roleId }) => roleId) ?? [];

const hostOf = (address: string): string => URL.parse(address)?.host ?? address;

const abilitiesOf = (
  { platform }: Desk,
  { name, expiry, hasOrganizations }: Pick<TokenBook, 'name' | 'expiry' | 'hasOrganizations'>,
): TokenAbilities => ({
  create: platform.rights['create-token'],
  edit: platform.rights['edit-token'],
  remove: platform.rights['delete-token'],
  hasOrganizations,
  expiry,
  name,
});

const notesOf = (problem: string | null, { unknown }: TokenUse): string[] => [
  ...(problem === null ? [] : [problem]),
  ...(unknown.length === 0
    ? []
    : [
        `With which token ${unknown.map(({ name }) => `“${name}”`).join(', ')} signs in is not known at present, because the vault is locked or the secret cannot be read.`,
      ]),
];
