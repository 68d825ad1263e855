import { Anchor, Button } from '@mantine/core';
import type { People } from '../../shared/access/people.ts';
import { hrefOf } from '../app/routes.ts';
import { goToToken } from '../connections/token-errand.ts';
import type { PlatformConnection } from '../platform/use-platform.ts';
import classes from './people.module.css';

interface PeopleNotPermittedProps extends Pick<PlatformConnection, 'connection'> {
  readonly people: Extract<People, { readonly kind: 'not-permitted' }>;
}

/** No failure: this token is good for other things, and somebody else can help. */
export const PeopleNotPermitted = ({ people, connection }: PeopleNotPermittedProps) => (
  <div className={classes.card}>
    <h3>The users of {connection.name} are not shown to this connection</h3>
    <p>{people.explanation}</p>
    <p>
      <strong>Who can help:</strong> {people.whoCanHelp}
    </p>
    <div className={classes.links}>
      {people.helpers.map(({ connectionId, name }) => (
        <Anchor key={connectionId} size="sm" href={hrefOf({ view: 'admin', section: 'people', connectionId })}>
          Users seen through {name}
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
  </div>
);
