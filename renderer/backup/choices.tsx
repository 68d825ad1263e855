import { Radio } from '@mantine/core';
import classes from './backup.module.css';

interface ChoicesProps<C extends string> {
  /** What is decided about. */
  readonly label: string;
  /** Each with its words. */
  readonly choices: readonly (readonly [choice: C, words: string])[];
  readonly value: C;
  readonly onChange: (choice: C) => void;
}

export const Choices = <C extends string>({ label, choices, value, onChange }: ChoicesProps<C>) => (
  <Radio.Group
    aria-label={`What to do with ${label}`}
    value={value}
    onChange={(text) => {
      const chosen = choices.find(([choice]) => choice === text);
      if (chosen !== undefined) onChange(chosen[0]);
    }}
  >
    <div className={classes.radios}>
      {choices.map(([choice, words]) => (
        <Radio key={choice} size="xs" value={choice} label={words} />
      ))}
    </div>
  </Radio.Group>
);
