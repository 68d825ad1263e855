import type { ReactNode } from 'react';
import type { SignalState, VehicleState } from '../../shared/vehicle/detail.ts';
import { signalPath } from '../../shared/vehicle/signals.ts';
import { vehicleFlag } from '../../shared/vehicle/status.ts';
import { formatDateTime } from '../format/age.ts';
import { StatusIcon } from '../fleet/status-icon.tsx';
import { statusExplanations, statusWords } from '../fleet/status-words.ts';
import { useNowMs } from '../format/clock.ts';
import { typeWords } from '../format/type-words.ts';
import { clockWords, linkWords, statusNow } from './vehicle-words.ts';
import { valueAge } from './value-age.ts';
import classes from './identity-panel.module.css';

interface IdentityPanelProps {
  readonly vehicle: VehicleState;
  readonly signals: ReadonlyMap<string, SignalState>;
}

const troubleCodesOf = (signals: ReadonlyMap<string, SignalState>): readonly string[] => {
  const value = signals.get(signalPath.troubleCodes)?.value;
  if (value === undefined || value === '') return [];
  return typeof value === 'object' ? value : [String(value)];
};

export const IdentityPanel = ({ vehicle, signals }: IdentityPanelProps) => {
  const nowMs = useNowMs();
  const current = statusNow(vehicle, nowMs);
  const link = linkWords(vehicle.isConnected);
  const clock = clockWords(vehicle);
  const codes = troubleCodesOf(signals);
  const hasFault = codes.length > 0 || (vehicle.flags & vehicleFlag.fault) !== 0;
  const codesHeardAtMs = signals.get(signalPath.troubleCodes)?.receivedAtMs ?? null;
  const heard = vehicle.heardAtMs === null ? null : valueAge(vehicle.heardAtMs, nowMs, vehicle.expectedIntervalMs);

  return (
    <div className={classes.identity}>
      <div className={classes.facts}>
        <h1 className={classes.name} title={vehicle.name}>
          {vehicle.name}
        </h1>
        <span className={classes.status} data-status={current} title={statusExplanations[current]}>
          <StatusIcon status={current} /> {statusWords[current]}
        </span>
        <dl className={classes.list}>
          <Fact label="Type">{vehicle.type === null ? 'Not reported' : typeWords(vehicle.type)}</Fact>
          <Fact label="Connection">{vehicle.connectionName}</Fact>
          {vehicle.name !== vehicle.vehicleId && <Fact label="Id">{vehicle.vehicleId}</Fact>}
          <Fact label="Link">
            <span data-abnormal={vehicle.isConnected === false || undefined}>
              <span aria-hidden>{link.shape}</span> {link.text}
            </span>
          </Fact>
          <Fact label="Last heard">
            {vehicle.heardAtMs === null || heard === null ? (
              'Never'
            ) : (
              <span data-old={heard.isOld || undefined} title={formatDateTime(vehicle.heardAtMs)}>
                {heard.ago}
              </span>
            )}
          </Fact>
        </dl>
      </div>
      {hasFault && (
        <p className={classes.faults}>
          <strong>
            <span aria-hidden>⚠</span> {codes.length === 1 ? 'Fault code' : 'Fault codes'}
          </strong>
          {codes.length === 0 ? (
            <span>The vehicle reports a fault and no code.</span>
          ) : (
            codes.map((code, index) => (
              // A vehicle may send one code twice.
              <code key={`${String(index)} ${code}`}>{code}</code>
            ))
          )}
          {codesHeardAtMs !== null && (
            <span>reported {valueAge(codesHeardAtMs, nowMs, vehicle.expectedIntervalMs).ago}</span>
          )}
        </p>
      )}
      {clock !== undefined && (
        <p className={classes.clock}>
          <strong>
            <span aria-hidden>◷</span> Clock
          </strong>{' '}
          {clock}
        </p>
      )}
    </div>
  );
};

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);
