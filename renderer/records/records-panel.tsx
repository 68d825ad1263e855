import { Select, Tabs } from '@mantine/core';
import { useState } from 'react';
import type { CommandDefinition } from '../../shared/command/definition.ts';
import type { RecordKind } from '../../shared/platform/record.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { denialOf, isOffered, rightOf } from '../platform/use-platform.ts';
import { Panel } from '../vehicle/panel.tsx';
import { RecordList } from './record-list.tsx';
import { recordKindsOf, recordWords } from './record-words.ts';
import classes from './records.module.css';

interface RecordsPanelProps {
  readonly connectionId: string;
  readonly vehicleId: string;
  readonly vehicleName: string;
  readonly platform: PlatformStatus;
  readonly commands: readonly CommandDefinition[];
}

/** What the platform wrote down about the vehicle. A tab is read when it is opened: each is a request of the budget. */
export const RecordsPanel = (props: RecordsPanelProps) => {
  const { platform } = props;
  const kinds = recordKindsOf[platform.kind];
  const [open, setOpen] = useState<RecordKind>(kinds[0]);
  const right = rightOf(platform, 'view-records');
  if (!isOffered(right)) return null;
  const denial = denialOf(right);
  if (denial !== undefined) {
    return (
      <Panel title="Records">
        <p className={classes.quiet}>The platform’s records cannot be read. {denial}</p>
      </Panel>
    );
  }
  return (
    <Panel title="Records">
      <Tabs
        value={open}
        keepMounted={false}
        onChange={(kind) => {
          setOpen(kinds.find((candidate) => candidate === kind) ?? kinds[0]);
        }}
      >
        <Tabs.List aria-label="Records">
          {kinds.map((kind) => (
            <Tabs.Tab key={kind} value={kind}>
              {recordWords[kind].title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {kinds.map((kind) => (
          <Tabs.Panel key={kind} value={kind} className={classes.panel}>
            <p className={classes.quiet}>{recordWords[kind].explanation}</p>
            {kind === 'command-history' ? <CommandAnswers {...props} /> : <RecordList {...props} kind={kind} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Panel>
  );
};

const CommandAnswers = (props: RecordsPanelProps) => {
  const { commands } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const only = commands.length === 1 ? commands[0]?.name : undefined;
  const subject = only ?? commands.find(({ name }) => name === chosen)?.name;
  if (commands.length === 0) return <p className={classes.quiet}>The vehicle’s type has no commands.</p>;
  return (
    <>
      <Select
        label="Command"
        placeholder="Choose a command"
        className={classes.command}
        data={commands.map(({ name, title }) => ({
          value: name,
          label: title === name ? title : `${title} (${name})`,
        }))}
        value={subject ?? null}
        searchable={commands.length > 8}
        allowDeselect={false}
        onChange={setChosen}
      />
      {subject !== undefined && <RecordList key={subject} {...props} kind="command-history" subject={subject} />}
    </>
  );
};
