import { Alert, Button, Loader, UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ConnectionPreset } from '../../shared/connection/settings.ts';
import { useCall } from '../engine/use-call.ts';
import classes from './preset-picker.module.css';

interface PresetPickerProps {
  readonly onPick: (preset: ConnectionPreset) => void;
  readonly onCancel: () => void;
}

export const PresetPicker = ({ onPick, onCancel }: PresetPickerProps) => {
  const presets = useCall('connections.presets', {});
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <div className={classes.picker}>
      <h1 ref={heading} tabIndex={-1} className={classes.heading}>
        Add a connection
      </h1>
      <p className={classes.lead}>Choose what it speaks to. Everything can be changed on the next page.</p>
      {presets.status === 'loading' && <Loader size="sm" aria-label="Loading" />}
      {presets.status === 'failed' && (
        <Alert color="red" title="The presets could not be read" role="alert">
          {presets.error.message} <Button onClick={presets.reload}>Try again</Button>
        </Alert>
      )}
      {presets.status === 'ok' && (
        <ul className={classes.cards}>
          {presets.value.map((preset) => (
            <li key={preset.id}>
              <UnstyledButton
                className={classes.card ?? ''}
                onClick={() => {
                  onPick(preset);
                }}
              >
                <span className={classes.title}>{preset.title}</span>
                <span className={classes.description}>{preset.description}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  );
};
