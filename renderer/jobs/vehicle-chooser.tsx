import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useEffect, useId, useMemo, useState, useSyncExternalStore } from 'react';
import { useFleet } from '../fleet/fleet-context.ts';
import type { FleetStore } from '../fleet/fleet-store.ts';
import { countOf } from '../format/number.ts';
import classes from './jobs.module.css';

interface VehicleChooserProps {
  readonly connectionId: string;
  /** What the type that the job is for may be called; where vehicles go by one of these, only they are offered. */
  readonly type: readonly (string | null)[];
  readonly chosen: ReadonlySet<string>;
  readonly problem: string | undefined;
  readonly onChange: (vehicleIds: ReadonlySet<string>) => void;
}

interface Candidate {
  readonly vehicleId: string;
  readonly name: string;
  readonly type: string;
}

/** More boxes than anybody ticks one by one; the filter and “choose all” reach the rest. */
const shownAtMost = 200;

const candidatesOf = (store: FleetStore, connectionId: string): readonly Candidate[] =>
  [...store.rows()]
    .filter((row) => store.connectionIdOf(row) === connectionId)
    .map((row) => ({ vehicleId: store.vehicleIdOf(row), name: store.nameOf(row), type: store.typeOf(row) }))
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));

export const VehicleChooser = ({ connectionId, type, chosen, problem, onChange }: VehicleChooserProps) => {
  const fleet = useFleet();
  const [filter, setFilter] = useState('');
  const problemId = useId();
  useEffect(() => fleet.show(), [fleet]);
  const version = useSyncExternalStore(fleet.store.subscribe, () => fleet.store.identityVersion);
  const all = useMemo(
    () => (version < 0 ? [] : candidatesOf(fleet.store, connectionId)),
    [fleet, connectionId, version],
  );
  const ofType = all.filter((candidate) => candidate.type !== '' && type.includes(candidate.type));
  const offered = ofType.length > 0 ? ofType : all;
  const wanted = filter.trim().toLocaleLowerCase();
  const found = offered.filter((candidate) =>
    [candidate.name, candidate.vehicleId, candidate.type].some((text) => text.toLocaleLowerCase().includes(wanted)),
  );

  const set = (vehicleIds: readonly string[], isChosen: boolean): void => {
    const next = new Set(chosen);
    for (const vehicleId of vehicleIds) {
      if (isChosen) next.add(vehicleId);
      else next.delete(vehicleId);
    }
    onChange(next);
  };

  if (fleet.store.hasSnapshot && all.length === 0) {
    return <p className={classes.quiet}>No vehicle of this connection is known yet.</p>;
  }
  return (
    <div role="group" aria-label="Vehicles" aria-describedby={problem === undefined ? undefined : problemId}>
      <TextInput
        label="Find vehicles"
        description="By name, id or type."
        value={filter}
        onChange={(event) => {
          setFilter(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          // Enter looks for a vehicle here; it must not take one to the next step.
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <Group gap="xs" my="xs">
        <Button
          onClick={() => {
            set(
              found.map(({ vehicleId }) => vehicleId),
              true,
            );
          }}
        >
          Choose {wanted === '' ? 'all' : 'the'} {countOf(found.length, 'vehicle')}
        </Button>
        <Button
          disabled={chosen.size === 0}
          onClick={() => {
            onChange(new Set());
          }}
        >
          Choose none
        </Button>
        <strong role="status">{chosen.size} chosen</strong>
      </Group>
      <div className={classes.vehicles}>
        {found.slice(0, shownAtMost).map(({ vehicleId, name }) => (
          <Checkbox
            key={vehicleId}
            size="sm"
            label={name === vehicleId ? name : `${name} (${vehicleId})`}
            checked={chosen.has(vehicleId)}
            onChange={(event) => {
              set([vehicleId], event.currentTarget.checked);
            }}
          />
        ))}
        {found.length === 0 && <span className={classes.quiet}>No vehicle’s name, id or type holds this text.</span>}
        {found.length > shownAtMost && (
          <span className={classes.quiet}>
            {countOf(found.length - shownAtMost, 'more vehicle', 'more vehicles')} not shown: filter to find them.
          </span>
        )}
      </div>
      {problem !== undefined && (
        <p id={problemId} role="alert" className={classes.error}>
          {problem}
        </p>
      )}
    </div>
  );
};
