import type { TokensNotPermitted } from '../../shared/access/token-list.ts';
import { hrefOf } from '../app/routes.ts';
import { NotPermittedCard } from '../platform/not-permitted-card.tsx';
import type { PlatformConnection } from '../platform/use-platform.ts';
import classes from './parts.module.css';

interface NotPermittedProps {
  readonly list: TokensNotPermitted;
  readonly connection: PlatformConnection['connection'];
}

export const NotPermitted = ({ list, connection }: NotPermittedProps) => (
  <NotPermittedCard
    connection={connection}
    heading="h2"
    what="tokens"
    refusal={list}
    ways={list.helpers.map(({ connectionId, name }) => ({
      href: hrefOf({ view: 'tokens', connectionId }),
      title: `Tokens seen through ${name}`,
    }))}
  >
    <p className={classes.quiet}>
      Everything else works as before: a token that may not look at tokens is the safer one to watch vehicles with.
    </p>
  </NotPermittedCard>
);
