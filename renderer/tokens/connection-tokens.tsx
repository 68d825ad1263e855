import { SwitchOnButton } from '../platform/switch-on-button.tsx';
import type { PlatformConnection } from '../platform/use-platform.ts';
import type { ConnectionTokensProps } from './connection-tokens-props.ts';
import { ReadTokens } from './read-tokens.tsx';
import classes from './parts.module.css';

export const ConnectionTokens = (props: ConnectionTokensProps) =>
  props.connection.isEnabled ? <ReadTokens {...props} /> : <SwitchedOff {...props} />;

const SwitchedOff = ({ connection }: PlatformConnection) => (
  <div className={classes.card}>
    <h2>
      <span aria-hidden>○</span> {connection.name} is switched off
    </h2>
    <p>Nothing is asked of its platform, so its tokens are not listed. They go on being valid there.</p>
    <div className={classes.buttons}>
      <SwitchOnButton connection={connection} />
    </div>
  </div>
);
