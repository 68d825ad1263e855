import { Loader } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { Creation } from '../../shared/access/creation.ts';
import { platformTitles } from '../../shared/platform/kinds.ts';
import { goTo, hrefOf } from '../app/routes.ts';
import { useConnections } from '../engine/connections-context.ts';
import { platformConnectionsOf, type PlatformConnection } from '../platform/use-platform.ts';
import { useReading } from '../platform/use-reading.ts';
import { useRereading } from '../platform/use-rereading.ts';
import { useReturnFocus } from '../platform/use-return-focus.ts';
import { ViewLinks } from '../layout/view-links.tsx';
import { ConnectionTokens } from './connection-tokens.tsx';
import { CreationList } from './creation-list.tsx';
import { FirstTokenPage } from './first-token-page.tsx';
import { NoticeBanner } from './notice-banner.tsx';
import { useNotices } from './notices-context.ts';
import { RotationDialog, type RotationTarget } from './rotation-dialog.tsx';
import { RotationList } from './rotation-list.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import parts from './parts.module.css';
import classes from './tokens-view.module.css';

type Dialog =
  | { readonly kind: 'secret'; readonly creation: Creation; readonly notes: readonly string[] }
  | { readonly kind: 'rotation'; readonly target: RotationTarget };

interface Selected {
  readonly connectionId: string;
  readonly tokenId: string | null;
}

/** A secret that nobody took in time is gone without a word. */
const heldDelaysMs = [15_000] as const;

/** The API tokens behind every connection that has a platform, and what of them is under way. */
export const TokensView = ({ connectionId }: { readonly connectionId: string | null }) => {
  const connections = useConnections();
  const creations = useReading('tokens.creations', {});
  const rotations = useReading('rotations.list', {});
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [selected, setSelected] = useState<Selected | null>(null);
  useReturnFocus(dialog !== null);
  useRereading(creations.value?.some(({ state }) => state === 'held') === true, creations.reload, heldDelaysMs);
  const readCreations = creations.reload;
  const readRotations = rotations.reload;
  const readNotices = useNotices().reload;
  const onChanged = useCallback(() => {
    void readCreations();
    void readRotations();
    void readNotices();
  }, [readCreations, readRotations, readNotices]);
  const close = (): void => {
    setDialog(null);
    onChanged();
  };

  const platforms = connections === undefined ? [] : platformConnectionsOf(connections);
  const shown = chosenOf(platforms, connectionId);

  return (
    <section role="region" aria-label="Tokens" className={classes.view}>
      <div className={classes.top}>
        <h1>Tokens</h1>
        {platforms.length > 1 && (
          <ViewLinks
            label="Connections"
            links={platforms.map(({ connection, platform }) => ({
              href: hrefOf({ view: 'tokens', connectionId: connection.id }),
              title: connection.name,
              note: platformTitles[platform.kind],
              isCurrent: connection.id === shown?.connection.id,
            }))}
          />
        )}
      </div>
      <NoticeBanner
        onShow={(notice) => {
          setSelected({ connectionId: notice.connectionId, tokenId: notice.tokenId });
          if (shown?.connection.id !== notice.connectionId) {
            goTo({ view: 'tokens', connectionId: notice.connectionId });
          }
        }}
        onRevoke={(rotationId) => {
          setDialog({ kind: 'rotation', target: { rotationId } });
        }}
      />
      <RotationList
        reading={rotations}
        onOpen={(rotation) => {
          setDialog({ kind: 'rotation', target: { rotationId: rotation.id } });
        }}
      />
      <CreationList
        reading={creations}
        onTake={(creation) => {
          setDialog({ kind: 'secret', creation, notes: [] });
        }}
        onShow={(creation) => {
          setSelected({ connectionId: creation.connectionId, tokenId: creation.tokenId });
          goTo({ view: 'tokens', connectionId: creation.connectionId });
        }}
      />
      {connections === undefined && <Loader size="sm" aria-label="Loading" />}
      {connections !== undefined && platforms.length === 0 && <FirstTokenPage />}
      {connections !== undefined && platforms.length > 0 && shown === undefined && (
        <p className={parts.empty}>
          There is no connection here whose tokens this address could show. It may have been removed. Choose one above.
        </p>
      )}
      {shown !== undefined && (
        <ConnectionTokens
          key={shown.connection.id}
          {...shown}
          selectedId={selected?.connectionId === shown.connection.id ? selected.tokenId : null}
          onSelect={(tokenId) => {
            setSelected({ connectionId: shown.connection.id, tokenId });
          }}
          onCreated={(creation, notes) => {
            setDialog({ kind: 'secret', creation, notes });
          }}
          onHalfDone={readCreations}
          onRotate={(row, list) => {
            setDialog({ kind: 'rotation', target: { connection: shown.connection, row, list } });
          }}
        />
      )}
      {dialog?.kind === 'secret' && (
        <SecretDialog
          key={dialog.creation.id}
          {...dialog}
          onClose={(isForgotten) => {
            // Gone at once, and also where an older reading is still under way.
            if (isForgotten) creations.replace(creations.value?.filter(({ id }) => id !== dialog.creation.id) ?? []);
            close();
          }}
        />
      )}
      {dialog?.kind === 'rotation' && (
        <RotationDialog
          target={dialog.target}
          rotations={rotations.value ?? []}
          onAnswer={(answer) => {
            const others = rotations.value?.filter(({ id }) => id !== answer.id) ?? [];
            rotations.replace([answer, ...others]);
          }}
          onClose={close}
        />
      )}
    </section>
  );
};

/** The one that is asked for; else the first that is on and may look, else the first. */
const chosenOf = (
  platforms: readonly PlatformConnection[],
  connectionId: string | null,
): PlatformConnection | undefined => {
  if (connectionId !== null) return platforms.find(({ connection }) => connection.id === connectionId);
  const mayLook = platforms.find(
    ({ connection, platform }) => connection.isEnabled && platform.rights['view-tokens'].state === 'allowed',
  );
  return mayLook ?? platforms[0];
};
