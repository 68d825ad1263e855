import type { KeyboardEvent } from 'react';
import type { TokenRow } from '../../shared/access/token.ts';
import { GridRow } from '../grid/row-grid.tsx';
import { Spoken } from '../layout/spoken.tsx';
import {
  createdInWords,
  dateInWords,
  distanceInWords,
  mayDoInWords,
  noExpiry,
  organizationsInWords,
  rolesInWords,
  stateWordsOf,
  usersInWords,
  type RoleLookup,
} from './token-words.ts';
import classes from './token-table.module.css';

interface TokenTableRowProps {
  readonly row: TokenRow;
  readonly index: number;
  readonly startPx: number;
  readonly lookup: RoleLookup;
  readonly hasOrganizations: boolean;
  readonly nowMs: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onFocus: () => void;
  readonly onClick: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export const TokenTableRow = (props: TokenTableRowProps) => {
  const { row, index, startPx, lookup, hasOrganizations, nowMs, isActive, isSelected } = props;
  const state = stateWordsOf(row.state);
  const mayDo = mayDoInWords(row, lookup);
  const users = usersInWords(row);
  return (
    <GridRow
      startPx={startPx}
      isActive={isActive}
      isSelected={isSelected}
      aria-rowindex={index + 1}
      data-token-id={row.id}
      data-tone={state.tone}
      className={classes.row}
      onFocus={props.onFocus}
      onClick={props.onClick}
      onKeyDown={props.onKeyDown}
    >
      <div role="gridcell" title={row.name}>
        <div className={classes.name}>{row.name}</div>
        {row.id !== row.name && <div className={classes.second}>{row.id}</div>}
      </div>
      <div role="gridcell" title={mayDo}>
        <div>{rolesInWords(row, lookup)}</div>
        <div className={classes.second}>{mayDo}</div>
      </div>
      {hasOrganizations && <div role="gridcell">{organizationsInWords(row, lookup)}</div>}
      <div role="gridcell" className={row.createdAtMs === null ? classes.untold : undefined}>
        {createdInWords(row.createdAtMs)}
      </div>
      <div role="gridcell" className={row.expiresAtMs === null ? classes.untold : undefined}>
        {row.expiresAtMs === null ? (
          noExpiry
        ) : (
          <>
            <div className={classes.expiry}>{distanceInWords(row.expiresAtMs, nowMs)}</div>
            <div className={classes.second}>{dateInWords(row.expiresAtMs)}</div>
          </>
        )}
      </div>
      <div role="gridcell" className={classes.state} title={state.word}>
        <span aria-hidden>{state.shape}</span> {state.word}
      </div>
      <div role="gridcell" title={users}>
        {row.usedBy.length === 0 ? (
          <span className={classes.untold}>
            <span aria-hidden>–</span>
            <Spoken>no connection</Spoken>
          </span>
        ) : (
          <>
            <div>{users}</div>
            {row.isOwn && <div className={classes.second}>this connection</div>}
          </>
        )}
      </div>
    </GridRow>
  );
};
