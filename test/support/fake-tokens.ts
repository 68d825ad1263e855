import type { TokenHandlers } from '../../core/tokens/token-handlers.ts';
import type { Creation } from '../../shared/access/creation.ts';
import type { Rotation } from '../../shared/access/rotation.ts';
import type { ReadTokenList, TokenListChange, TokensNotPermitted } from '../../shared/access/token-list.ts';
import type { Consequence, TokenRow } from '../../shared/access/token.ts';
import type { Privilege, RoleProposal, TokenNotice } from '../../shared/access/watch.ts';
import { ok } from '../../shared/contract/result.ts';
import type { MethodHandlers } from '../../shared/contract/server.ts';
import { fakeNowMs } from './fake-data.ts';

const dayMs = 86_400_000;

const row: TokenRow = {
  id: 'depot-screens',
  name: 'depot-screens',
  roles: [{ roleId: 'operator', organization: null }],
  createdAtMs: null,
  expiresAtMs: fakeNowMs + 200 * dayMs,
  state: 'active',
  usedBy: [],
  isOwn: false,
};

export const fakeTokens: readonly TokenRow[] = [
  {
    ...row,
    id: 'console',
    name: 'console',
    roles: [{ roleId: 'administrator', organization: null }],
    usedBy: [{ connectionId: 'fake', name: 'Fake fleet' }],
    isOwn: true,
  },
  row,
  { ...row, id: 'export', name: 'export', expiresAtMs: fakeNowMs + 5 * dayMs, state: 'expiring' },
  { ...row, id: 'trial', name: 'trial', expiresAtMs: fakeNowMs - dayMs, state: 'expired' },
  {
    ...row,
    id: 'lost',
    name: 'lost',
    roles: null,
    expiresAtMs: null,
    state: 'unknown-to-platform',
    usedBy: [{ connectionId: 'other', name: 'Other fleet' }],
  },
];

export const fakeTokenList: ReadTokenList = {
  platform: 'iot-central',
  readAtMs: fakeNowMs,
  tokens: [...fakeTokens],
  roles: [
    { id: 'administrator', name: 'Administrator', mayDo: 'Everything, API tokens included.', needsOrganization: false },
    { id: 'operator', name: 'Operator', mayDo: 'Watch vehicles, send commands, run jobs.', needsOrganization: false },
    { id: 'org-viewer', name: 'Org Viewer', mayDo: 'Watch vehicles.', needsOrganization: true },
  ],
  offeredRoles: ['administrator', 'operator', 'org-viewer'],
  abilities: {
    create: { state: 'allowed', explanation: '' },
    edit: { state: 'unsupported', explanation: 'IoT Central’s API tokens cannot be changed.' },
    remove: { state: 'allowed', explanation: '' },
    hasOrganizations: true,
    expiry: 'undocumented',
    name: { pattern: '^[a-zA-Z0-9-]+$', maximumLength: 50, explanation: 'Letters, digits and hyphens.' },
  },
  notes: [],
};

/** What a window is told of a list: read to its end, unless a test says otherwise. */
export const fakeTokensEvent = (
  list: Partial<ReadTokenList> = {},
  change: Partial<TokenListChange> = {},
): TokenListChange => {
  const { tokens, readAtMs, ...head } = { ...fakeTokenList, ...list };
  return {
    kind: 'snapshot',
    head,
    rows: tokens,
    gone: [],
    ...{ readAtMs, reading: null, failure: null, problem: null, canGoOn: false },
    ...change,
  };
};

export const fakeTokensNotPermitted: TokensNotPermitted = {
  kind: 'not-permitted',
  platform: 'iot-central',
  explanation: 'This connection’s token has the role Operator, which may not look at API tokens.',
  whoCanHelp: 'Ask an administrator of Contoso Logistics.',
  helpers: [],
};

export const fakeCreation: Creation = {
  id: 'creation-1',
  connectionId: 'fake',
  connectionName: 'Fake fleet',
  tokenId: 'night-shift',
  tokenName: 'night-shift',
  state: 'held',
  takenBy: [],
  beganAtMs: fakeNowMs,
  forgetAtMs: fakeNowMs + 15 * 60_000,
  explanation: 'The platform tells the secret this once. Take it now.',
};

export const fakeSecret = 'SharedAccessSignature sr=practice&sig=practice&skn=night-shift&se=1900000000000';

export const fakeRotation: Rotation = {
  id: 'rotation-1',
  connectionId: 'fake',
  connectionName: 'Fake fleet',
  platform: 'iot-central',
  old: { id: 'console', name: 'console' },
  successor: { id: 'console-2', name: 'console-2' },
  step: 'switch',
  isBusy: false,
  beganAtMs: fakeNowMs - 60_000,
  overlapMs: dayMs,
  overlapEndsAtMs: null,
  connections: [{ connectionId: 'fake', name: 'Fake fleet', state: 'waiting', explanation: '' }],
  problem: null,
  standsAt: 'The successor was made, and the platform accepts it.',
  next: 'Switch the connections to it.',
  ifAbandoned: 'The successor is deleted. Nothing else has changed.',
};

export const fakeConsequences: readonly Consequence[] = [
  { code: 'used-by-connections', text: 'The connection “Fake fleet” stops working.' },
];

export const fakeNotice: TokenNotice = {
  id: 'notice-1',
  connectionId: 'fake',
  connectionName: 'Fake fleet',
  tokenId: 'export',
  tokenName: 'export',
  expiresAtMs: fakeNowMs + 5 * dayMs,
  threshold: '7-days',
  rotationId: null,
  isOwn: false,
  text: 'The token “export” ends in 5 days. Rotate it before then.',
};

export const fakeProposal: RoleProposal = {
  job: 'watch',
  role: { id: 'operator', name: 'Operator', mayDo: 'Watch vehicles, send commands.', needsOrganization: false },
  why: 'It is the smallest role for a whole application.',
  alternatives: ['Org Viewer, for one organisation.'],
};

export const fakePrivilege: Privilege = {
  connectionId: 'fake',
  connectionName: 'Fake fleet',
  roles: [{ id: 'administrator', name: 'Administrator', organization: null }],
  holds: 'administer',
  used: 'watch',
  sinceMs: fakeNowMs - 9 * dayMs,
  daysUsed: 7,
  warning: 'The token may administer, and was used for nothing but watching.',
};

const done = () => ok(null);

export const plausibleTokenMethods: TokenHandlers = {
  'tokens.refresh': done,
  'tokens.get': ({ tokenId }) => ok({ ...row, id: tokenId, name: tokenId }),
  'tokens.create': ({ token }) =>
    ok({
      creation: { ...fakeCreation, tokenId: token.name, tokenName: token.name },
      token: { ...row, id: token.name, name: token.name, roles: token.roles },
      notes: [],
    }),
  'tokens.edit': ({ tokenId, changes }) => ok({ ...row, id: tokenId, name: changes.name ?? tokenId }),
  'tokens.consequences': () => ok([...fakeConsequences]),
  'tokens.remove': done,
  'tokens.creations': () => ok([fakeCreation]),
  'tokens.reveal': () => ok({ tokenId: 'night-shift', secret: fakeSecret, explanation: 'Paste it as the API token.' }),
  'tokens.saveInto': () => ok({ connectionId: 'fake', connectionName: 'Fake fleet', notes: [] }),
  'tokens.handOver': () => ok({ fileName: 'night-shift.age', content: '-----BEGIN AGE ENCRYPTED FILE-----\n' }),
  'tokens.forget': done,
  'tokens.lookUp': () => ok(null),
  'rotations.list': () => ok([fakeRotation]),
  'rotations.start': ({ name }) => ok({ ...fakeRotation, step: 'test', successor: { id: name, name } }),
  'rotations.go': () => ok({ ...fakeRotation, step: 'overlap', overlapEndsAtMs: fakeNowMs + dayMs }),
  'rotations.abandon': () => ok({ ...fakeRotation, step: 'abandoned' }),
  'rotations.dismiss': done,
  'tokens.notices': () => ok([fakeNotice]),
  'tokens.dismissNotice': done,
  'tokens.proposal': ({ job }) => ok({ ...fakeProposal, job }),
  'tokens.privileges': () => ok([fakePrivilege]),
};

const token = { connectionId: 'fake', tokenId: 'console' };

export const plausibleTokenParams: { readonly [M in keyof TokenHandlers]: Parameters<MethodHandlers[M]>[0] } = {
  'tokens.refresh': { connectionId: 'fake', from: 'beginning' },
  'tokens.get': token,
  'tokens.create': {
    connectionId: 'fake',
    token: { name: 'night-shift', roles: [{ roleId: 'operator', organization: null }], expiresAtMs: null },
  },
  'tokens.edit': { ...token, changes: { name: 'console of the depot' } },
  'tokens.consequences': token,
  'tokens.remove': { ...token, acknowledged: ['used-by-connections'] },
  'tokens.creations': {},
  'tokens.reveal': { creationId: 'creation-1' },
  'tokens.saveInto': { creationId: 'creation-1', destination: { kind: 'existing', connectionId: 'fake' } },
  'tokens.handOver': { creationId: 'creation-1', passphrase: 'k7wq-m2ha-9fxt-ve4c' },
  'tokens.forget': { creationId: 'creation-1' },
  'tokens.lookUp': { creationId: 'creation-1' },
  'rotations.list': {},
  'rotations.start': { ...token, name: 'console-2', expiresAtMs: null, overlapMs: dayMs },
  'rotations.go': { rotationId: 'rotation-1' },
  'rotations.abandon': { rotationId: 'rotation-1' },
  'rotations.dismiss': { rotationId: 'rotation-1' },
  'tokens.notices': {},
  'tokens.dismissNotice': { id: 'notice-1' },
  'tokens.proposal': { connectionId: 'fake', job: 'watch' },
  'tokens.privileges': {},
};
