import type { TokenFacts } from './token-facts.ts';
import classes from './platform.module.css';

/** A live region that is there from the beginning, so that it is heard when a token is pasted. */
export const TokenFactsList = ({ facts, remark }: TokenFacts) => (
  <div role="status" aria-label="Read from the token" className={classes.facts}>
    {facts.length > 0 && (
      <dl>
        {facts.map(({ label, text, tone }) => (
          <div key={label} data-tone={tone}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    )}
    {remark !== undefined && (
      <p data-tone="doubtful">
        <span aria-hidden>⚠</span> {remark}
      </p>
    )}
  </div>
);
