import { Button } from '@mantine/core';
import { useState } from 'react';
import type { DeviceCredentials } from '../../shared/platform/device.ts';
import { CopyControl } from '../vehicle/copy-control.tsx';
import classes from './device.module.css';

/** Keys stay covered until each is asked for; whoever only copies one need not show it to the room. */
export const CredentialLines = ({ credentials }: { readonly credentials: DeviceCredentials }) => (
  <>
    {credentials.explanation !== '' && <div>{credentials.explanation}</div>}
    <ul className={classes.lines} aria-label="Credentials">
      {credentials.lines.map((line, index) => (
        <CredentialLine key={`${String(index)} ${line.label}`} line={line} />
      ))}
    </ul>
  </>
);

const CredentialLine = ({ line }: { readonly line: DeviceCredentials['lines'][number] }) => {
  const [isShown, setIsShown] = useState(!line.isSecret);
  return (
    <li>
      <span className={classes.label}>{line.label}</span>
      {/* As many dots whatever the key: its length is nobody's business. */}
      <code>{isShown ? line.text : <span aria-label="Covered">••••••••••••</span>}</code>
      <span className={classes.tools}>
        {line.isSecret && (
          <Button
            size="compact-sm"
            fz="xs"
            variant="subtle"
            aria-label={`${isShown ? 'Cover' : 'Show'} ${line.label}`}
            onClick={() => {
              setIsShown(!isShown);
            }}
          >
            {isShown ? 'Cover' : 'Show'}
          </Button>
        )}
        <CopyControl value={line.text} label={line.label} />
      </span>
    </li>
  );
};
