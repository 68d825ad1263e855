import { ActionIcon, Popover, SegmentedControl, Switch } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import type { Preferences } from '../../shared/preferences.ts';
import { useEngine } from '../engine/engine-context.ts';
import { changePreferences, usePreferencesStore } from './preferences-store.ts';
import classes from './preferences-menu.module.css';

export const PreferencesMenu = () => {
  const engine = useEngine();
  const { preferences, problem } = usePreferencesStore();
  const change = (part: Partial<Preferences>) => {
    void changePreferences(engine, part);
  };

  return (
    <Popover position="bottom-end" width={300} trapFocus returnFocus shadow="md" withinPortal>
      <Popover.Target>
        <ActionIcon className={classes.button} aria-label="Preferences" title="Preferences" color="gray">
          <IconAdjustmentsHorizontal size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Preferences">
        <Choice label="Theme">
          {(labelId) => (
            <SegmentedControl
              aria-labelledby={labelId}
              value={preferences.theme}
              onChange={(theme) => {
                change({ theme });
              }}
              data={[
                { value: 'auto', label: 'Auto' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          )}
        </Choice>
        <Choice label="Distance and speed">
          {(labelId) => (
            <SegmentedControl
              aria-labelledby={labelId}
              value={preferences.distance}
              onChange={(distance) => {
                change({ distance });
              }}
              data={[
                { value: 'km', label: 'km' },
                { value: 'mi', label: 'mi' },
              ]}
            />
          )}
        </Choice>
        <Choice label="Temperature">
          {(labelId) => (
            <SegmentedControl
              aria-labelledby={labelId}
              value={preferences.temperature}
              onChange={(temperature) => {
                change({ temperature });
              }}
              data={[
                { value: 'celsius', label: '°C' },
                { value: 'fahrenheit', label: '°F' },
              ]}
            />
          )}
        </Choice>
        <Choice label="Volume">
          {(labelId) => (
            <SegmentedControl
              aria-labelledby={labelId}
              value={preferences.volume}
              onChange={(volume) => {
                change({ volume });
              }}
              data={[
                { value: 'l', label: 'l' },
                { value: 'gal', label: 'gal' },
              ]}
            />
          )}
        </Choice>
        <Switch
          className={classes.switch}
          label="Single-key shortcuts"
          description="Such as / for the filter"
          checked={preferences.singleKeyShortcuts}
          onChange={(event) => {
            change({ singleKeyShortcuts: event.currentTarget.checked });
          }}
        />
        {problem !== null && (
          <p role="alert" className={classes.problem}>
            Not kept for the next start. {problem}
          </p>
        )}
      </Popover.Dropdown>
    </Popover>
  );
};

const Choice = ({ label, children }: { readonly label: string; readonly children: (labelId: string) => ReactNode }) => {
  const labelId = useId();
  return (
    <div className={classes.choice}>
      <span id={labelId}>{label}</span>
      {children(labelId)}
    </div>
  );
};
