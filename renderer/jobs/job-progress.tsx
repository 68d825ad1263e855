import type { Job } from '../../shared/platform/job.ts';
import { progressWords } from './job-words.ts';
import classes from './jobs.module.css';

/** The numbers say it; the bar lets one see it from across the room. */
export const JobProgress = ({ name, progress }: { readonly name: string; readonly progress: Job['progress'] }) => {
  if (progress === null) return <span className={classes.quiet}>The platform does not count</span>;
  const { total, completed, failed } = progress;
  const share = (count: number): string => `${String(total <= 0 ? 0 : Math.min(100, (100 * count) / total))}%`;
  return (
    <div>
      <div
        role="progressbar"
        aria-label={`Progress of ${name}`}
        aria-valuemin={0}
        aria-valuemax={Math.max(1, total)}
        aria-valuenow={Math.min(total, completed + failed)}
        aria-valuetext={progressWords(progress)}
        className={classes.track}
      >
        <span className={classes.done} style={{ width: share(completed) }} />
        <span className={classes.failed} style={{ width: share(failed) }} />
      </div>
      <span className={classes.numbers}>{progressWords(progress)}</span>
    </div>
  );
};
