import { Select, TextInput } from '@mantine/core';
import type { TokenAbilities } from '../../shared/access/token.ts';
import type { PlatformKind } from '../../shared/platform/kinds.ts';
import { expiryChoices, type ExpiryChoice } from './token-draft.ts';
import type { DraftForm } from './use-draft.ts';
import classes from './token-form.module.css';

interface ExpiryFieldProps {
  readonly form: Pick<DraftForm, 'draft' | 'change' | 'problems'>;
  readonly platform: PlatformKind;
  readonly abilities: Pick<TokenAbilities, 'expiry'>;
  /** The end that it has now, of one that is changed. */
  readonly present?: string;
}

export const ExpiryField = ({ form, platform, abilities, present }: ExpiryFieldProps) => {
  const { draft, change, problems } = form;
  const labels: Readonly<Record<ExpiryChoice, string>> = {
    keep: `As it is: ${present ?? ''}`,
    platform: platform === 'watson' ? 'Never' : 'As the platform has it, about a year',
    '30': 'In 30 days',
    '90': 'In 90 days',
    '365': 'In a year',
    date: 'At the end of a day…',
  };
  const offered = expiryChoices.filter((choice) => choice !== 'keep' || present !== undefined);
  return (
    <div className={classes.inline}>
      <Select
        label="Expires"
        {...(abilities.expiry === 'undocumented'
          ? {
              description:
                'The platform documents no way to choose the end: it is asked for, and the platform may not honour it. You are told which one it gave.',
            }
          : {})}
        data={offered.map((value) => ({ value, label: labels[value] }))}
        value={draft.expiry}
        allowDeselect={false}
        onChange={(value) => {
          change({ expiry: offered.find((choice) => choice === value) ?? draft.expiry });
        }}
      />
      {draft.expiry === 'date' && (
        <TextInput
          type="date"
          label="Last day"
          value={draft.date}
          error={problems?.expiry}
          onChange={(event) => {
            change({ date: event.currentTarget.value });
          }}
        />
      )}
    </div>
  );
};
