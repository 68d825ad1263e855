import { SwitchedOffCard } from '../platform/switched-off-card.tsx';
import type { PlatformConnection } from '../platform/use-platform.ts';
import type { ConnectionTokensProps } from './connection-tokens-props.ts';
import { ReadTokens } from './read-tokens.tsx';

export const ConnectionTokens = (props: ConnectionTokensProps) =>
  props.connection.isEnabled ? <ReadTokens {...props} /> : <SwitchedOff {...props} />;

const SwitchedOff = ({ connection }: PlatformConnection) => (
  <SwitchedOffCard connection={connection} heading="h2">
    Nothing is asked of its platform, so its tokens are not listed. They go on being valid there.
  </SwitchedOffCard>
);
