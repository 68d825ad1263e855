import { IconPlugConnectedX } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { useEngine, useLinkState } from '../engine/engine-context.ts';
import classes from './lost-engine-banner.module.css';

/** The live region is there before it has something to say: one that appears with its text is not read out. */
export const LostEngineBanner = () => {
  const engine = useEngine();
  const isLost = useLinkState() === 'lost';
  return (
    <div role="alert" className={isLost ? classes.banner : undefined}>
      {isLost && (
        <>
          <IconPlugConnectedX size={18} aria-hidden />
          <span>
            <strong>Fleetdeck’s engine stopped answering. Reconnecting…</strong> What you see is the last that was
            heard; it grows older.
          </span>
          <Button
            size="compact-xs"
            onClick={() => {
              engine.reconnect();
            }}
          >
            Try now
          </Button>
        </>
      )}
    </div>
  );
};
