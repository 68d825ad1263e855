import type { ReactNode } from 'react';
import card from '../layout/card.module.css';
import { SwitchOnButton } from './switch-on-button.tsx';
import type { PlatformConnection } from './use-platform.ts';

interface SwitchedOffCardProps extends Pick<PlatformConnection, 'connection'> {
  readonly heading: 'h2' | 'h3';
  /** What is not read therefore. */
  readonly children: ReactNode;
}

/** No failure: somebody wanted it off, and can switch it on here. */
export const SwitchedOffCard = ({ connection, heading: Heading, children }: SwitchedOffCardProps) => (
  <div className={card.card}>
    <Heading>
      <span aria-hidden>○</span> {connection.name} is switched off
    </Heading>
    <p>{children}</p>
    <div>
      <SwitchOnButton connection={connection} />
    </div>
  </div>
);
