import { useState } from 'react';
import type { Consequence, ConsequenceCode } from '../../shared/access/token.ts';
import { useReading, type UsedReading } from '../platform/use-reading.ts';

export interface Acknowledging {
  readonly reading: UsedReading<Consequence[]>;
  readonly isAcknowledged: (consequence: Consequence) => boolean;
  readonly acknowledge: (consequence: Consequence, isSaid: boolean) => void;
  readonly typedName: string;
  readonly typeName: (text: string) => void;
  /** True where a person has to type the token's name. */
  readonly needsName: boolean;
  /** All that has to be said, once it has been; undefined before. */
  readonly acknowledged: ConsequenceCode[] | undefined;
}

/** What stops working when a token is deleted, and that a person has said yes to each of it. */
export const useConsequences = (connectionId: string, tokenId: string, tokenName: string): Acknowledging => {
  const reading = useReading('tokens.consequences', { connectionId, tokenId });
  // By code and text: a consequence that has become another, as with one more connection, is to be said anew.
  const [said, setSaid] = useState<ReadonlySet<string>>(new Set());
  const [typedName, typeName] = useState('');
  const consequences = reading.value;
  const needsName = consequences?.some(({ code }) => code === 'last-administrator') === true;
  const isAcknowledged = (consequence: Consequence): boolean => said.has(keyOf(consequence));
  const isWhole =
    consequences !== undefined &&
    reading.failure === null &&
    !reading.isReading &&
    consequences.every(isAcknowledged) &&
    (!needsName || typedName.trim() === tokenName);
  return {
    reading,
    isAcknowledged,
    acknowledge: (consequence, isSaid) => {
      const next = new Set(said);
      if (isSaid) next.add(keyOf(consequence));
      else next.delete(keyOf(consequence));
      setSaid(next);
    },
    typedName,
    typeName,
    needsName,
    acknowledged: isWhole ? consequences.map(({ code }) => code) : undefined,
  };
};

const keyOf = ({ code, text }: Consequence): string => `${code}\n${text}`;
