import type { TokensNotPermitted } from '../../shared/access/token-list.ts';
import type { Consequence, ConsequenceCode, TokenChanges, TokenRow, TokenUser } from '../../shared/access/token.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { platformTitles } from '../../shared/platform/kinds.ts';
import type { PlatformAction } from '../../shared/platform/rights.ts';
import type { PlatformSettings } from '../../shared/platform/settings.ts';
import type { Audit } from '../audit/audit-log.ts';
import { recorded } from '../audit/recorded.ts';
import type { Clock } from '../clock.ts';
import type { CallContext } from '../platforms/platform.ts';
import { consequencesOf, isAcknowledged, mattersForAdministration } from './consequences.ts';
import type { Desk } from './desk.ts';
import { iotCentralTokens } from './iot-central-tokens.ts';
import { findOtherAdministrator } from './other-administrator.ts';
import type { PlatformToken, TokenBook } from './token-book.ts';
import { rowOf } from './token-rows.ts';
import { findTokenUse, isSamePlatform, type TokenConnections } from './token-use.ts';
import { watsonTokens } from './watson-tokens.ts';

export interface TokenDeskNeeds {
  readonly connections: TokenConnections;
  readonly audit: Pick<Audit, 'append'>;
  readonly clock: Clock;
  /** What an earlier reading of a connection's list brought. */
  readonly known: (connectionId: string) => readonly PlatformToken[];
}

/** For the lists of all connections to one platform. */
export interface TokenNews {
  readonly settings: PlatformSettings;
  readonly token?: PlatformToken;
  readonly goneId?: string;
}

/** The API tokens behind each connection: every use of its token for that is on record before anything leaves. */
export class TokenDesk {
  readonly #needs: TokenDeskNeeds;
  readonly #newsListeners = new Set<(news: TokenNews) => void>();
  /** What was told last of each token, so that what is acknowledged is what was read. */
  readonly #told = new Map<string, string>();
  #removing: Promise<unknown> = Promise.resolve();

  constructor(needs: TokenDeskNeeds) {
    this.#needs = needs;
  }

  /** Told of every token that was made, changed or deleted through this console. */
  onNews(listener: (news: TokenNews) => void): () => void {
    this.#newsListeners.add(listener);
    return () => {
      this.#newsListeners.delete(listener);
    };
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

  async get(desk: Desk, tokenId: string, context: CallContext): Promise<Result<TokenRow>> {
    const answer = await this.read(desk, tokenId, context);
    return answer.ok ? ok(await this.rowOf(desk, answer.value)) : answer;
  }

  /** As the platform has it now, which the lists learn, too. */
  async read(desk: Desk, tokenId: string, context: CallContext, detail = ''): Promise<Result<PlatformToken>> {
    const answer = await this.record(desk, 'token.read', tokenId, detail, () =>
      this.ask(desk, 'view-tokens', (book) => book.get(tokenId, context)),
    );
    if (answer.ok) this.tell({ settings: desk.settings, token: answer.value });
    else if (answer.error.code === 'not-found') this.tell({ settings: desk.settings, goneId: tokenId });
    return answer;
  }

  tell(news: TokenNews): void {
    for (const listener of this.#newsListeners) listener(news);
  }

  async edit(desk: Desk, tokenId: string, changes: TokenChanges): Promise<Result<TokenRow>> {
    const answer = await this.record(desk, 'token.edit', tokenId, changeWords(changes), () =>
      this.ask(desk, 'edit-token', (book) => book.edit?.(tokenId, changes, click)),
    );
    if (!answer.ok) return answer;
    const read = await this.read(desk, tokenId, click);
    return read.ok ? ok(await this.rowOf(desk, read.value)) : read;
  }

  /** Of the token as it is now, of who uses it now, and of whether another may administer now. */
  async consequences(desk: Desk, tokenId: string, context: CallContext): Promise<Result<Consequence[]>> {
    const found = await this.#consequences(desk, tokenId, context);
    if (found.ok) this.#told.set(`${desk.connectionId} ${tokenId}`, JSON.stringify(found.value));
    return found;
  }

  async #consequences(desk: Desk, tokenId: string, context: CallContext): Promise<Result<Consequence[]>> {
    const read = await this.read(desk, tokenId, context);
    if (!read.ok) return read.error.code === 'not-found' ? notThere : read;
    const use = await findTokenUse(this.#needs.connections, desk.settings);
    const nowMs = this.#needs.clock.now();
    const row = rowOf(read.value, use, desk.connectionId, nowMs);
    if (!mattersForAdministration(row, desk)) return ok(consequencesOf(row, use, undefined, desk));
    const known = this.#needs.known(desk.connectionId);
    const other = await findOtherAdministrator(this, desk, tokenId, known, nowMs, context);
    return other.ok ? ok(consequencesOf(row, use, other.value, desk)) : other;
  }

  /** Asks nobody for an acknowledgement that is not needed, and does nothing without one that is. */
  remove(desk: Desk, tokenId: string, acknowledged: readonly ConsequenceCode[]): Promise<Result<null>> {
    // One after the other: of the last two that may administer, each would else find the other.
    const turn = this.#removing.then(() => this.#remove(desk, tokenId, acknowledged));
    this.#removing = turn.catch(() => undefined);
    return turn;
  }

  async #remove(desk: Desk, tokenId: string, acknowledged: readonly ConsequenceCode[]): Promise<Result<null>> {
    const told = this.#told.get(`${desk.connectionId} ${tokenId}`);
    const consequences = await this.consequences(desk, tokenId, click);
    if (!consequences.ok) return consequences;
    const isAsTold = told === undefined || told === JSON.stringify(consequences.value);
    if (!isAsTold || !isAcknowledged(consequences.value, acknowledged)) {
      return fail(
        'conflict',
        'The token was not deleted: what stops working with it is not what was acknowledged. Read it, and decide again.',
        consequences.value,
      );
    }
    return this.discard(desk, tokenId, consequences.value.map(({ text }) => text).join(' '));
  }

  /** Deletes without a question: for a token that nobody has. */
  async discard(desk: Desk, tokenId: string, detail: string): Promise<Result<null>> {
    const removed = await this.record(desk, 'token.delete', tokenId, detail, () =>
      this.ask(desk, 'delete-token', (book) => book.remove(tokenId, click)),
    );
    if (removed.ok) this.#needs.connections.platforms.noteDeleted(desk.settings, tokenId);
    if (removed.ok || removed.error.code === 'not-found') this.tell({ settings: desk.settings, goneId: tokenId });
    return removed;
  }

  async rowOf(desk: Desk, token: PlatformToken): Promise<TokenRow> {
    const use = await findTokenUse(this.#needs.connections, desk.settings);
    return rowOf(token, use, desk.connectionId, this.#needs.clock.now());
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

  /** Why the list cannot be seen with this token, and who can help. */
  async notPermitted(desk: Desk): Promise<TokensNotPermitted> {
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
    // Where the platform tells no name but an id, its address says more to people.
    const name = status.application;
    const isNamed = name !== null && !applicationId.test(name);
    const where = `${isNamed ? name : hostOf(desk.settings.address)} (${title})`;
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

const applicationId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

const hostOf = (address: string): string => URL.parse(address)?.host ?? address;
