import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import 'maplibre-gl/dist/maplibre-gl.css';
import { goTo } from '../app/routes.ts';
import { useFleet } from '../fleet/fleet-context.ts';
import type { FleetSession } from '../fleet/fleet-session.ts';
import { select, useFleetUi } from '../fleet/fleet-ui.ts';
import { usePreferences } from '../preferences/preferences-store.ts';
import type { MapLook } from './fleet-map-options.ts';
import { FleetMap } from './fleet-map.ts';
import { hostFileArrives, mapWorkerUrl } from './host-file.ts';
import { MapControls } from './map-controls.tsx';
import { canDrawMaps } from './web-gl.ts';
import classes from './map-pane.module.css';

export default function MapPane() {
  const { map } = useFleet();
  const [isPossible] = useState(() => map.isReady || canDrawMaps());
  return isPossible ? <DrawnMap /> : <NoMap />;
}

const NoMap = () => (
  <div className={classes.message}>
    <h2>The map cannot be drawn here</h2>
    <p>
      It needs WebGL 2, which this computer or browser does not offer at present: often hardware acceleration is
      switched off in the settings, or the graphics driver is out of date. The table shows the same vehicles and goes
      on.
    </p>
  </div>
);

const DrawnMap = () => {
  const { map } = useFleet();
  const [isWorkerHere, setIsWorkerHere] = useState(() => map.isReady);
  useEffect(() => {
    if (isWorkerHere) return;
    const controller = new AbortController();
    void hostFileArrives(mapWorkerUrl, 'GET', controller.signal).then((isHere) => {
      if (isHere) setIsWorkerHere(true);
    });
    return () => {
      controller.abort();
    };
  }, [isWorkerHere]);
  return isWorkerHere ? <OneMap /> : <div className={classes.message}>Drawing the map…</div>;
};

const OneMap = () => {
  const fleet = useFleet();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const isMotionReduced = useReducedMotion(false, { getInitialValueInEffect: false });
  const { distance } = usePreferences();
  const selected = useFleetUi((state) => state.selected);
  const isFollowing = useFleetUi((state) => state.isFollowing);
  const place = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<FleetMap | null>(null);
  const units = distance === 'mi' ? 'imperial' : 'metric';
  // What the map is shown with; what changes later reaches it through the effects below.
  const start = useRef({ scheme, units, isMotionReduced } as const);

  useEffect(() => {
    const region = place.current;
    if (region === null) return;
    const { camera, selected, isFollowing } = useFleetUi.getState();
    const look = { ...start.current, camera, selected, isFollowing };
    const shown = fleet.map.take(() => createMap(fleet, region, look));
    shown.show(region, look);
    setMap(shown);
    return () => {
      setMap(null);
      shown.hide();
      useFleetUi.setState({ camera: shown.camera });
    };
  }, [fleet]);

  useEffect(() => map?.setScheme(scheme), [map, scheme]);
  useEffect(() => map?.setUnits(units), [map, units]);
  useEffect(() => map?.setMotionReduced(isMotionReduced), [map, isMotionReduced]);
  useEffect(() => map?.setSelected(selected), [map, selected]);
  useEffect(() => map?.setFollowing(isFollowing), [map, isFollowing]);

  return (
    <>
      <div ref={place} className={classes.canvas} />
      <MapControls map={map} />
      <p className={classes.sources}>Natural Earth · places © GeoNames, CC BY 4.0</p>
    </>
  );
};

/** Its element is its own and no component's, so that it can stand in the next fleet view too. */
const createMap = (fleet: FleetSession, place: HTMLElement, look: MapLook): FleetMap => {
  const container = document.createElement('div');
  if (classes.kept !== undefined) container.className = classes.kept;
  place.append(container);
  return new FleetMap({
    container,
    look,
    store: fleet.store,
    viewModel: fleet.viewModel,
    nowMs: fleet.nowMs,
    onSelect: select,
    onOpen: (vehicle) => {
      goTo({ view: 'vehicle', ...vehicle });
    },
    onDrag: () => {
      useFleetUi.setState({ isFollowing: false });
    },
  });
};
