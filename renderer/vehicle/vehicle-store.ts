import { useEffect, useMemo } from 'react';
import { createStore, type StoreApi } from 'zustand';
import type { Failure } from '../../shared/contract/result.ts';
import { useEngine } from '../engine/engine-context.ts';
import { applyVehicleEvent, waiting, type VehicleModel } from './vehicle-model.ts';

export interface VehiclePage {
  readonly connectionId: string;
  readonly vehicleId: string;
  readonly model: VehicleModel;
  /** Why the engine sends nothing for this page; null while it does. */
  readonly failure: Failure | null;
}

/** One page's data. It lives outside React: what is expensive to draw reads it at its own pace. */
export type VehicleStore = StoreApi<VehiclePage>;

const createVehicleStore = (connectionId: string, vehicleId: string): VehicleStore =>
  createStore<VehiclePage>(() => ({ connectionId, vehicleId, model: waiting, failure: null }));

export const useVehicleStore = (connectionId: string, vehicleId: string): VehicleStore => {
  const engine = useEngine();
  const store = useMemo(() => createVehicleStore(connectionId, vehicleId), [connectionId, vehicleId]);
  useEffect(
    () =>
      engine.subscribe(
        'vehicle',
        { connectionId, vehicleId },
        (event) => {
          store.setState(({ model }) => ({ model: applyVehicleEvent(model, event), failure: null }));
        },
        (failure) => {
          // The link opens the subscription again by itself when the engine is back.
          if (failure.code !== 'engine-restarted') store.setState({ failure });
        },
      ),
    [engine, connectionId, vehicleId, store],
  );
  return store;
};
