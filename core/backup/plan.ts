import { isDeepStrictEqual } from 'node:util';
import { connectionSettingsSchema, type ConnectionSettings } from '../../shared/connection/settings.ts';
import type { ImportChoice, ImportItem, ImportedSecret } from '../../shared/backup/backup.ts';
import { issueWords, textOf } from '../settings/connection-book.ts';
import { mappingProblems } from '../telemetry/mapping-problems.ts';
import type { VaultEntry } from '../vault/vault.ts';
import type { BackupContent } from './backup-file.ts';
import { entriesOfConnection } from './backup-vault.ts';
import { differences } from './differences.ts';
import type { LocalSettings } from './local-settings.ts';
import { addressesIn, storedSecretProblem, usesOwnSignIn } from './secret-scope.ts';
import { secretPrefix, secretTitle } from './secret-names.ts';

/** All are counted; so many are shown. */
const shownChanges = 50;

/** One connection of the file beside what is here, and what could be done with it. */
export interface PlannedItem {
  readonly item: ImportItem;
  /** Undefined where it cannot be read. */
  readonly settings: ConnectionSettings | undefined;
  /** The file's, by name. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Whether the id can be used here: nothing else is, or was, stored under it. */
  readonly isIdFree: boolean;
}

export interface Surroundings {
  readonly local: LocalSettings;
  readonly entries: readonly VaultEntry[];
  /** Of the vault, where it holds what the file has. */
  readonly unchangedKeys: ReadonlySet<string>;
  /** The console's own connections. */
  readonly managedIds: ReadonlySet<string>;
}

export const planItems = (content: BackupContent, surroundings: Surroundings): readonly PlannedItem[] => {
  const seen = new Set<string>();
  return content.connections.map((connection) => {
    const isTwice = seen.has(connection.id);
    seen.add(connection.id);
    return planItem(connection, content.secrets.get(connection.id) ?? new Map(), isTwice, surroundings);
  });
};

const planItem = (
  { id, settings: raw, secretNames }: BackupContent['connections'][number],
  secrets: ReadonlyMap<string, string>,
  isTwice: boolean,
  { local, entries, unchangedKeys, managedIds }: Surroundings,
): PlannedItem => {
  const read = isTwice ? { problem: 'The file has two connections under this id.' } : readSettings(raw);
  if ('problem' in read) return unreadableItem(id, raw, read.problem);
  const { settings } = read;
  const former = managedIds.has(id) ? undefined : local.connections.get(id);
  const stored = entriesOfConnection(entries, id);
  const isIdFree =
    former === undefined &&
    idPattern.test(id) &&
    !managedIds.has(id) &&
    !local.unreadable.has(id) &&
    // What an earlier connection of that id left in the vault must not be sent to the hosts of this one.
    stored.size === 0;
  const common = { settings, secrets, isIdFree };
  const here = former === undefined ? [] : [...stored.keys()];
  const unchanged = new Set(here.filter((name) => unchangedKeys.has(secretPrefix(id) + name)));
  const effects = secretEffects(secretNames, secrets, new Set(here), unchanged);
  const base = { id, name: settings.name, secrets: [...effects] };
  const signInNotice = ownSignInNotice(settings, former);
  if (former === undefined) {
    const item: ImportItem = {
      ...base,
      change: 'added',
      changes: [],
      changeCount: 0,
      choices: ['keep', 'take'],
      notices: signInNotice,
    };
    return { ...common, item };
  }
  if (isDeepStrictEqual(former, settings) && [...secrets.keys()].every((name) => unchanged.has(name))) {
    return {
      ...common,
      item: { ...base, change: 'same', changes: [], changeCount: 0, choices: ['keep'], notices: [] },
    };
  }
  const staying = [...stored.keys()].filter((name) => !secrets.has(name));
  const scopeProblem = staying.length === 0 ? undefined : storedSecretProblem(former, settings);
  const choices: ImportChoice[] = scopeProblem === undefined ? ['keep', 'take', 'copy'] : ['keep', 'copy'];
  const changes = differences(former, settings);
  const notices = [...(scopeProblem === undefined ? [] : [scopeProblem]), ...signInNotice];
  return {
    ...common,
    item: {
      ...base,
      change: 'changed',
      changes: changes.slice(0, shownChanges),
      changeCount: changes.length,
      choices,
      notices,
    },
  };
};

/** Such as `hamburg-x7k2p9`. */
const idPattern = /^[a-z0-9][a-z0-9-]{0,80}$/;

const readSettings = (raw: unknown): { readonly settings: ConnectionSettings } | { readonly problem: string } => {
  const parsed = connectionSettingsSchema.safeParse(raw);
  if (!parsed.success)
    return { problem: `This version cannot read it: ${issueWords(parsed.error.issues).join('; ')}.` };
  const faults = mappingProblems(parsed.data.mapping);
  return faults.length === 0 ? { settings: parsed.data } : { problem: `Its mapping is faulty. ${faults.join(' ')}` };
};

const unreadableItem = (id: string, raw: unknown, problem: string): PlannedItem => ({
  item: {
    id,
    name: textOf(raw, 'name') ?? id,
    change: 'unreadable',
    changes: [],
    changeCount: 0,
    secrets: [],
    choices: [],
    notices: [problem],
  },
  settings: undefined,
  secrets: new Map(),
  isIdFree: false,
});

const secretEffects = (
  namesThere: readonly string[],
  inFile: ReadonlyMap<string, string>,
  here: ReadonlySet<string>,
  unchanged: ReadonlySet<string>,
): readonly ImportedSecret[] =>
  [...new Set([...namesThere, ...inFile.keys(), ...here])].map((name) => {
    const title = secretTitle(name);
    if (unchanged.has(name)) return { title, effect: 'unchanged' };
    if (inFile.has(name)) return { title, effect: here.has(name) ? 'replaced' : 'set' };
    return { title, effect: here.has(name) ? 'kept' : 'missing' };
  });

/** A file must not be able to have this computer's user sign in somewhere, unseen. */
const ownSignInNotice = (settings: ConnectionSettings, former: ConnectionSettings | undefined): string[] => {
  if (!needsLook(settings, former)) return [];
  const hosts = [...new Set(addressesIn(settings).map(({ host }) => host))].join(', ');
  return [
    `It signs in as the user of this computer at ${hosts}. It is taken over switched off; check the address before you switch it on.`,
  ];
};

/** Whether a connection is to be switched on by hand only. */
export const needsLook = (settings: ConnectionSettings, former: ConnectionSettings | undefined): boolean =>
  usesOwnSignIn(settings) &&
  (former === undefined || !usesOwnSignIn(former) || storedSecretProblem(former, settings) !== undefined);
