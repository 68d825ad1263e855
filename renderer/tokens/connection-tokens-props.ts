import type { Creation } from '../../shared/access/creation.ts';
import type { ReadTokenList } from '../../shared/access/token-list.ts';
import type { TokenRow } from '../../shared/access/token.ts';
import type { PlatformConnection } from '../platform/use-platform.ts';

/** What the tokens of one connection are shown with. */
export interface ConnectionTokensProps extends PlatformConnection {
  readonly selectedId: string | null;
  readonly onSelect: (tokenId: string | null) => void;
  readonly onCreated: (creation: Creation, notes: readonly string[]) => void;
  /** A creation was cut off: what became of it is told with the creations. */
  readonly onHalfDone: () => Promise<void>;
  readonly onRotate: (row: TokenRow, list: ReadTokenList) => void;
}
