import { Button, FileButton, Group, Select, Stack, Textarea } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import { mayTry } from '../../shared/platform/rights.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { OrganizationField } from '../device/organization-field.tsx';
import { typeWord } from '../device/device-words.ts';
import type { NewDeviceInputs } from '../device/new-device-model.ts';
import { NotDone } from '../platform/not-done.tsx';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { rightOf } from '../platform/use-platform.ts';
import { useReading } from '../platform/use-reading.ts';
import { readDeviceList, type ListedDevice } from './device-list-text.ts';
import classes from './many-devices.module.css';

type Standard = Pick<NewDeviceInputs, 'typeId' | 'organizationId'>;

interface ListFormProps {
  readonly connectionId: string;
  readonly platform: PlatformStatus;
  readonly text: string;
  readonly standard: Standard;
  readonly onText: (text: string) => void;
  readonly onStandard: (standard: Standard) => void;
  readonly onChecked: (devices: readonly ListedDevice[]) => void;
  readonly onClose: () => void;
}

/** Far more than the longest list. */
const largestFileBytes = 1_000_000;

/** The list as text: typed, pasted out of a spreadsheet, or from a file. */
export const ListForm = (props: ListFormProps) => {
  const { connectionId, platform, text, standard, onText, onStandard, onChecked, onClose } = props;
  const types = useReading('platforms.types', { connectionId });
  const { isBusy, failure, ask } = useAsking('manyDevices.check');
  const [problem, setProblem] = useState<string | null>(null);
  const word = typeWord[platform.kind];

  const open = async (file: File): Promise<void> => {
    if (file.size > largestFileBytes) {
      setProblem(`${file.name} is too large to be a list of vehicles.`);
      return;
    }
    setProblem(null);
    onText(await file.text());
  };
  const check = async (): Promise<void> => {
    const list = readDeviceList(text, standard);
    setProblem(list.problem);
    if (list.problem !== null) return;
    const readable = list.devices.filter((each) => each.problem === null);
    const objections = new Map<number, string | null>();
    if (readable.length > 0) {
      const result = await ask({ connectionId, devices: readable.map(({ device }) => device) });
      if (result?.ok !== true) return;
      readable.forEach(({ line }, index) => objections.set(line, result.value[index] ?? null));
    }
    onChecked(list.devices.map((each) => ({ ...each, problem: each.problem ?? objections.get(each.line) ?? null })));
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      <Stack gap="md">
        <Textarea
          label="List of vehicles"
          description="One vehicle a line: id, then, as far as you like, type and name, parted by commas, semicolons or tabs. A first line may name the columns."
          placeholder={'VAN-101\nVAN-102,van,Van of the night shift'}
          classNames={{ input: classes.list ?? '' }}
          rows={10}
          value={text}
          error={problem}
          spellCheck={false}
          autoComplete="off"
          data-autofocus
          onChange={(event) => {
            onText(event.currentTarget.value);
          }}
        />
        <Group gap="xs">
          <FileButton
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            inputProps={{ 'aria-label': 'File with the list' }}
            onChange={(file) => {
              if (file !== null) void open(file);
            }}
          >
            {(button) => (
              <Button {...button} leftSection={<IconFileText size={14} aria-hidden />}>
                Take the list from a file…
              </Button>
            )}
          </FileButton>
          <span className={classes.quiet}>Text or CSV. It takes the place of what stands above.</span>
        </Group>
        <Select
          label={`${word} of the lines that name none`}
          placeholder={types.value === undefined ? 'Not read yet' : 'None'}
          data={(types.value ?? []).map(({ id, name }) => ({ value: id, label: name === id ? id : `${name} (${id})` }))}
          value={standard.typeId === '' ? null : standard.typeId}
          searchable
          clearable
          nothingFoundMessage="No such type"
          onChange={(typeId) => {
            onStandard({ ...standard, typeId: typeId ?? '' });
          }}
        />
        <ReadingNotice reading={types} what="The types" />
        {mayTry(rightOf(platform, 'view-organizations')) && (
          <OrganizationField
            connectionId={connectionId}
            value={standard.organizationId}
            onChange={(organizationId) => {
              onStandard({ ...standard, organizationId });
            }}
          />
        )}
        <NotDone failure={failure} title="Not checked" />
        <Group justify="flex-end">
          <Button onClick={onClose} disabled={isBusy}>
            Cancel
          </Button>
          <Button type="submit" variant="filled" loading={isBusy}>
            Check the list
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
