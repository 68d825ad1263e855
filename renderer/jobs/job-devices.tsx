import { Anchor, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Job, JobDevice, JobState } from '../../shared/platform/job.ts';
import { hrefOf } from '../app/routes.ts';
import { countOf } from '../format/number.ts';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import { useReading } from '../platform/use-reading.ts';
import { useRereading } from '../platform/use-rereading.ts';
import { jobDeviceWords, isUnderWay, jobStateWords } from './job-words.ts';
import { runningDelaysMs } from './running-delays.ts';
import { DataTable } from '../layout/data-table.tsx';
import classes from './jobs.module.css';

/** What needs a look comes first. */
const order: Readonly<Record<JobState, number>> = {
  failed: 0,
  unknown: 1,
  cancelled: 2,
  stopped: 3,
  running: 4,
  pending: 5,
  complete: 6,
};
/** More lines than anybody reads; the filter finds the rest. */
const shownAtMost = 200;

const matching = (devices: readonly JobDevice[], filter: string): readonly JobDevice[] => {
  const wanted = filter.trim().toLocaleLowerCase();
  return devices
    .filter(({ vehicleId, name, state, message }) =>
      [name, vehicleId, jobDeviceWords[state], message ?? ''].some((text) => text.toLocaleLowerCase().includes(wanted)),
    )
    .sort((a, b) => order[a.state] - order[b.state] || a.name.localeCompare(b.name, undefined, { numeric: true }));
};

export const JobDevices = ({ job }: { readonly job: Job }) => {
  const reading = useReading('jobs.devices', { connectionId: job.connectionId, jobId: job.id });
  const [filter, setFilter] = useState('');
  const { reload } = reading;
  // The list counts along: when its count changes there is something new to read here, and its last change is the end.
  const count = JSON.stringify([job.state, job.progress]);
  const lastCount = useRef(count);
  useEffect(() => {
    if (lastCount.current !== count) void reload();
    lastCount.current = count;
  }, [count, reload]);
  useRereading(job.progress === null && isUnderWay(job), reload, runningDelaysMs);
  const devices = reading.value ?? [];
  const found = matching(devices, filter);
  return (
    <div className={classes.devices}>
      <ReadingNotice reading={reading} what="The vehicles of the job" />
      {reading.value?.length === 0 && <p className={classes.quiet}>The platform names no vehicle for this job.</p>}
      {devices.length > 8 && (
        <TextInput
          aria-label={`Filter the vehicles of ${job.name}`}
          placeholder="Filter vehicles"
          className={classes.filter}
          value={filter}
          onChange={(event) => {
            setFilter(event.currentTarget.value);
          }}
        />
      )}
      {found.length > 0 && (
        <DataTable className={classes.table} aria-label={`Vehicles of ${job.name}`}>
          <thead>
            <tr>
              <th scope="col">Vehicle</th>
              <th scope="col">State</th>
              <th scope="col">What it or the platform says</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, shownAtMost).map(({ vehicleId, name, state, message }) => (
              <tr key={vehicleId} data-tone={jobStateWords[state].tone}>
                <th scope="row">
                  <Anchor href={hrefOf({ view: 'vehicle', connectionId: job.connectionId, vehicleId })}>{name}</Anchor>
                </th>
                <td className={classes.state}>
                  <span aria-hidden>{jobStateWords[state].shape}</span> {jobDeviceWords[state]}
                </td>
                <td>{message ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
      {devices.length > 0 && found.length === 0 && (
        <p className={classes.quiet}>No vehicle’s name, state or message holds this text.</p>
      )}
      {found.length > shownAtMost && (
        <p className={classes.quiet}>
          {countOf(found.length - shownAtMost, 'more vehicle', 'more vehicles')} not shown: filter to find them.
        </p>
      )}
    </div>
  );
};
