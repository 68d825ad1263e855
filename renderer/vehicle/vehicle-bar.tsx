import { Button } from '@mantine/core';
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useCallback } from 'react';
import { goTo, hrefOf } from '../app/routes.ts';
import type { VehicleKey } from '../fleet/fleet-store.ts';
import { select } from '../fleet/fleet-ui.ts';
import { formatNumber } from '../format/number.ts';
import { usePreferences } from '../preferences/preferences-store.ts';
import { useNeighbours } from './use-neighbours.ts';
import { useVehicleKeys } from './use-vehicle-keys.ts';
import classes from './vehicle-view.module.css';

const open = (vehicle: VehicleKey | null): void => {
  if (vehicle === null) return;
  select(vehicle);
  goTo({ view: 'vehicle', ...vehicle });
};

/** Ways out of the page: back to the fleet, and along its list. */
export const VehicleBar = ({ vehicle }: { readonly vehicle: VehicleKey }) => {
  const { previous, next, position, count } = useNeighbours(vehicle);
  const { singleKeyShortcuts } = usePreferences();
  const keyHint = (key: string): string => (singleKeyShortcuts ? ` (${key})` : '');
  const toPrevious = useCallback(() => {
    open(previous);
  }, [previous]);
  const toNext = useCallback(() => {
    open(next);
  }, [next]);
  const toFleet = useCallback(() => {
    goTo({ view: 'fleet' });
  }, []);
  useVehicleKeys({ onBack: toFleet, onPrevious: toPrevious, onNext: toNext, singleKeyShortcuts });

  return (
    <nav className={classes.bar} aria-label="Vehicles in the list">
      <Button
        component="a"
        href={hrefOf({ view: 'fleet' })}
        variant="subtle"
        leftSection={<IconArrowLeft size={16} aria-hidden />}
        title="Back to the fleet (Esc)"
      >
        Fleet
      </Button>
      <Button
        variant="subtle"
        leftSection={<IconChevronLeft size={16} aria-hidden />}
        disabled={previous === null}
        onClick={toPrevious}
        title={`The vehicle before this one in the list${keyHint('[')}`}
      >
        Previous
      </Button>
      <Button
        variant="subtle"
        rightSection={<IconChevronRight size={16} aria-hidden />}
        disabled={next === null}
        onClick={toNext}
        title={`The vehicle after this one in the list${keyHint(']')}`}
      >
        Next
      </Button>
      {position !== null && (
        <span className={classes.place}>
          {formatNumber(position)} of {formatNumber(count)} in the list
        </span>
      )}
    </nav>
  );
};
