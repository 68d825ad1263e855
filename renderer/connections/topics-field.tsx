import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import type { FormProblems, TopicRow } from './connection-form.ts';
import classes from './editor.module.css';

interface TopicsFieldProps {
  readonly rows: readonly TopicRow[];
  readonly onChange: (rows: readonly TopicRow[]) => void;
  readonly problems: FormProblems;
}

const qosChoices: readonly { readonly value: TopicRow['qos']; readonly label: string }[] = [
  { value: '0', label: '0, at most once' },
  { value: '1', label: '1, at least once' },
  { value: '2', label: '2, exactly once' },
];

const nextKey = (rows: readonly TopicRow[]): string =>
  String(rows.reduce((highest, { key }) => Math.max(highest, Number(key)), -1) + 1);

export const TopicsField = ({ rows, onChange, problems }: TopicsFieldProps) => {
  const list = useRef<HTMLDivElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const change = (key: string, part: Partial<TopicRow>): void => {
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  };
  return (
    <div ref={list} className={classes.topics}>
      {rows.map((row, index) => {
        const number = String(index + 1);
        return (
          <div key={row.key} className={classes.topic}>
            <TextInput
              aria-label={`Topic ${number}`}
              placeholder="fleet/+/telemetry"
              value={row.filter}
              onChange={(event) => {
                change(row.key, { filter: event.currentTarget.value });
              }}
              error={problems[`topics.${String(index)}.filter`]}
              spellCheck={false}
              autoComplete="off"
            />
            <Select
              aria-label={`QoS of topic ${number}`}
              data={qosChoices}
              value={row.qos}
              allowDeselect={false}
              onChange={(qos) => {
                const choice = qosChoices.find(({ value }) => value === qos);
                if (choice !== undefined) change(row.key, { qos: choice.value });
              }}
            />
            <ActionIcon
              aria-label={`Remove topic ${number}`}
              title="Remove this topic"
              color="gray"
              onClick={() => {
                onChange(rows.filter(({ key }) => key !== row.key));
                // The button that had the focus is gone with its row.
                add.current?.focus();
              }}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </div>
        );
      })}
      {problems.topics !== undefined && (
        <p role="alert" className={classes.error}>
          {problems.topics}
        </p>
      )}
      <Button
        ref={add}
        className={classes.fit ?? ''}
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={rows.length >= 100}
        onClick={() => {
          onChange([...rows, { key: nextKey(rows), filter: '', qos: '0' }]);
        }}
      >
        Add a topic
      </Button>
    </div>
  );
};
