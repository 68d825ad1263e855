import type { ReactNode } from 'react';
import classes from './spoken.module.css';

interface SpokenProps {
  readonly as?: 'span' | 'h2';
  readonly children: ReactNode;
}

/** Words for whoever hears the page and does not see it. */
export const Spoken = ({ as: Element = 'span', children }: SpokenProps) => (
  <Element className={classes.spoken}>{children}</Element>
);
