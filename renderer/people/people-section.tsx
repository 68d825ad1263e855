import { Anchor, Loader } from '@mantine/core';
import { platformTitles } from '../../shared/platform/kinds.ts';
import { hrefOf } from '../app/routes.ts';
import { useConnections } from '../engine/connections-context.ts';
import { SwitchedOffCard } from '../platform/switched-off-card.tsx';
import { isOffered, platformConnectionsOf, rightOf, type PlatformConnection } from '../platform/use-platform.ts';
import { PeopleOfConnection } from './people-of-connection.tsx';
import { ViewLinks } from '../layout/view-links.tsx';
import { Spoken } from '../layout/spoken.tsx';
import card from '../layout/card.module.css';
import classes from './people.module.css';

/** Who may use each platform, under which roles, and how it is divided into organisations. Only read here. */
export const PeopleSection = ({ connectionId }: { readonly connectionId: string | null }) => {
  const connections = useConnections();
  const platforms = connections === undefined ? [] : platformConnectionsOf(connections);
  const shown = chosenOf(platforms, connectionId);
  return (
    <div className={classes.page}>
      <Spoken as="h2">Users and roles</Spoken>
      {platforms.length > 1 && (
        <ViewLinks
          label="Connections"
          links={platforms.map(({ connection, platform }) => ({
            href: hrefOf({ view: 'admin', section: 'people', connectionId: connection.id }),
            title: connection.name,
            note: platformTitles[platform.kind],
            isCurrent: connection.id === shown?.connection.id,
          }))}
        />
      )}
      {connections === undefined && <Loader size="sm" aria-label="Loading" />}
      {connections !== undefined && platforms.length === 0 && (
        <p className={classes.empty}>
          No connection here is to a platform that has users: a broker alone knows none. Add one to Azure IoT Central on
          the <Anchor href={hrefOf({ view: 'connections' })}>Connections</Anchor> view, with a token that may
          administer, and they stand here.
        </p>
      )}
      {platforms.length > 0 && shown === undefined && (
        <p className={classes.empty}>
          There is no connection here whose users this address could show. It may have been removed. Choose one above.
        </p>
      )}
      {shown !== undefined && <Shown key={shown.connection.id} {...shown} />}
    </div>
  );
};

const Shown = ({ connection, platform }: PlatformConnection) => {
  if (!isOffered(rightOf(platform, 'view-users')) && !isOffered(rightOf(platform, 'view-organizations'))) {
    return <NothingThere connection={connection} platform={platform} />;
  }
  if (!connection.isEnabled) return <SwitchedOff connection={connection} />;
  return <PeopleOfConnection connection={connection} platform={platform} />;
};

/** No gap of the console: the platform has nothing to tell, and says who can. */
const NothingThere = ({ connection, platform }: PlatformConnection) => (
  <div className={card.card}>
    <h3>{platformTitles[platform.kind]} tells no users</h3>
    <p>
      {rightOf(platform, 'view-users').explanation} {rightOf(platform, 'view-organizations').explanation}
    </p>
    <p>
      <strong>Where they are:</strong> whoever administers {platform.application ?? 'the organisation'} sees its members
      in the platform’s own dashboard; with Maximo, in the administration of the suite.
    </p>
    <p>
      What a program may do, it may by its API key. The keys and their roles are on the{' '}
      <Anchor href={hrefOf({ view: 'tokens', connectionId: connection.id })}>Tokens view of {connection.name}</Anchor>.
    </p>
  </div>
);

const SwitchedOff = ({ connection }: Pick<PlatformConnection, 'connection'>) => (
  <SwitchedOffCard connection={connection} heading="h3">
    Nothing is asked of its platform, so its users and roles are not listed.
  </SwitchedOffCard>
);

/** The one that is asked for; else the first that is on and may look, else the first that has users, else the first. */
const chosenOf = (
  platforms: readonly PlatformConnection[],
  connectionId: string | null,
): PlatformConnection | undefined => {
  if (connectionId !== null) return platforms.find(({ connection }) => connection.id === connectionId);
  const stateOf = ({ platform }: PlatformConnection) => platform.rights['view-users'].state;
  return (
    platforms.find((one) => one.connection.isEnabled && stateOf(one) === 'allowed') ??
    platforms.find((one) => one.connection.isEnabled && stateOf(one) !== 'unsupported') ??
    platforms.find((one) => stateOf(one) !== 'unsupported') ??
    platforms[0]
  );
};
