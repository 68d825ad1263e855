import { ReadingNotice } from '../platform/reading-notice.tsx';
import { denialOf, isOffered, rightOf, type PlatformConnection } from '../platform/use-platform.ts';
import { useReading } from '../platform/use-reading.ts';
import { DataTable } from '../layout/data-table.tsx';
import classes from './jobs.module.css';

/** Read only: the platform runs them by itself, and they are made there. */
export const ScheduledJobs = ({ connection, platform }: PlatformConnection) => {
  const right = rightOf(platform, 'view-scheduled-jobs');
  if (!isOffered(right)) return null;
  const denial = denialOf(right);
  return (
    <>
      <h3 className={classes.subheading}>Scheduled jobs</h3>
      {denial === undefined ? (
        <Table connectionId={connection.id} name={connection.name} />
      ) : (
        <p className={classes.quiet}>They cannot be read. {denial}</p>
      )}
    </>
  );
};

const Table = ({ connectionId, name }: { readonly connectionId: string; readonly name: string }) => {
  const reading = useReading('scheduledJobs.list', { connectionId });
  const jobs = reading.value;
  return (
    <>
      <ReadingNotice reading={reading} what="The scheduled jobs" />
      {jobs?.length === 0 && <p className={classes.quiet}>None. They are made on the platform itself.</p>}
      {jobs !== undefined && jobs.length > 0 && (
        <div className={classes.scroll}>
          <DataTable className={classes.table} aria-label={`Scheduled jobs of ${name}`}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">What</th>
                <th scope="col">For</th>
                <th scope="col">When</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <tr key={job.id}>
                  <th scope="row">{job.name}</th>
                  <td>{job.action}</td>
                  <td>{job.target}</td>
                  <td>{job.schedule}</td>
                  <td>{job.isCompleted ? '✓ Has run its course' : job.isEnabled ? '● On' : '○ Off'}</td>
                </tr>
              ))}
            </tbody>
          </DataTable>
        </div>
      )}
    </>
  );
};
