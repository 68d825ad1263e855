import { Button } from '@mantine/core';
import { useState } from 'react';
import { tellFailure } from '../connections/notify.ts';
import { useEngine } from '../engine/engine-context.ts';
import type { PlatformConnection } from './use-platform.ts';

/** For where nothing can be shown because a connection is switched off. */
export const SwitchOnButton = ({ connection }: Pick<PlatformConnection, 'connection'>) => {
  const engine = useEngine();
  const [isBusy, setIsBusy] = useState(false);
  const switchOn = async (): Promise<void> => {
    setIsBusy(true);
    const result = await engine.call('connections.setEnabled', { id: connection.id, isEnabled: true });
    setIsBusy(false);
    if (!result.ok) tellFailure(`${connection.name} was not switched on`, result.error.message);
  };
  return (
    <Button
      aria-label={`Switch it on: ${connection.name}`}
      loading={isBusy}
      onClick={() => {
        void switchOn();
      }}
    >
      Switch it on
    </Button>
  );
};
