import { IconArrowsMaximize, IconCurrentLocation, IconFocus2, IconMinus, IconPlus } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useFleetUi } from '../fleet/fleet-ui.ts';
import type { FleetMap } from './fleet-map.ts';
import classes from './map-pane.module.css';

export const MapControls = ({ map }: { readonly map: FleetMap | null }) => {
  const isAnySelected = useFleetUi((state) => state.selected !== null);
  const isFollowing = useFleetUi((state) => state.isFollowing);
  return (
    <div className={classes.controls}>
      <div className={classes.group}>
        <Control label="Zoom in" Icon={IconPlus} onPress={() => map?.zoomBy(1)} />
        <Control label="Zoom out" Icon={IconMinus} onPress={() => map?.zoomBy(-1)} />
      </div>
      <div className={classes.group}>
        <Control label="Fit all shown vehicles" Icon={IconArrowsMaximize} onPress={() => map?.fitAll()} />
        <Control
          label="Show the selected vehicle"
          Icon={IconFocus2}
          isDisabled={!isAnySelected}
          onPress={() => map?.showSelected()}
        />
        <Control
          label="Follow the selected vehicle"
          Icon={IconCurrentLocation}
          isDisabled={!isAnySelected}
          isPressed={isFollowing}
          onPress={() => {
            useFleetUi.setState({ isFollowing: !isFollowing });
          }}
        />
      </div>
    </div>
  );
};

interface ControlProps {
  readonly label: string;
  readonly Icon: ComponentType<{ size: number; 'aria-hidden': true }>;
  readonly isDisabled?: boolean;
  readonly isPressed?: boolean;
  readonly onPress: () => void;
}

const Control = ({ label, Icon, isDisabled, isPressed, onPress }: ControlProps) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    disabled={isDisabled}
    aria-pressed={isPressed}
    onClick={onPress}
  >
    <Icon size={16} aria-hidden />
  </button>
);
