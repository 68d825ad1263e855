import { Checkbox, Stack, TextInput } from '@mantine/core';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import type { Acknowledging } from './use-consequences.ts';
import classes from './parts.module.css';

interface ConsequencesFieldProps {
  readonly acknowledging: Acknowledging;
  readonly tokenName: string;
}

/** Each consequence with its own box: one for all is ticked unread. */
export const ConsequencesField = ({ acknowledging, tokenName }: ConsequencesFieldProps) => {
  const { reading, isAcknowledged, acknowledge, needsName, typedName, typeName } = acknowledging;
  const { value } = reading;
  return (
    <Stack gap="sm">
      <ReadingNotice reading={reading} what="What stops working" />
      {value?.length === 0 && (
        <p className={classes.quiet}>Nothing that this console knows of stops working: no connection here uses it.</p>
      )}
      {value !== undefined && value.length > 0 && (
        <div role="group" aria-label="What stops working">
          <Stack gap="sm">
            {value.map((consequence) => (
              <Checkbox
                key={`${consequence.code} ${consequence.text}`}
                label={consequence.text}
                checked={isAcknowledged(consequence)}
                onChange={(event) => {
                  acknowledge(consequence, event.currentTarget.checked);
                }}
              />
            ))}
          </Stack>
        </div>
      )}
      {needsName && (
        <TextInput
          label={`Type “${tokenName}” to go on`}
          description="It is the last one that may make and delete tokens."
          autoComplete="off"
          spellCheck={false}
          value={typedName}
          onChange={(event) => {
            typeName(event.currentTarget.value);
          }}
        />
      )}
    </Stack>
  );
};

/** In words, what still keeps it from being done; undefined when nothing does. */
export const whatIsMissing = ({ acknowledged, reading, needsName }: Acknowledging): string | undefined => {
  if (acknowledged !== undefined) return undefined;
  if (reading.value === undefined || reading.isReading) return 'What stops working is still being looked up.';
  if (reading.failure !== null) return 'What stops working has to be known first. Try again above.';
  return needsName ? 'Tick each line and type the name.' : 'Tick each line that you have read.';
};
