import type { DeviceOutcomeState } from '../../shared/platform/many-devices.ts';
import { countOf } from '../format/number.ts';
import { countsOf } from './run-in-parts.ts';
import classes from './many-devices.module.css';

interface OutcomeSummaryProps {
  readonly outcomes: readonly { readonly state: DeviceOutcomeState }[];
  /** "created", "deleted". */
  readonly what: string;
  /** Why it ended before its end; null: it did not. */
  readonly problem: string | null;
}

export const OutcomeSummary = ({ outcomes, what, problem }: OutcomeSummaryProps) => {
  const counts = countsOf(outcomes);
  const parts = [
    `${countOf(counts.done, 'vehicle')} ${what}`,
    ...(counts.refused === 0 ? [] : [`${String(counts.refused)} refused`]),
    ...(counts.unknown === 0 ? [] : [`${String(counts.unknown)} not known`]),
    ...(counts['not-sent'] === 0 ? [] : [`${String(counts['not-sent'])} not sent`]),
  ];
  return (
    <>
      <div role="status">
        <strong>{parts.join(', ')}.</strong>
        {counts.unknown > 0 &&
          ' Of those that are not known, look whether the platform lists them before you try again.'}
      </div>
      {problem !== null && (
        <div role="alert" className={classes.caution}>
          <strong>It ended early.</strong> {problem}
        </div>
      )}
    </>
  );
};
