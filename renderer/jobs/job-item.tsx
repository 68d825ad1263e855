import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { Job, JobControl } from '../../shared/platform/job.ts';
import type { Right } from '../../shared/platform/rights.ts';
import { formatAge, formatDateTime } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { ActionBar } from '../platform/action-bar.tsx';
import { useReturnFocus } from '../platform/use-return-focus.ts';
import { ControlDialog } from './control-dialog.tsx';
import { JobDevices } from './job-devices.tsx';
import { JobProgress } from './job-progress.tsx';
import { controlWords, jobStateWords, jobTone } from './job-words.ts';
import classes from './jobs.module.css';

interface JobItemProps {
  readonly job: Job;
  readonly runRight: Right;
  /** Something was done about it: the list is to be read again. */
  readonly onChanged: (control: JobControl) => void;
}

export const JobItem = ({ job, runRight, onChanged }: JobItemProps) => {
  const [isOpen, setIsOpen] = useState(false);
  const [asked, setAsked] = useState<JobControl | null>(null);
  useReturnFocus(asked !== null);
  const detailsId = useId();
  const { shape, word } = jobStateWords[job.state];
  return (
    <li className={classes.job} data-tone={jobTone(job)} aria-label={job.name}>
      <div className={classes.head}>
        <h3>{job.name}</h3>
        <span className={classes.state}>
          <span aria-hidden>{shape}</span> {word}
        </span>
        <JobTimes job={job} />
      </div>
      <div>
        {job.action} <span className={classes.quiet}>for</span> {job.target}
      </div>
      <JobProgress name={job.name} progress={job.progress} />
      <ActionBar
        label={`Actions for ${job.name}`}
        actions={job.controls.map((control) => ({
          label: controlWords[control].button,
          right: runRight,
          onClick: () => {
            setAsked(control);
          },
        }))}
      >
        <Button
          aria-expanded={isOpen}
          aria-controls={detailsId}
          aria-label={`Vehicles of ${job.name}`}
          onClick={() => {
            setIsOpen(!isOpen);
          }}
        >
          <span aria-hidden>{isOpen ? '▾' : '▸'}</span>&nbsp;Vehicles
        </Button>
      </ActionBar>
      <div id={detailsId}>{isOpen && <JobDevices job={job} />}</div>
      {asked !== null && (
        <ControlDialog
          job={job}
          control={asked}
          onDone={() => {
            setAsked(null);
            onChanged(asked);
          }}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </li>
  );
};

const JobTimes = ({ job: { startedAtMs, endedAtMs } }: { readonly job: Job }) => {
  const nowMs = useNowMs();
  if (startedAtMs === null && endedAtMs === null) return null;
  return (
    <span className={classes.when}>
      {startedAtMs !== null && `Started ${formatDateTime(startedAtMs)}, ${formatAge(nowMs - startedAtMs)} ago`}
      {endedAtMs !== null && ` · ended ${formatDateTime(endedAtMs)}`}
    </span>
  );
};
