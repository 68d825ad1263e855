import { Select } from '@mantine/core';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import { useReading } from '../platform/use-reading.ts';

interface OrganizationFieldProps {
  readonly connectionId: string;
  readonly value: string;
  readonly onChange: (organizationId: string) => void;
}

/** Nothing where the platform has none. */
export const OrganizationField = ({ connectionId, value, onChange }: OrganizationFieldProps) => {
  const organizations = useReading('platforms.organizations', { connectionId });
  return (
    <>
      {organizations.value?.length !== 0 && (
        <Select
          label="Organisation"
          description="Who on the platform gets to see it. Left empty, whoever sees the whole application."
          placeholder="None"
          data={(organizations.value ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={value === '' ? null : value}
          clearable
          searchable
          onChange={(organizationId) => {
            onChange(organizationId ?? '');
          }}
        />
      )}
      <ReadingNotice reading={organizations} what="The organisations" />
    </>
  );
};
