import { Button } from '@mantine/core';
import { countOf } from '../format/number.ts';
import classes from './people.module.css';

interface FindButtonProps {
  readonly count: number;
  readonly noun: string;
  /** "with the role Operator". */
  readonly what: string;
  readonly onClick: () => void;
}

/** How many there are, and the way to them; none is a number alone. */
export const FindButton = ({ count, noun, what, onClick }: FindButtonProps) =>
  count === 0 ? (
    <span className={classes.none}>no {noun}</span>
  ) : (
    <Button
      size="compact-xs"
      variant="subtle"
      aria-label={`Show ${countOf(count, `${noun} ${what}`, `${noun}s ${what}`)}`}
      onClick={onClick}
    >
      {countOf(count, noun)}
    </Button>
  );
