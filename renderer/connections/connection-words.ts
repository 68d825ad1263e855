import type { ConnectionState, ConnectionStatus } from '../../shared/connection/status.ts';
import type { SecretStatus } from '../../shared/connection/settings.ts';

export const connectionStateWords: Readonly<
  Record<
    ConnectionState,
    { readonly shape: string; readonly word: string; readonly tone: 'neutral' | 'bad' | 'doubtful' }
  >
> = {
  idle: { shape: '○', word: 'Switched off', tone: 'neutral' },
  connecting: { shape: '◔', word: 'Connecting', tone: 'neutral' },
  live: { shape: '●', word: 'Live', tone: 'neutral' },
  stale: { shape: '◐', word: 'Stale: connected, but silent', tone: 'doubtful' },
  offline: { shape: '✕', word: 'Offline', tone: 'bad' },
};

/** What a form says of a secret that it cannot see. */
export const secretWords = (label: string, status: SecretStatus): string => {
  switch (status) {
    case 'ok':
      return `${label} is stored.`;
    case 'absent':
      return `${label} is not stored.`;
    case 'locked':
      return `${label} is stored, but the system's key store is locked. Unlock it, or enter it again to replace it.`;
    case 'undecryptable':
      return `${label} is stored, but cannot be read on this computer any more. Enter it again to replace it.`;
  }
};

/** Why nothing can be sent over this connection at present; undefined when something can. */
export const sendObstacle = (status: ConnectionStatus | undefined): string | undefined => {
  if (status === undefined) return 'This connection does not exist any more.';
  switch (status.state) {
    case 'live':
      return undefined;
    case 'idle':
      return `The connection “${status.name}” is switched off. Switch it on under Connections to send commands.`;
    case 'connecting':
      return `The connection “${status.name}” is being made. Commands can be sent when it is live.`;
    case 'stale':
      return `The connection “${status.name}” is silent: nothing says how the vehicle is now, so nothing is sent to it.`;
    case 'offline':
      return `The connection “${status.name}” is lost. Commands can be sent when it is live again.`;
  }
};
