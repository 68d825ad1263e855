import type { Creation } from '../../shared/access/creation.ts';
import type { TokenList, TokenRow } from '../../shared/access/token.ts';
import type { PlatformConnection } from '../platform/use-platform.ts';

export type ReadTokenList = Extract<TokenList, { readonly kind: 'tokens' }>;

/** What the tokens of one connection are shown with. */
export interface ConnectionTokensProps extends PlatformConnection {
  /** A new number: something was changed, and the list is to be read again. */
  readonly changeCount: number;
  readonly selectedId: string | null;
  readonly onSelect: (tokenId: string | null) => void;
  readonly onCreated: (creation: Creation, notes: readonly string[]) => void;
  /** A creation was cut off: what became of it is told with the creations. */
  readonly onHalfDone: () => Promise<void>;
  readonly onRotate: (row: TokenRow, list: ReadTokenList) => void;
}
