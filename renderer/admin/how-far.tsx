import { Progress } from '@mantine/core';
import type { LongWorkName } from '../../shared/contract/long-work.ts';
import { useTopic } from '../engine/use-topic.ts';
import { formatNumber } from '../format/number.ts';
import admin from './admin.module.css';

interface HowFarProps {
  readonly work: LongWorkName;
  /** Names the bar. */
  readonly label: string;
  /** What is counted, such as "entries". */
  readonly unit: string;
}

/** How far the engine is; nothing until it has said so. */
export const HowFar = ({ work, label, unit }: HowFarProps) => {
  const found = useTopic('longWork', {})?.works.findLast(({ name }) => name === work);
  if (found === undefined || found.totalCount === 0) return null;
  const { doneCount, totalCount } = found;
  const words = `${formatNumber(doneCount)} of ${formatNumber(totalCount)} ${unit}`;
  const percent = Math.min(100, (100 * doneCount) / totalCount);
  return (
    <div className={admin.howFar}>
      <Progress.Root>
        {/* The component's own words would be a percentage. */}
        <Progress.Section
          value={percent}
          withAria={false}
          role="progressbar"
          aria-label={label}
          aria-valuenow={Math.round(percent)}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuetext={words}
        />
      </Progress.Root>
      {/* The bar says it to a screen reader, when it is asked. */}
      <span aria-hidden className={admin.quiet}>
        {words}
      </span>
    </div>
  );
};
