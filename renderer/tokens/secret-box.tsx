import { Button } from '@mantine/core';
import { IconCheck, IconCopy, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Creation } from '../../shared/access/creation.ts';
import { systemTimers } from '../../shared/contract/timers.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { usePlatform } from '../platform/use-platform.ts';
import { CopyControl } from '../vehicle/copy-control.tsx';
import { Spoken } from '../layout/spoken.tsx';
import { clipboardKeeper, clipboardPromise } from './clipboard.ts';
import parts from './parts.module.css';
import classes from './secret-box.module.css';

export type TakingWay = Creation['takenBy'][number] | 'clipboard';

/** Nobody reads it for longer, and a screen is seen by others. */
const hideAfterMs = 60_000;

interface SecretBoxProps {
  readonly creation: Creation;
  readonly onTaken: (way: TakingWay) => void;
}

/** Hidden until it is asked for. The window has the secret for as long as it shows it, and for copying not even that. */
export const SecretBox = ({ creation, onTaken }: SecretBoxProps) => {
  const { failure, ask } = useAsking('tokens.reveal');
  const [shown, setShown] = useState<string | null>(null);
  const [goesTo, setGoesTo] = useState<string | null>(null);
  const [isCopied, setIsCopied] = useState(false);
  const [copyProblem, setCopyProblem] = useState(false);
  const isWatson = usePlatform(creation.connectionId)?.kind === 'watson';
  const creationId = creation.id;

  const isShown = shown !== null;
  useEffect(() => {
    if (!isShown) return undefined;
    return systemTimers.after(hideAfterMs, () => {
      setShown(null);
    });
  }, [isShown]);

  const show = async (): Promise<void> => {
    const result = await ask({ creationId });
    if (result?.ok !== true) return;
    setShown(result.value.secret);
    setGoesTo(result.value.explanation);
    onTaken('reveal');
  };
  const copy = async (): Promise<void> => {
    const result = await ask({ creationId });
    if (result?.ok !== true) return;
    setGoesTo(result.value.explanation);
    try {
      await clipboardKeeper().copy(result.value.secret);
      setIsCopied(true);
      setCopyProblem(false);
      onTaken('clipboard');
    } catch {
      setIsCopied(false);
      setCopyProblem(true);
    }
  };
  const box = useRef<HTMLDivElement>(null);
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'c' || event.altKey || event.ctrlKey || event.metaKey) return;
    // Anywhere in its dialog, but where one types; not in a question on top of it.
    const dialog = box.current?.closest('[role=dialog]');
    if (!(event.target instanceof Element) || event.target.closest('[role=dialog]') !== dialog) return;
    if (event.target.closest('input, textarea') !== null) return;
    event.preventDefault();
    void copy();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      onKeyDown(event);
    };
    document.addEventListener('keydown', listener);
    return () => {
      document.removeEventListener('keydown', listener);
    };
  }, []);

  return (
    <div ref={box} role="group" aria-label="Secret" className={classes.box}>
      {isWatson && creation.tokenId !== null && (
        <div className={parts.buttons}>
          API key, the user name: <code>{creation.tokenId}</code>
          <CopyControl value={creation.tokenId} label="the API key" />
        </div>
      )}
      {shown === null ? (
        <div className={`${classes.secret ?? ''} ${classes.hidden ?? ''}`}>
          <span aria-hidden>••••••••••••••••••••</span>
          <Spoken>The secret is hidden.</Spoken>
        </div>
      ) : (
        <output
          aria-label="Secret in plain text"
          className={classes.secret}
          onCopy={() => {
            onTaken('clipboard');
          }}
        >
          {shown}
        </output>
      )}
      <div className={parts.buttons}>
        <Button
          variant="filled"
          data-autofocus
          aria-keyshortcuts="c"
          leftSection={isCopied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          onClick={() => {
            void copy();
          }}
        >
          {isCopied ? 'Copied' : 'Copy (C)'}
        </Button>
        <Button
          leftSection={shown === null ? <IconEye size={14} aria-hidden /> : <IconEyeOff size={14} aria-hidden />}
          onClick={() => {
            if (shown === null) void show();
            else setShown(null);
          }}
        >
          {shown === null ? 'Show' : 'Hide'}
        </Button>
      </div>
      <p role="status">
        {copyProblem
          ? 'This browser did not let the secret be copied. Show it, and copy it by hand.'
          : `${goesTo ?? 'It goes to the clipboard without being shown.'}${isShown ? ' It is hidden again after a minute.' : ''}`}
      </p>
      <p className={parts.quiet}>{clipboardPromise(clipboardKeeper())}</p>
      <NotDone failure={failure} title="The secret could not be read" />
    </div>
  );
};
