import { Anchor, Button } from '@mantine/core';
import type { TokensNotPermitted } from '../../shared/access/token-list.ts';
import { hrefOf } from '../app/routes.ts';
import { goToToken } from '../connections/token-errand.ts';
import type { PlatformConnection } from '../platform/use-platform.ts';
import { quotedList } from './token-words.ts';
import classes from './parts.module.css';

interface NotPermittedProps {
  readonly list: TokensNotPermitted;
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
