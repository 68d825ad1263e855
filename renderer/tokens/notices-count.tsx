import { countOf } from '../format/number.ts';
import { Spoken } from '../layout/spoken.tsx';
import { useNotices } from './notices-context.ts';
import classes from './notices-count.module.css';

/** Beside the header's entry: how many tokens end, have ended, or wait to be revoked. */
export const NoticesCount = () => {
  const { value = [] } = useNotices();
  if (value.length === 0) return null;
  return (
    <span className={classes.count}>
      <span aria-hidden>⚠ {value.length}</span>
      <Spoken>, {countOf(value.length, 'token wants attention', 'tokens want attention')}</Spoken>
    </span>
  );
};
