import type { CommandDefinition } from '../../shared/command/definition.ts';
import { isFinal, type CommandRecord } from '../../shared/command/record.ts';
import { useFoldedTopic } from '../engine/use-topic.ts';
import { formatClock, formatDateTime } from '../format/age.ts';
import { Panel } from '../vehicle/panel.tsx';
import { applyCommandsEvent, historyLimit } from './command-history.ts';
import { lifeOf, meaningOf, parameterLines, stateWords } from './command-words.ts';
import classes from './history-panel.module.css';

interface HistoryPanelProps {
  readonly connectionId: string;
  readonly vehicleId: string;
  readonly commands: readonly CommandDefinition[];
}

export const HistoryPanel = ({ connectionId, vehicleId, commands }: HistoryPanelProps) => {
  const history = useFoldedTopic('commands', { connectionId, vehicleId, limit: historyLimit }, applyCommandsEvent);
  return (
    <Panel title="Command history">
      {/* The log is there before its first line: a live region that appears with its text is not read out. */}
      <div role="log" aria-label="Command history" className={classes.log} tabIndex={0}>
        {!history && <p className={classes.none}>Loading…</p>}
        {history?.length === 0 && <p className={classes.none}>No command has been sent to this vehicle yet.</p>}
        {history?.map((record) => (
          <HistoryLine key={record.id} record={record} definition={commands.find(({ name }) => name === record.name)} />
        ))}
      </div>
      {history?.length === historyLimit && <p className={classes.none}>Only the newest {historyLimit} are shown.</p>}
    </Panel>
  );
};

interface HistoryLineProps {
  readonly record: CommandRecord;
  readonly definition: CommandDefinition | undefined;
}

/** The date is told only of what is not from today: in a shift it would be noise. */
const timeText = (atMs: number): string =>
  new Date(atMs).toDateString() === new Date().toDateString() ? formatClock(atMs) : formatDateTime(atMs);

const HistoryLine = ({ record, definition }: HistoryLineProps) => {
  const words = stateWords[record.state];
  const parameters = parameterLines(definition, record.parameters);
  const meaning = meaningOf(record);
  return (
    <div className={classes.line} data-tone={words.tone}>
      <div className={classes.head}>
        <span className={classes.state}>
          <span aria-hidden>{words.shape}</span> {words.word}
        </span>
        <span className={classes.title}>{record.title}</span>
      </div>
      {parameters.length > 0 && (
        <div className={classes.detail}>{parameters.map(({ title, text }) => `${title}: ${text}`).join(' · ')}</div>
      )}
      {record.message !== null && <div className={classes.message}>{record.message}</div>}
      {meaning !== null && <div className={classes.message}>{meaning}</div>}
      <div className={classes.detail}>
        {lifeOf(record)
          .map(({ word, atMs }) => `${word} ${timeText(atMs)}`)
          .join(' → ')}
        {!isFinal(record.state) && ` · waits for an answer until ${timeText(record.expiresAtMs)}`}
      </div>
    </div>
  );
};
