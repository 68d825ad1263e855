import { hrefOf } from './routes.ts';
import classes from './not-found.module.css';

export const NotFound = () => (
  <div className={classes.message}>
    <h1>There is no view at this address</h1>
    <p>
      Go to the <a href={hrefOf({ view: 'fleet' })}>fleet</a> or to the{' '}
      <a href={hrefOf({ view: 'connections' })}>connections</a>.
    </p>
  </div>
);
