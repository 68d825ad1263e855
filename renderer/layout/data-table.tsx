import type { ComponentProps } from 'react';
import { joined } from '../theme/joined.ts';
import classes from './data-table.module.css';

/** A table of facts: a quiet head, a line under each row, long words broken. */
export const DataTable = ({ className, ...rest }: ComponentProps<'table'>) => (
  <table {...rest} className={joined(classes.table, className)} />
);
