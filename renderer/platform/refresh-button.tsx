import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { UsedReading } from './use-reading.ts';

interface RefreshButtonProps {
  readonly reading: Pick<UsedReading<unknown>, 'isReading' | 'reload'>;
  /** "the settings": what is read again, for whoever hears the button alone. */
  readonly what: string;
}

export const RefreshButton = ({ reading, what }: RefreshButtonProps) => (
  <Button
    aria-label={`Refresh ${what}`}
    leftSection={<IconRefresh size={14} aria-hidden />}
    loading={reading.isReading}
    onClick={() => {
      void reading.reload();
    }}
  >
    Refresh
  </Button>
);
