import type { RotatedConnection, Rotation } from '../../shared/access/rotation.ts';
import { useNowMs } from '../format/clock.ts';
import { Spoken } from '../layout/spoken.tsx';
import { distanceInWords, rotationPath, rotationStepWords, type TokenTone } from './token-words.ts';
import classes from './rotation-steps.module.css';

/** How much is left of the time in which both tokens are valid. */
export const overlapInWords = ({ overlapEndsAtMs }: Pick<Rotation, 'overlapEndsAtMs'>, nowMs: number): string => {
  if (overlapEndsAtMs === null) return '';
  return overlapEndsAtMs > nowMs
    ? `The agreed time ends ${distanceInWords(overlapEndsAtMs, nowMs)}.`
    : 'The agreed time is over.';
};

const connectionWords: Readonly<
  Record<RotatedConnection['state'], { readonly shape: string; readonly word: string; readonly tone: TokenTone }>
> = {
  waiting: { shape: '○', word: 'on the old token', tone: 'neutral' },
  switched: { shape: '◔', word: 'switched, not seen live yet', tone: 'neutral' },
  live: { shape: '●', word: 'live on the new token', tone: 'neutral' },
  'not-live': { shape: '✕', word: 'switched, and not live', tone: 'bad' },
  off: { shape: '○', word: 'switched off', tone: 'neutral' },
  cannot: { shape: '⚠', word: 'cannot be switched here', tone: 'doubtful' },
  gone: { shape: '–', word: 'removed', tone: 'neutral' },
};

/** All steps in order: which are done, which one it stands at, and how each connection fares. */
export const RotationSteps = ({ rotation }: { readonly rotation: Rotation }) => {
  const nowMs = useNowMs();
  const { step, connections, standsAt, next } = rotation;
  const at = step === 'done' ? rotationPath.length : rotationPath.findIndex((each) => each === step);
  return (
    <ol className={classes.steps} aria-label="Steps">
      {rotationPath.map((stop, index) => {
        const isCurrent = index === at;
        const isDone = index < at;
        return (
          <li key={stop} aria-current={isCurrent ? 'step' : undefined}>
            <span aria-hidden>{isDone ? '✓' : isCurrent ? '▸' : '○'}</span>
            <strong>
              {index + 1}. {rotationStepWords[stop].title}
              {isDone && <Spoken>, done</Spoken>}
            </strong>
            {isCurrent && (
              <p>
                {standsAt} {next}
              </p>
            )}
            {isCurrent && stop === 'overlap' && <p>{overlapInWords(rotation, nowMs)}</p>}
            {stop === 'switch' && at >= index && <Connections connections={connections} />}
          </li>
        );
      })}
    </ol>
  );
};

const Connections = ({ connections }: { readonly connections: readonly RotatedConnection[] }) =>
  connections.length === 0 ? (
    <p>No connection of this console signs in with the old token.</p>
  ) : (
    <p>
      <Spoken>Connections:</Spoken>
      {connections.map(({ connectionId, name, state, explanation }) => {
        const { shape, word, tone } = connectionWords[state];
        return (
          <span key={connectionId} className={classes.connection} data-tone={tone}>
            <span aria-hidden>{shape}</span> {name}: {word}
            {explanation !== '' && <>. {explanation}</>}
          </span>
        );
      })}
    </p>
  );
