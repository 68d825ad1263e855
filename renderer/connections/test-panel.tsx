import { Button, Loader } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ConnectionTest } from '../../shared/connection/status.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf } from '../format/number.ts';
import type { TestState } from './connection-test.ts';
import { PlatformFindings } from './platform-findings.tsx';
import classes from './test-panel.module.css';

interface TestPanelProps {
  readonly state: TestState;
  readonly onCancel: () => void;
  readonly hasPlatform?: boolean;
}

/** The live region is there from the beginning, so that a screen reader hears the outcome. */
export const TestPanel = ({ state, onCancel, hasPlatform = false }: TestPanelProps) => {
  const panel = useRef<HTMLDivElement>(null);
  // The form is longer than the window: whoever asks for a test at its end must see that it runs, and how it ends.
  useEffect(() => {
    if (state.status !== 'idle') panel.current?.scrollIntoView({ block: 'nearest' });
  }, [state.status]);
  return (
    <div
      ref={panel}
      role="status"
      aria-label="Connection test"
      className={state.status === 'idle' ? undefined : classes.panel}
    >
      {state.status === 'running' && (
        <Running startedAtMs={state.startedAtMs} onCancel={onCancel} hasPlatform={hasPlatform} />
      )}
      {state.status === 'cancelled' && <p>The test was called off. Nothing has been changed.</p>}
      {state.status === 'failed' && <p className={classes.failed}>The test could not be made: {state.message}</p>}
      {state.status === 'done' && <Outcome outcome={state.outcome} />}
    </div>
  );
};

interface RunningProps extends Required<Pick<TestPanelProps, 'onCancel' | 'hasPlatform'>> {
  readonly startedAtMs: number;
}

const Running = ({ startedAtMs, onCancel, hasPlatform }: RunningProps) => {
  const nowMs = useNowMs();
  const seconds = Math.max(0, Math.floor((nowMs - startedAtMs) / 1000));
  return (
    <div className={classes.running}>
      <Loader size="sm" aria-hidden />
      <span>
        {hasPlatform
          ? 'Testing: asking the platform whether it takes the token, and what there is…'
          : 'Testing: connecting, then waiting for messages…'}
      </span>
      <span aria-hidden className={classes.seconds}>
        {seconds} s
      </span>
      <Button size="compact-sm" onClick={onCancel}>
        Cancel test
      </Button>
    </div>
  );
};

const outcomes = {
  passed: { shape: '✓', word: 'Passed' },
  warning: { shape: '⚠', word: 'Warning' },
  failed: { shape: '✕', word: 'Failed' },
} as const;

const Outcome = ({ outcome }: { readonly outcome: ConnectionTest }) => (
  <>
    <p className={outcome.isSuccess ? undefined : classes.failed}>
      <strong>{outcome.isSuccess ? '✓ The connection works.' : '✕ The connection does not work yet.'}</strong>
    </p>
    <ol className={classes.steps}>
      {outcome.steps.map((step, index) => (
        <li key={`${String(index)} ${step.title}`} data-outcome={step.outcome}>
          <span className={classes.word}>
            <span aria-hidden>{outcomes[step.outcome].shape}</span> {outcomes[step.outcome].word}
          </span>
          <span>
            <strong>{step.title}</strong>
            {step.message !== '' && <> · {step.message}</>}
          </span>
        </li>
      ))}
    </ol>
    {outcome.problem?.technical !== undefined && (
      <p className={classes.technical}>
        For whoever runs the {outcome.platform === null ? 'broker' : 'platform'}: {outcome.problem.technical}
      </p>
    )}
    {outcome.platform !== null && <PlatformFindings findings={outcome.platform} />}
    {outcome.messageCount > 0 && (
      <p>
        {countOf(outcome.messageCount, 'message')} heard, {countOf(outcome.vehicleCount, 'vehicle')} recognised,{' '}
        {outcome.rejectedCount} rejected.
      </p>
    )}
    {outcome.sampleTopics.length > 0 && (
      <>
        <p className={classes.topicsTitle}>Topics heard:</p>
        {/* It scrolls, so the keyboard must get to it. */}
        <ul className={classes.topics} aria-label="Topics heard" tabIndex={0}>
          {outcome.sampleTopics.map((topic, index) => (
            <li key={`${String(index)} ${topic}`}>{topic}</li>
          ))}
        </ul>
      </>
    )}
  </>
);
