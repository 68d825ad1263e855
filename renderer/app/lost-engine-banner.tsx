import { IconPlugConnectedX } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { useEngine, useLinkState } from '../engine/engine-context.ts';
import { Banner } from '../layout/banner.tsx';

export const LostEngineBanner = () => {
  const engine = useEngine();
  const isLost = useLinkState() === 'lost';
  return (
    <Banner role="alert" tone="bad" isShown={isLost}>
      <IconPlugConnectedX size={18} aria-hidden />
      <span>
        <strong>Fleetdeck’s engine stopped answering. Reconnecting…</strong> What you see is the last that was heard; it
        grows older.
      </span>
      <Button
        size="compact-xs"
        onClick={() => {
          engine.reconnect();
        }}
      >
        Try now
      </Button>
    </Banner>
  );
};
