import type { ReactNode } from 'react';
import classes from './summary.module.css';

/** What is about to be done, in pairs of `SummaryLine`, for a last look. */
export const Summary = ({ children }: { readonly children: ReactNode }) => (
  <dl className={classes.summary}>{children}</dl>
);

interface SummaryLineProps {
  readonly title: string;
  readonly children: ReactNode;
}

export const SummaryLine = ({ title, children }: SummaryLineProps) => (
  <>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </>
);
