import { Button, CloseButton, TextInput } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { DeviceGroup } from '../../shared/platform/device.ts';
import { formatClock } from '../format/age.ts';
import { countOf, formatNumber } from '../format/number.ts';
import { usePreferences } from '../preferences/preferences-store.ts';
import { useFleet, useFleetSelection, usePausedAtMs } from './fleet-context.ts';
import { searchFor, useFleetUi } from './fleet-ui.ts';
import { GroupFilter } from './group-filter.tsx';
import { StatusFilter } from './status-filter.tsx';
import classes from './fleet-toolbar.module.css';

interface FleetToolbarProps {
  /** The platforms' groups, to filter by. */
  readonly groups: readonly DeviceGroup[];
}

export const FleetToolbar = ({ groups }: FleetToolbarProps) => (
  <div className={classes.toolbar} role="search" aria-label="Vehicles">
    <TextFilter />
    <GroupFilter groups={groups} />
    <StatusFilter />
    <div className={classes.end}>
      <Counter />
      <PauseButton />
    </div>
  </div>
);

const isEditable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select') !== null);

/** From the filter into what it found: to the one row that is in the order of tabs. */
const focusRow = (): void => {
  document.querySelector<HTMLElement>('[role="grid"] [data-row][tabindex="0"]')?.focus();
};

const TextFilter = () => {
  const input = useRef<HTMLInputElement>(null);
  const text = useFleetUi((state) => state.query.text);
  const { singleKeyShortcuts } = usePreferences();

  useEffect(() => {
    if (!singleKeyShortcuts) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isEditable(event.target)) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [singleKeyShortcuts]);

  return (
    <TextInput
      ref={input}
      className={classes.text}
      aria-label="Filter vehicles"
      aria-keyshortcuts={singleKeyShortcuts ? '/' : undefined}
      placeholder={singleKeyShortcuts ? 'Name, type or connection   /' : 'Name, type or connection'}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        text === '' ? undefined : (
          <CloseButton
            size="sm"
            aria-label="Clear the text filter"
            onClick={() => {
              searchFor('');
              input.current?.focus();
            }}
          />
        )
      }
      value={text}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        searchFor(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') searchFor('');
        if (event.key === 'ArrowDown' || event.key === 'Enter') {
          event.preventDefault();
          focusRow();
        }
      }}
    />
  );
};

/** Said after a filter has changed what is shown; a live region, and seldom a changing one. */
const Counter = () => {
  const { rows, totalCount } = useFleetSelection();
  return (
    <output className={classes.counter} aria-label="Vehicles shown">
      {rows.length === totalCount
        ? countOf(totalCount, 'vehicle')
        : `${formatNumber(rows.length)} of ${countOf(totalCount, 'vehicle')}`}
    </output>
  );
};

/** Whatever moves by itself for longer than five seconds can be held still (WCAG 2.2.2). */
const PauseButton = () => {
  const fleet = useFleet();
  const pausedAtMs = usePausedAtMs();
  if (pausedAtMs === null) {
    return (
      <Button
        leftSection={<IconPlayerPause size={14} aria-hidden />}
        onClick={() => {
          fleet.pause();
        }}
      >
        Pause
      </Button>
    );
  }
  return (
    <div className={classes.paused}>
      <span role="status">Paused at {formatClock(pausedAtMs)}</span>
      <Button
        variant="filled"
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        onClick={() => {
          fleet.resume();
        }}
      >
        Go live
      </Button>
    </div>
  );
};
