import { useCallback, useEffect } from 'react';
import { Anchor, Loader } from '@mantine/core';
import { useStore } from 'zustand';
import { goTo, hrefOf } from '../app/routes.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { ActionsPanel } from '../commands/actions-panel.tsx';
import { HistoryPanel } from '../commands/history-panel.tsx';
import { DevicePanel } from '../device/device-panel.tsx';
import { useConnections } from '../engine/connections-context.ts';
import { useEngine, useLinkState } from '../engine/engine-context.ts';
import { lookAt, select } from '../fleet/fleet-ui.ts';
import { usePlatform } from '../platform/use-platform.ts';
import { RecordsPanel } from '../records/records-panel.tsx';
import { SettingsPanel } from '../settings/settings-panel.tsx';
import { GaugePanel } from './gauge-panel.tsx';
import { IdentityPanel } from './identity-panel.tsx';
import { PositionPanel } from './position-panel.tsx';
import { RawPanel } from './raw-panel.tsx';
import { SignalTable } from './signal-table.tsx';
import { TrendPanel } from './trend-panel.tsx';
import { VehicleBar } from './vehicle-bar.tsx';
import type { KnownVehicle } from './vehicle-model.ts';
import { useVehicleStore, type VehicleStore } from './vehicle-store.ts';
import classes from './vehicle-view.module.css';

interface VehicleViewProps {
  readonly connectionId: string;
  readonly vehicleId: string;
}

export const VehicleView = ({ connectionId, vehicleId }: VehicleViewProps) => {
  const store = useVehicleStore(connectionId, vehicleId);
  const model = useStore(store, (page) => page.model);
  const failure = useStore(store, (page) => page.failure);

  // One selection for the whole console: whoever goes back to the fleet finds this vehicle's row and place.
  useEffect(() => {
    select({ connectionId, vehicleId });
  }, [connectionId, vehicleId]);

  return (
    <section className={classes.view} role="region" aria-label="Vehicle">
      <VehicleBar vehicle={{ connectionId, vehicleId }} />
      {failure !== null && (
        <p role="alert" className={classes.notice}>
          This page is not updated: {failure.message}
        </p>
      )}
      {model.kind === 'waiting' && failure === null && (
        <p className={classes.state} role="status">
          <Loader size="sm" aria-hidden /> Looking for {vehicleId}…
        </p>
      )}
      {model.kind === 'absent' && <Absent vehicleId={vehicleId} />}
      {model.kind === 'known' && <Dashboard known={model} store={store} />}
    </section>
  );
};

const Absent = ({ vehicleId }: { readonly vehicleId: string }) => (
  <div className={classes.state}>
    <h1>Nothing heard of this vehicle yet</h1>
    <p>
      Fleetdeck knows no vehicle <strong>{vehicleId}</strong> on this connection. It may not have reported since the
      console was started, or its connection may be switched off. This page fills by itself as soon as it reports.
    </p>
    <p>
      <Anchor href={hrefOf({ view: 'fleet' })}>Back to the fleet</Anchor> ·{' '}
      <Anchor href={hrefOf({ view: 'connections' })}>Connections</Anchor>
    </p>
  </div>
);

const Dashboard = ({ known, store }: { readonly known: KnownVehicle; readonly store: VehicleStore }) => {
  const { vehicle, signals, rawMessage, commands, isFromBefore } = known;
  const { connectionId, vehicleId, name, connectionName, expectedIntervalMs } = vehicle;
  const fromBeforeWords = useFromBeforeWords(connectionId);
  const platformStatus = usePlatform(connectionId);
  // A connection that is switched off is asked nothing; the notice above says so.
  const platform = platformStatus?.state === 'off' ? undefined : platformStatus;
  const hasPlatform = platform !== undefined;
  useFirstLook(connectionId, vehicleId, hasPlatform);
  const device = { connectionId, vehicleId, vehicleName: name };
  const latitude = signals.get(signalPath.latitude)?.value;
  const longitude = signals.get(signalPath.longitude)?.value;
  const showOnMap = useCallback(() => {
    if (typeof latitude === 'number' && typeof longitude === 'number') lookAt(latitude, longitude);
    goTo({ view: 'fleet' });
  }, [latitude, longitude]);
  return (
    <>
      <IdentityPanel vehicle={vehicle} signals={signals} />
      {isFromBefore && (
        <p role="status" className={classes.notice}>
          {fromBeforeWords}
        </p>
      )}
      <div className={classes.dashboard}>
        <div className={classes.now}>
          <GaugePanel signals={signals} expectedIntervalMs={expectedIntervalMs} />
          <PositionPanel signals={signals} expectedIntervalMs={expectedIntervalMs} onShowOnMap={showOnMap} />
        </div>
        <div className={classes.act}>
          <ActionsPanel
            target={{ connectionId, vehicleId, vehicleName: name }}
            connectionName={connectionName}
            commands={commands}
            signals={signals}
            isFromBefore={isFromBefore}
          />
          <HistoryPanel connectionId={connectionId} vehicleId={vehicleId} commands={commands} />
          {platform !== undefined && <DevicePanel {...device} platform={platform} />}
          <RawPanel rawMessage={rawMessage} />
        </div>
        <div className={classes.past}>
          <TrendPanel store={store} />
          {platform !== undefined && <SettingsPanel {...device} platform={platform} />}
          <SignalTable
            signals={signals}
            expectedIntervalMs={expectedIntervalMs}
            signalsLeftOut={vehicle.signalsLeftOut}
          />
          {platform !== undefined && <RecordsPanel {...device} platform={platform} commands={commands} />}
        </div>
      </div>
    </>
  );
};

/** Where values are read over a platform's API, those of the vehicle on screen come first. */
const useFirstLook = (connectionId: string, vehicleId: string, hasPlatform: boolean): void => {
  const engine = useEngine();
  const link = useLinkState();
  useEffect(() => {
    if (!hasPlatform || link !== 'ready') return;
    // What fails here costs only the precedence: the values still come in their turn.
    void engine.call('vehicles.look', { vehicles: [{ connectionId, vehicleId }] });
  }, [engine, link, connectionId, vehicleId, hasPlatform]);
};

/** Why the engine knows no more of a vehicle that it knew. */
const useFromBeforeWords = (connectionId: string): string => {
  const connections = useConnections();
  const status = connections?.find(({ id }) => id === connectionId);
  if (connections !== undefined && status === undefined)
    return 'The connection that brought this vehicle has been removed. What you see is the last that was heard.';
  if (status?.isEnabled === false)
    return `The connection “${status.name}” is switched off. What you see is the last that was heard.`;
  return 'Fleetdeck’s engine has started again and has not heard of this vehicle since. What you see is from before.';
};
