import { Alert, Button, Group, Stack } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { CommandDraft } from '../../shared/command/record.ts';
import type { SignalState } from '../../shared/vehicle/detail.ts';
import { useNowMs } from '../format/clock.ts';
import { usePreferences } from '../preferences/preferences-store.ts';
import { parameterLines } from './command-words.ts';
import { liveChecks } from './live-checks.ts';
import { NameToAllow, nameMissing } from './name-to-allow.tsx';
import { Summary, SummaryLine } from '../layout/summary.tsx';
import classes from './confirm-step.module.css';

interface ConfirmStepProps {
  readonly definition: CommandDefinition;
  readonly draft: CommandDraft;
  readonly signals: ReadonlyMap<string, SignalState>;
  readonly connectionName: string;
  /** Why nothing can be sent at present; undefined when something can. */
  readonly obstacle: string | undefined;
  readonly refusal: string | null;
  readonly isSending: boolean;
  readonly onConfirm: () => void;
  readonly onCheckAgain: () => void;
  readonly onBack: (() => void) | null;
  readonly onCancel: () => void;
}

/** Select before operate: what will be sent, to which vehicle, on what evidence; it is armed for half a minute. */
export const ConfirmStep = (props: ConfirmStepProps) => {
  const { definition, draft, signals, connectionName, obstacle, refusal, isSending } = props;
  const nowMs = useNowMs();
  const preferences = usePreferences();
  const [typedName, setTypedName] = useState('');
  const cancel = useRef<HTMLButtonElement>(null);
  const send = useRef<HTMLButtonElement>(null);
  const reasonId = useId();
  const isDisruptive = definition.risk === 'disruptive';

  useEffect(() => {
    // A disruptive command must not leave by an Enter that was meant for the step before.
    const first = isDisruptive || send.current?.disabled !== false ? cancel : send;
    first.current?.focus();
  }, [isDisruptive]);

  const { record } = draft;
  const secondsLeft = Math.max(0, Math.ceil((draft.armedUntilMs - nowMs) / 1000));
  const checks = liveChecks(draft, definition, signals, nowMs, preferences);
  const reason =
    secondsLeft === 0
      ? 'The confirmation has run out: what you saw may have changed. Check again to go on.'
      : (obstacle ??
        (checks.some(({ isMet }) => !isMet)
          ? 'Not every condition is met. The command can be sent when all of them are.'
          : isDisruptive
            ? nameMissing(typedName, record.vehicleName)
            : undefined));

  return (
    <Stack gap="md">
      <Summary>
        <SummaryLine title="Command">
          <strong>{record.title}</strong>
        </SummaryLine>
        <SummaryLine title="Vehicle">
          <strong>{record.vehicleName}</strong> on {connectionName}
        </SummaryLine>
        {parameterLines(definition, record.parameters).map(({ title, text }) => (
          <SummaryLine key={title} title={title}>
            <strong>{text}</strong>
          </SummaryLine>
        ))}
      </Summary>
      {checks.length > 0 && (
        <ul className={classes.checks} aria-label="Conditions">
          {checks.map((check) => (
            <li key={check.explanation} data-met={check.isMet}>
              <span aria-hidden>{check.isMet ? '✓' : '✕'}</span>
              <div>
                <div>
                  <strong>{check.isMet ? 'Met' : 'Not met'}:</strong> {check.explanation}
                </div>
                <div className={classes.evidence}>{check.evidence}</div>
              </div>
            </li>
          ))}
        </ul>
      )}
      {draft.warnings.length > 0 && (
        <ul className={classes.warnings} aria-label="Warnings">
          {draft.warnings.map((warning, index) => (
            <li key={`${String(index)} ${warning}`}>
              <span aria-hidden>⚠</span> {warning}
            </li>
          ))}
        </ul>
      )}
      {isDisruptive && (
        <NameToAllow
          vehicleName={record.vehicleName}
          typedName={typedName}
          onType={setTypedName}
          isDisabled={isSending}
        />
      )}
      {refusal !== null && (
        <Alert color="red" title="Not sent" role="alert">
          {refusal}
        </Alert>
      )}
      <div id={reasonId} className={classes.reason} role="status">
        {reason}
      </div>
      <Group justify="space-between">
        <span className={classes.countdown} role="timer">
          {secondsLeft === 0 ? 'Run out' : `Armed for ${String(secondsLeft)} s`}
        </span>
        <Group gap="sm">
          {props.onBack !== null && (
            <Button onClick={props.onBack} disabled={isSending}>
              Change
            </Button>
          )}
          <Button ref={cancel} onClick={props.onCancel} disabled={isSending}>
            Cancel
          </Button>
          {secondsLeft === 0 ? (
            <Button variant="filled" onClick={props.onCheckAgain} disabled={isSending}>
              Check again
            </Button>
          ) : (
            <Button
              ref={send}
              variant="filled"
              {...(isDisruptive ? { color: 'red.9' } : {})}
              disabled={reason !== undefined}
              aria-describedby={reasonId}
              loading={isSending}
              onClick={props.onConfirm}
              onKeyDown={(event) => {
                // An Enter that is still held from the step before is no second word.
                if (event.repeat) event.preventDefault();
              }}
            >
              Send “{record.title}”
            </Button>
          )}
        </Group>
      </Group>
    </Stack>
  );
};
