import type { People } from '../../shared/access/people.ts';
import { hrefOf } from '../app/routes.ts';
import { NotPermittedCard } from '../platform/not-permitted-card.tsx';
import type { PlatformConnection } from '../platform/use-platform.ts';

interface PeopleNotPermittedProps extends Pick<PlatformConnection, 'connection'> {
  readonly people: Extract<People, { readonly kind: 'not-permitted' }>;
}

export const PeopleNotPermitted = ({ people, connection }: PeopleNotPermittedProps) => (
  <NotPermittedCard
    connection={connection}
    heading="h3"
    what="users"
    refusal={people}
    ways={people.helpers.map(({ connectionId, name }) => ({
      href: hrefOf({ view: 'admin', section: 'people', connectionId }),
      title: `Users seen through ${name}`,
    }))}
  />
);
