import type { ReactNode } from 'react';
import classes from './banner.module.css';

interface BannerProps {
  readonly role: 'alert' | 'status';
  readonly tone: 'bad' | 'doubtful';
  readonly label?: string;
  /** False where there is nothing to say: it takes no room then. */
  readonly isShown: boolean;
  /** An icon, the words, and what can be done. */
  readonly children: ReactNode;
}

/** Over the width of the window. A live region that appears together with its text is not read out: it is always there. */
export const Banner = ({ role, tone, label, isShown, children }: BannerProps) => (
  <div role={role} aria-label={label} data-tone={tone} className={isShown ? classes.banner : undefined}>
    {isShown && children}
  </div>
);
