import type { PlatformKind } from '../../shared/platform/kinds.ts';
import type { RecordKind, RecordRow } from '../../shared/platform/record.ts';

/** What each platform keeps about a vehicle, in the order in which one asks for it. */
export const recordKindsOf: Readonly<Record<PlatformKind, readonly [RecordKind, ...RecordKind[]]>> = {
  'iot-central': ['command-history'],
  watson: ['connection-log', 'diagnostic-log', 'error-codes', 'last-events', 'device-state'],
};

/** Watson's `DELETE /device/types/{type}/devices/{id}/diag/logs` and `…/errorCodes`; the rest cannot be emptied. */
export const isClearable = (kind: RecordKind): boolean => kind === 'diagnostic-log' || kind === 'error-codes';

interface KindWords {
  readonly title: string;
  /** Behind "This platform keeps": what it is. */
  readonly explanation: string;
  readonly none: string;
}

export const recordWords: Readonly<Record<RecordKind, KindWords>> = {
  'command-history': {
    title: 'Command answers',
    explanation: 'What the vehicle last answered to a command, as the platform keeps it, whoever sent it.',
    none: 'The platform keeps no answer to this command.',
  },
  'connection-log': {
    title: 'Connection log',
    explanation: 'When the vehicle connected and disconnected, and why.',
    none: 'The platform has seen no connection of this vehicle.',
  },
  'diagnostic-log': {
    title: 'Diagnostic log',
    explanation: 'What the vehicle itself wrote down.',
    none: 'The vehicle has written nothing down.',
  },
  'error-codes': {
    title: 'Error codes',
    explanation: 'The codes that the vehicle reported to the platform.',
    none: 'The vehicle has reported no error code.',
  },
  'last-events': {
    title: 'Last events',
    explanation: 'The newest message of each event, as the platform keeps it.',
    none: 'The platform keeps no event of this vehicle. Its last event cache may be switched off.',
  },
  'device-state': {
    title: 'Device state',
    explanation: 'The state that the platform computes through its logical interfaces.',
    none: 'The platform computes no state for this vehicle: its type has no logical interface that is active.',
  },
};

export const severityWords: Readonly<
  Record<RecordRow['severity'], { readonly shape: string; readonly word: string; readonly tone: string }>
> = {
  information: { shape: '○', word: 'Information', tone: 'neutral' },
  warning: { shape: '▲', word: 'Warning', tone: 'doubtful' },
  error: { shape: '✕', word: 'Error', tone: 'bad' },
};
