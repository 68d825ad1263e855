import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core';
import { IconDownload, IconSearch, IconShieldCheck } from '@tabler/icons-react';
import { auditKinds, auditOutcomes } from '../../shared/audit/entry.ts';
import { everything, filterOf, isFiltered, spanProblem, useAuditChoice } from './audit-filter.ts';
import { auditSpans } from './audit-span.ts';
import { kindWords, outcomeWords, spanWords } from './audit-words.ts';
import classes from './audit.module.css';

interface AuditToolbarProps {
  /** Id and name, of those that are and of those that are found in the log. */
  readonly connections: ReadonlyMap<string, string>;
  readonly isVerifying: boolean;
  readonly onVerify: () => void;
  readonly onExport: () => void;
}

export const AuditToolbar = ({ connections, ...actions }: AuditToolbarProps) => {
  const choice = useAuditChoice();
  const hasFilter = isFiltered(filterOf(choice));
  return (
    <div className={classes.toolbar} role="search" aria-label="Audit log">
      <TextInput
        className={classes.text}
        aria-label="Find in the log"
        placeholder="Find in action, target, words, user"
        maxLength={200}
        leftSection={<IconSearch size={14} aria-hidden />}
        spellCheck={false}
        autoComplete="off"
        value={choice.text}
        onChange={(event) => {
          useAuditChoice.setState({ text: event.currentTarget.value });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') useAuditChoice.setState({ text: '' });
        }}
        rightSection={
          choice.text === '' ? undefined : (
            <CloseButton
              size="sm"
              aria-label="Clear the text"
              onClick={() => {
                useAuditChoice.setState({ text: '' });
              }}
            />
          )
        }
      />
      <NativeSelect
        size="xs"
        aria-label="Time"
        value={choice.span}
        data={auditSpans.map((value) => ({ value, label: spanWords[value] }))}
        onChange={(event) => {
          const span = auditSpans.find((each) => each === event.currentTarget.value) ?? 'all';
          useAuditChoice.setState({ span, chosenAtMs: Date.now() });
        }}
      />
      {choice.span === 'between' && <Between />}
      <NativeSelect
        size="xs"
        aria-label="Kind"
        value={choice.kind ?? ''}
        data={[{ value: '', label: 'All kinds' }, ...auditKinds.map((value) => ({ value, label: kindWords[value] }))]}
        onChange={(event) => {
          useAuditChoice.setState({ kind: auditKinds.find((each) => each === event.currentTarget.value) ?? null });
        }}
      />
      <NativeSelect
        size="xs"
        className={classes.connection}
        aria-label="Connection"
        value={choice.connectionId ?? ''}
        data={[
          { value: '', label: 'All connections' },
          ...[...connections].map(([value, label]) => ({ value, label })),
        ]}
        onChange={(event) => {
          const id = event.currentTarget.value;
          useAuditChoice.setState({ connectionId: id === '' ? null : id });
        }}
      />
      <NativeSelect
        size="xs"
        aria-label="Outcome"
        value={choice.outcome ?? ''}
        data={[
          { value: '', label: 'All outcomes' },
          ...auditOutcomes.map((value) => ({ value, label: outcomeWords[value].word })),
        ]}
        onChange={(event) => {
          useAuditChoice.setState({
            outcome: auditOutcomes.find((each) => each === event.currentTarget.value) ?? null,
          });
        }}
      />
      {hasFilter && (
        <Button
          variant="subtle"
          onClick={() => {
            useAuditChoice.setState(everything);
          }}
        >
          Clear filters
        </Button>
      )}
      <Actions {...actions} hasFilter={hasFilter} />
    </div>
  );
};

const Between = () => {
  const choice = useAuditChoice();
  const problem = spanProblem(choice);
  return (
    <div className={classes.between}>
      <TextInput
        type="datetime-local"
        aria-label="From"
        value={choice.from}
        error={problem !== undefined}
        onChange={(event) => {
          useAuditChoice.setState({ from: event.currentTarget.value });
        }}
      />
      <span aria-hidden>–</span>
      <TextInput
        type="datetime-local"
        aria-label="To"
        value={choice.to}
        error={problem !== undefined}
        onChange={(event) => {
          useAuditChoice.setState({ to: event.currentTarget.value });
        }}
      />
      {problem !== undefined && (
        <span role="alert" className={classes.problem}>
          {problem}
        </span>
      )}
    </div>
  );
};

interface ActionsProps extends Omit<AuditToolbarProps, 'connections'> {
  readonly hasFilter: boolean;
}

const Actions = ({ isVerifying, onVerify, onExport, hasFilter }: ActionsProps) => (
  <div className={classes.actions}>
    <Button leftSection={<IconShieldCheck size={14} aria-hidden />} loading={isVerifying} onClick={onVerify}>
      Verify
    </Button>
    <Button leftSection={<IconDownload size={14} aria-hidden />} onClick={onExport}>
      {hasFilter ? 'Export what is found…' : 'Export…'}
    </Button>
  </div>
);
