import type { ReactNode } from 'react';
import classes from './editor.module.css';

interface SectionProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

export const Section = ({ title, hint, children }: SectionProps) => (
  <fieldset className={classes.section}>
    <legend>{title}</legend>
    {hint !== undefined && <p className={classes.hint}>{hint}</p>}
    {children}
  </fieldset>
);
