import type { PlatformFindings as Findings } from '../../shared/connection/status.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf } from '../format/number.ts';
import { expiryWords, rightsWords, roleWords } from './platform-words.ts';
import classes from './platform.module.css';

/** What the platform told a test: whose token it is, and what can be done with it. */
export const PlatformFindings = ({ findings }: { readonly findings: Findings }) => {
  const nowMs = useNowMs();
  const { may, perhaps, mayNot } = rightsWords(findings.rights);
  const expiry = findings.tokenExpiresAtMs === null ? undefined : expiryWords(findings.tokenExpiresAtMs, nowMs);
  return (
    <div className={classes.facts}>
      <dl>
        {findings.application !== null && <Fact label="Application" text={findings.application} />}
        {findings.roles !== null && <Fact label="Role" text={roleWords(findings.roles)} />}
        {expiry !== undefined && (
          <Fact label="Token" text={expiry.text} {...(expiry.tone === 'bad' ? { tone: expiry.tone } : {})} />
        )}
        <Fact
          label="Vehicles"
          text={findings.deviceCount === null ? 'more than the test counted' : countOf(findings.deviceCount, 'vehicle')}
        />
        <Fact label="Types" text={namesOf(findings.types)} />
        <Fact label="Groups" text={namesOf(findings.groups)} />
      </dl>
      {may.length > 0 && <p>The token may {listWords(may)}.</p>}
      {perhaps.length > 0 && (
        <p>Whether it may {listWords(perhaps)} shows only when it is tried: the platform does not say before.</p>
      )}
      {mayNot.length > 0 && (
        <details>
          <summary>It may not {mayNot.map(({ words }) => words).join(', ')}. Who may?</summary>
          <ul>
            {mayNot.map(({ words, explanation }) => (
              <li key={words}>
                {words}
                {explanation !== '' && <>: {explanation}</>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
};

const Fact = ({ label, text, tone }: { readonly label: string; readonly text: string; readonly tone?: 'bad' }) => (
  <div data-tone={tone}>
    <dt>{label}</dt>
    <dd>{text}</dd>
  </div>
);

const listWords = (words: readonly string[]): string => {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
};

const mostNames = 4;

const namesOf = (things: readonly { readonly id: string; readonly name: string }[]): string => {
  if (things.length === 0) return 'none';
  const names = things.slice(0, mostNames).map(({ id, name }) => (name === '' ? id : name));
  const more = things.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${String(more)} more` : names.join(', ');
};
