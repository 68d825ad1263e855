import { IconPlus } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { platformTitles } from '../../shared/platform/kinds.ts';
import { tell } from '../connections/notify.ts';
import { GuardedButton } from '../platform/guarded-button.tsx';
import { RefreshButton } from '../platform/refresh-button.tsx';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import { SwitchOnButton } from '../platform/switch-on-button.tsx';
import { denialOf, isOffered, rightOf, type PlatformConnection } from '../platform/use-platform.ts';
import { useReading } from '../platform/use-reading.ts';
import { useRereading } from '../platform/use-rereading.ts';
import { useReturnFocus } from '../platform/use-return-focus.ts';
import { JobItem } from './job-item.tsx';
import { isUnderWay } from './job-words.ts';
import { NewJobDialog } from './new-job-dialog.tsx';
import { runningDelaysMs } from './running-delays.ts';
import { ScheduledJobs } from './scheduled-jobs.tsx';
import classes from './jobs.module.css';

export const ConnectionJobs = (props: PlatformConnection) => {
  const { connection, platform } = props;
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className={classes.connection}>
      <h2 id={titleId}>
        {connection.name} <span className={classes.quiet}>{platformTitles[platform.kind]}</span>
      </h2>
      {connection.isEnabled ? <JobsThere {...props} /> : <SwitchedOff connection={connection} />}
    </section>
  );
};

const SwitchedOff = ({ connection }: Pick<PlatformConnection, 'connection'>) => (
  <div className={classes.tools}>
    <span className={classes.quiet}>
      <span aria-hidden>○</span> The connection is switched off, so its jobs are not read. Those that run go on there.
    </span>
    <SwitchOnButton connection={connection} />
  </div>
);

const JobsThere = (props: PlatformConnection) => {
  const { platform } = props;
  const denial = denialOf(rightOf(platform, 'view-jobs'));
  return (
    <>
      {platform.problem !== null && (
        <p className={classes.notice}>
          <span aria-hidden>⚠</span> {platform.problem.message}
        </p>
      )}
      {denial === undefined ? (
        <ReadableJobs {...props} />
      ) : (
        <p className={classes.quiet}>The jobs of this platform cannot be read. {denial}</p>
      )}
      <ScheduledJobs {...props} />
    </>
  );
};

const ReadableJobs = ({ connection, platform }: PlatformConnection) => {
  const reading = useReading('jobs.list', { connectionId: connection.id });
  const [isCreating, setIsCreating] = useState(false);
  const [changeCount, setChangeCount] = useState(0);
  useReturnFocus(isCreating);
  const denialId = useId();
  const jobs = reading.value;
  const running = jobs?.filter(isUnderWay).length ?? 0;
  useRereading(running > 0, reading.reload, runningDelaysMs, changeCount);
  const runRight = rightOf(platform, 'run-job');
  const denial = denialOf(runRight);

  const readAgain = (): void => {
    setChangeCount((count) => count + 1);
    void reading.reload();
  };

  return (
    <>
      <div className={classes.tools}>
        {isOffered(runRight) && (
          <GuardedButton
            variant="filled"
            aria-label={`New job on ${connection.name}`}
            leftSection={<IconPlus size={16} aria-hidden />}
            denial={denial}
            denialId={denialId}
            onClick={() => {
              setIsCreating(true);
            }}
          >
            New job…
          </GuardedButton>
        )}
        <RefreshButton reading={reading} what={`the jobs of ${connection.name}`} />
        <span role="status" className={classes.quiet}>
          {running > 0 && `${String(running)} under way: the list follows by itself.`}
        </span>
      </div>
      {denial !== undefined && (
        <p id={denialId} className={classes.quiet}>
          Jobs can be seen here, not started or changed. {denial}
        </p>
      )}
      <ReadingNotice reading={reading} what="The jobs" />
      {jobs?.length === 0 && (
        <p className={classes.empty}>
          There is no job yet.{' '}
          {denial === undefined
            ? 'A new one takes three steps: what to do, for which vehicles, and a last look before it starts.'
            : ''}
        </p>
      )}
      {jobs !== undefined && jobs.length > 0 && (
        <ul className={classes.list} aria-label={`Jobs of ${connection.name}`}>
          {jobs.map((job) => (
            <JobItem
              key={job.id}
              job={job}
              runRight={runRight}
              onChanged={(control) => {
                if (control === 'remove') tell(`“${job.name}” is removed.`, 'What it did on the vehicles stays.');
                readAgain();
              }}
            />
          ))}
        </ul>
      )}
      {isCreating && (
        <NewJobDialog
          connection={connection}
          platform={platform}
          onStarted={(job) => {
            setIsCreating(false);
            tell(`“${job.name}” is started.`, `${job.action}, for ${job.target}.`);
            if (jobs !== undefined) reading.replace([job, ...jobs.filter(({ id }) => id !== job.id)]);
            readAgain();
          }}
          onInDoubt={readAgain}
          onClose={() => {
            setIsCreating(false);
          }}
        />
      )}
    </>
  );
};
