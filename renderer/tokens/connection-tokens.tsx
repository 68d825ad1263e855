import { Anchor, Button } from '@mantine/core';
import type { Creation } from '../../shared/access/creation.ts';
import type { TokenList, TokenRow } from '../../shared/access/token.ts';
import { hrefOf } from '../app/routes.ts';
import { goToToken } from '../connections/token-errand.ts';
import { SwitchOnButton } from '../platform/switch-on-button.tsx';
import type { PlatformConnection } from '../platform/use-platform.ts';
import { ReadTokens } from './read-tokens.tsx';
import { quotedList } from './token-words.ts';
import classes from './tokens.module.css';

export type ReadTokenList = Extract<TokenList, { readonly kind: 'tokens' }>;
type NotPermittedList = Extract<TokenList, { readonly kind: 'not-permitted' }>;

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

export const ConnectionTokens = (props: ConnectionTokensProps) =>
  props.connection.isEnabled ? <ReadTokens {...props} /> : <SwitchedOff {...props} />;

const SwitchedOff = ({ connection }: PlatformConnection) => (
  <div className={classes.card}>
    <h2>
      <span aria-hidden>○</span> {connection.name} is switched off
    </h2>
    <p>Nothing is asked of its platform, so its tokens are not listed. They go on being valid there.</p>
    <div className={classes.buttons}>
      <SwitchOnButton connection={connection} />
    </div>
  </div>
);

interface NotPermittedProps {
  readonly list: NotPermittedList;
  readonly connection: PlatformConnection['connection'];
}

/** No failure: this token is good for other things, and somebody else can help. */
export const NotPermitted = ({ list, connection }: NotPermittedProps) => (
  <div className={classes.card}>
    <h2>The tokens of {connection.name} are not shown to this connection</h2>
    <p>{list.explanation}</p>
    <p>
      <strong>Who can help:</strong> {list.whoCanHelp}
    </p>
    {list.helpers.length > 0 && (
      <p>On this console {quotedList(list.helpers.map(({ name }) => name))} may look at them:</p>
    )}
    <div className={classes.links}>
      {list.helpers.map(({ connectionId, name }) => (
        <Anchor key={connectionId} size="sm" href={hrefOf({ view: 'tokens', connectionId })}>
          Tokens seen through {name}
        </Anchor>
      ))}
      {!connection.isManaged && (
        <Button
          onClick={() => {
            goToToken(connection.id);
          }}
        >
          Enter another token for this connection…
        </Button>
      )}
    </div>
    <p className={classes.quiet}>
      Everything else works as before: a token that may not look at tokens is the safer one to watch vehicles with.
    </p>
  </div>
);
