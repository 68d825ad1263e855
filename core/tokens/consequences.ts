import type { Consequence, ConsequenceCode, TokenRow } from '../../shared/access/token.ts';
import { platformTitles } from '../../shared/platform/kinds.ts';
import type { Desk } from './desk.ts';
import type { OtherAdministrator } from './other-administrator.ts';
import { canAdminister, listed } from './role-words.ts';
import type { TokenUse } from './token-use.ts';

/** Whether it matters if another token may administer: one that has ended, or may not itself, takes nothing away. */
export const mattersForAdministration = (row: TokenRow, { settings }: Pick<Desk, 'settings'>): boolean =>
  row.state !== 'expired' && canAdminister(settings.kind, row.roles) !== 'denied';

/**
 * What stops working when a token is deleted, as far as anybody knows. Empty: nothing.
 *
 * @param other undefined where it does not matter.
 */
export const consequencesOf = (
  row: TokenRow,
  use: TokenUse,
  other: OtherAdministrator | undefined,
  desk: Pick<Desk, 'connectionId' | 'name' | 'settings'>,
): Consequence[] => {
  const consequences: Consequence[] = [];
  const say = (code: ConsequenceCode, text: string): void => {
    consequences.push({ code, text });
  };
  const quoted = (names: readonly string[]): string =>
    listed(
      names.map((name) => `“${name}”`),
      'and',
    );

  if (row.isOwn) {
    say(
      'own-token',
      `The connection “${desk.name}”, through which you are working, signs in with it. It stops at once: no more values, no commands, no work with tokens, until it gets another.`,
    );
  }
  const others = row.usedBy.filter(({ connectionId }) => connectionId !== desk.connectionId).map(({ name }) => name);
  if (others.length > 0) {
    say(
      'used-by-connections',
      others.length === 1
        ? `The connection ${quoted(others)} of this console signs in with it. It stops until it gets another token.`
        : `The connections ${quoted(others)} of this console sign in with it. They stop until they get another token.`,
    );
  }
  if (use.unknown.length > 0) {
    say(
      'use-not-known',
      `Whether ${quoted(use.unknown.map(({ name }) => name))} ${use.unknown.length === 1 ? 'signs' : 'sign'} in with it is not known: the secret cannot be read at present. Unlock the vault to know.`,
    );
  }

  // A token that has ended lets nobody in any more, so that nothing else stops.
  if (row.state === 'expired') return consequences;

  const { kind } = desk.settings;
  const portal = `Then tokens can be made only by a person who signs in to the website of ${platformTitles[kind]}.`;
  if (other === 'none' && canAdminister(kind, row.roles) === 'allowed') {
    say('last-administrator', `It is the last token that may make and delete tokens. ${portal}`);
  } else if (other === 'none' || other === 'not-known') {
    say(
      'administrators-not-known',
      `It may be the last token that may make and delete tokens: what the others may is not known for all of them. If it is: ${portal}`,
    );
  }
  say(
    'used-elsewhere',
    'Every other program that signs in with it stops, too. The platform does not say which do: ask whoever got it.',
  );
  return consequences;
};

/** Exactly these, whatever their order. */
export const isAcknowledged = (
  consequences: readonly Consequence[],
  acknowledged: readonly ConsequenceCode[],
): boolean => {
  const needed = new Set(consequences.map(({ code }) => code));
  return needed.size === new Set(acknowledged).size && acknowledged.every((code) => needed.has(code));
};
