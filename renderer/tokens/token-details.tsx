import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { TokenAbilities, TokenRow } from '../../shared/access/token.ts';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import { formatDateTime } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { ActionBar } from '../platform/action-bar.tsx';
import {
  distanceInWords,
  noExpiryInWords,
  roleNameOf,
  stateWordsOf,
  tokenNoun,
  type RoleLookup,
} from './token-words.ts';
import parts from './parts.module.css';
import classes from './token-details.module.css';

interface TokenDetailsProps {
  readonly row: TokenRow;
  readonly platform: PlatformKind;
  readonly abilities: TokenAbilities;
  readonly lookup: RoleLookup;
  readonly takesFocus: boolean;
  readonly onRotate: () => void;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** One token whole, and what can be done about it. */
export const TokenDetails = (props: TokenDetailsProps) => {
  const { row, platform, abilities, lookup, takesFocus, onRotate, onEdit, onDelete, onClose } = props;
  const nowMs = useNowMs();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const state = stateWordsOf(row.state);
  const isListed = row.state !== 'unknown-to-platform';
  const unlisted = isListed ? undefined : 'The platform does not list it: there is nothing to change.';
  const noRoles =
    row.roles === null || row.roles.length === 0
      ? 'Which roles it has is not known, so that no new one with the same can be made.'
      : undefined;
  return (
    <aside
      aria-label={`Token ${row.name}`}
      className={classes.details}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div className={classes.head}>
        <h2 ref={heading} tabIndex={-1}>
          {row.name}
        </h2>
        <ActionIcon aria-label="Close the details" onClick={onClose}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </div>
      <ActionBar
        label={`Actions for ${row.name}`}
        actions={[
          { label: 'Rotate…', right: abilities.create, obstacle: unlisted ?? noRoles, onClick: onRotate },
          { label: 'Edit…', right: abilities.edit, obstacle: unlisted, onClick: onEdit },
          { label: 'Delete…', right: abilities.remove, obstacle: unlisted, onClick: onDelete },
        ]}
      />
      <dl>
        <div>
          <dt>State</dt>
          <dd data-tone={state.tone}>
            <span aria-hidden>{state.shape}</span> {state.word}
          </dd>
          {!isListed && (
            <dd>
              A connection here signs in with it, and the platform does not list it: it was deleted, or it belongs
              elsewhere. Give that connection another token.
            </dd>
          )}
        </div>
        {row.id !== row.name && (
          <div>
            <dt>{platform === 'watson' ? 'API key' : 'Id'}</dt>
            <dd>{row.id}</dd>
          </div>
        )}
        <div>
          <dt>Roles, and what each may do</dt>
          {row.roles === null && <dd>The platform does not say.</dd>}
          {row.roles?.length === 0 && <dd>None: it may do nothing.</dd>}
          {row.roles?.map((grant) => (
            <dd key={`${grant.roleId} ${grant.organization ?? ''}`}>
              <strong>{roleNameOf(grant, lookup)}</strong>
              {grant.organization !== null && (
                <> in {lookup.organizations.get(grant.organization) ?? grant.organization}</>
              )}
              <div className={parts.quiet}>{lookup.roles.get(grant.roleId)?.mayDo}</div>
            </dd>
          ))}
        </div>
        <div>
          <dt>Expires</dt>
          <dd data-tone={state.tone}>
            {row.expiresAtMs === null
              ? noExpiryInWords(platform, row.state)
              : `${distanceInWords(row.expiresAtMs, nowMs)}, ${formatDateTime(row.expiresAtMs)}`}
          </dd>
        </div>
        <div>
          <dt>Created</dt>
          <dd>{row.createdAtMs === null ? 'The platform does not say.' : formatDateTime(row.createdAtMs)}</dd>
        </div>
        <div>
          <dt>Connections of this console that sign in with it</dt>
          {row.usedBy.length === 0 && <dd>None. Other programs may: the platform does not say.</dd>}
          {row.usedBy.map(({ connectionId, name }) => (
            <dd key={connectionId}>{name}</dd>
          ))}
          {row.isOwn && (
            <dd className={parts.quiet}>The list that you see was read with this very {tokenNoun(platform)}.</dd>
          )}
        </div>
      </dl>
    </aside>
  );
};
