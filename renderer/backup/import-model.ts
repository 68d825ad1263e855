import {
  largestBackupCharacters,
  type ImportChoice,
  type ImportDecision,
  type ImportItem,
  type ImportPreview,
  type ImportedSecret,
} from '../../shared/backup/backup.ts';
import { countOf } from '../format/number.ts';

const binarySeal = 'age-encryption.org/v1\n';

/** Text in UTF-8. A file under a passphrase may be binary; there a byte is a character, as the engine expects it. */
export const contentOf = (bytes: Uint8Array): string => {
  const isBinary = new TextDecoder().decode(bytes.subarray(0, binarySeal.length)) === binarySeal;
  return isBinary ? Array.from(bytes, (byte) => String.fromCharCode(byte)).join('') : new TextDecoder().decode(bytes);
};

export const isTooLarge = (byteCount: number): boolean => byteCount > largestBackupCharacters;

/**
 * New things are taken, and nothing that is here is touched, until somebody says so. What was chosen before stands where
 * it is still possible.
 */
export const firstDecision = (preview: ImportPreview, former?: ImportDecision): ImportDecision => ({
  connections: Object.fromEntries(
    preview.connections
      .filter(({ choices }) => choices.length > 1)
      .map((item): [string, ImportChoice] => {
        const chosen = former === undefined ? undefined : ownChoice(former, item.id);
        return [item.id, chosen !== undefined && item.choices.includes(chosen) ? chosen : firstChoice(item)];
      }),
  ),
  preferences: former?.preferences ?? 'keep',
  managed: former?.managed ?? 'keep',
});

const firstChoice = ({ change, choices }: ImportItem): ImportChoice =>
  change === 'added' && choices.includes('take') ? 'take' : 'keep';

const ownChoice = ({ connections }: ImportDecision, id: string): ImportChoice | undefined =>
  Object.hasOwn(connections, id) ? connections[id] : undefined;

export const choiceOf = (decision: ImportDecision, { id }: ImportItem): ImportChoice =>
  ownChoice(decision, id) ?? 'keep';

export const choose = (decision: ImportDecision, id: string, choice: ImportChoice): ImportDecision => ({
  ...decision,
  connections: { ...decision.connections, [id]: choice },
});

/** The same for everything that allows it. */
export const chooseAll = (preview: ImportPreview, choice: 'keep' | 'take'): ImportDecision => ({
  connections: Object.fromEntries(
    preview.connections
      .filter(({ choices }) => choices.length > 1)
      .map(({ id, choices }): [string, ImportChoice] => [id, choices.includes(choice) ? choice : 'keep']),
  ),
  preferences: preview.preferences.length > 0 ? choice : 'keep',
  managed: preview.managed.length > 0 ? choice : 'keep',
});

/** What will be done, in words; empty where everything stays as it is. */
export const summaryOf = (preview: ImportPreview, decision: ImportDecision): readonly string[] => {
  const taken = preview.connections.filter((item) => choiceOf(decision, item) === 'take');
  const added = taken.filter(({ change }) => change === 'added').length;
  const replaced = taken.length - added;
  const copied = preview.connections.filter((item) => choiceOf(decision, item) === 'copy').length;
  return [
    ...(added > 0 ? [`${countOf(added, 'connection')} added`] : []),
    ...(replaced > 0 ? [`${countOf(replaced, 'connection')} changed`] : []),
    ...(copied > 0 ? [`${countOf(copied, 'connection')} added as a copy, switched off`] : []),
    ...(decision.preferences === 'take' && preview.preferences.length > 0 ? ['preferences changed'] : []),
    ...(decision.managed === 'take' && preview.managed.length > 0 ? ['the console’s own connections switched'] : []),
  ];
};

export const changeWords: Readonly<Record<ImportItem['change'], { readonly shape: string; readonly word: string }>> = {
  added: { shape: '+', word: 'Not here yet' },
  changed: { shape: '≠', word: 'Different here' },
  same: { shape: '=', word: 'The same here' },
  unreadable: { shape: '✕', word: 'Cannot be read' },
};

export const choiceWords: Readonly<Record<ImportChoice, string>> = {
  keep: 'Keep what is here',
  take: 'Take from the file',
  copy: 'Add as a copy',
};

/** Where nothing is here, there is nothing to keep. */
export const choiceLabel = (item: ImportItem, choice: ImportChoice): string =>
  item.change === 'added' ? (choice === 'keep' ? 'Leave out' : 'Add') : choiceWords[choice];

const effectWords: Readonly<Record<ImportedSecret['effect'], string>> = {
  set: 'comes from the file',
  replaced: 'is replaced by the file’s',
  unchanged: 'is the same here and in the file',
  kept: 'stays as it is here',
  missing: 'is not in the file: enter it after the import',
};

/** A copy has nothing of what is stored here. */
const copyEffectWords: Readonly<Record<ImportedSecret['effect'], string>> = {
  ...effectWords,
  replaced: effectWords.set,
  unchanged: effectWords.set,
  kept: effectWords.missing,
};

/** What becomes of a connection's secrets, for the choice that stands, or for the one that could be made. */
export const secretWords = ({ choices, secrets, change }: ImportItem, choice: ImportChoice): string => {
  if (secrets.length === 0 || change === 'same' || choices.length < 2) return '';
  const canTake = choices.includes('take');
  const isCopy = choice === 'copy' || (choice === 'keep' && !canTake);
  const words = secrets
    .map(({ title, effect }) => `${title} ${(isCopy ? copyEffectWords : effectWords)[effect]}.`)
    .join(' ');
  if (choice !== 'keep') return words;
  return `${isCopy ? 'In a copy' : 'If taken'}: ${words}`;
};
