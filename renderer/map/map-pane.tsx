import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import 'maplibre-gl/dist/maplibre-gl.css';
import { goTo } from '../app/routes.ts';
import { useFleet } from '../fleet/fleet-context.ts';
import { select, useFleetUi } from '../fleet/fleet-ui.ts';
import { usePreferences } from '../preferences/preferences-store.ts';
import { FleetMap } from './fleet-map.ts';
import { hostFileArrives, mapWorkerUrl } from './host-file.ts';
import { MapControls } from './map-controls.tsx';
import { canDrawMaps } from './web-gl.ts';
import classes from './map-pane.module.css';

export default function MapPane() {
  const [isPossible] = useState(canDrawMaps);
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
  const [isWorkerHere, setIsWorkerHere] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    void hostFileArrives(mapWorkerUrl, 'GET', controller.signal).then((isHere) => {
      if (isHere) setIsWorkerHere(true);
    });
    return () => {
      controller.abort();
    };
  }, []);
  return isWorkerHere ? <OneMap /> : <div className={classes.message}>Drawing the map…</div>;
};

const OneMap = () => {
  const fleet = useFleet();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const isMotionReduced = useReducedMotion(false, { getInitialValueInEffect: false });
  const { distance } = usePreferences();
  const selected = useFleetUi((state) => state.selected);
  const isFollowing = useFleetUi((state) => state.isFollowing);
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<FleetMap | null>(null);
  const units = distance === 'mi' ? 'imperial' : 'metric';
  // What the map starts with; what changes later reaches it through the effects below.
  const start = useRef({ scheme, units, isMotionReduced } as const);

  useEffect(() => {
    if (container.current === null) return;
    const created = new FleetMap({
      ...start.current,
      container: container.current,
      store: fleet.store,
      viewModel: fleet.viewModel,
      nowMs: fleet.nowMs,
      camera: useFleetUi.getState().camera,
      onSelect: select,
      onOpen: (vehicle) => {
        goTo({ view: 'vehicle', ...vehicle });
      },
      onDrag: () => {
        useFleetUi.setState({ isFollowing: false });
      },
    });
    setMap(created);
    return () => {
      setMap(null);
      useFleetUi.setState({ camera: created.camera });
      created.remove();
    };
  }, [fleet]);

  useEffect(() => map?.setScheme(scheme), [map, scheme]);
  useEffect(() => map?.setUnits(units), [map, units]);
  useEffect(() => map?.setSelected(selected), [map, selected]);
  useEffect(() => map?.setFollowing(isFollowing), [map, isFollowing]);

  return (
    <>
      <div ref={container} className={classes.canvas} />
      <MapControls map={map} />
      <p className={classes.sources}>Natural Earth · places © GeoNames, CC BY 4.0</p>
    </>
  );
};
