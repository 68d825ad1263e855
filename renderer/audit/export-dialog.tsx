import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import type { AuditExportFormat, AuditFilter, ExportedAudit } from '../../shared/audit/query.ts';
import { Failed } from '../admin/failed.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { isFiltered } from './audit-filter.ts';

interface ExportDialogProps {
  readonly filter: AuditFilter;
  readonly onExported: (file: ExportedAudit) => void;
  readonly onClose: () => void;
}

export const ExportDialog = ({ filter, onExported, onClose }: ExportDialogProps) => {
  const { isBusy, failure, ask } = useAsking('audit.export');
  const [format, setFormat] = useState<AuditExportFormat>('jsonl');
  const hasFilter = isFiltered(filter);

  const doExport = async (): Promise<void> => {
    const result = await ask({ format, filter });
    if (result?.ok === true) onExported(result.value);
  };

  return (
    <Modal opened onClose={onClose} title={hasFilter ? 'Export the entries that were found' : 'Export the whole log'}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void doExport();
        }}
      >
        <Stack gap="md">
          <Radio.Group
            label="Format"
            value={format}
            onChange={(value) => {
              setFormat(value === 'csv' ? 'csv' : 'jsonl');
            }}
          >
            <Stack gap="xs" mt="xs">
              <Radio
                size="xs"
                value="jsonl"
                label="JSON Lines"
                description={
                  hasFilter
                    ? 'Every field of every entry. Only the whole log, without filters, can be verified elsewhere.'
                    : 'Every field of every entry. Can be verified elsewhere.'
                }
              />
              <Radio size="xs" value="csv" label="CSV" description="For spreadsheets." />
            </Stack>
          </Radio.Group>
          <div>That the log was exported becomes an entry itself.</div>
          <Failed failure={failure} title="Not exported" />
          <Group justify="flex-end">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={isBusy}>
              Export
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};
