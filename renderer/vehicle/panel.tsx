import { useId, type ReactNode } from 'react';
import { joined } from '../theme/joined.ts';
import classes from './panel.module.css';

interface PanelProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons at the title's right. */
  readonly controls?: ReactNode;
  readonly className?: string | undefined;
  /** `group` for what is operated, `region` for what is read. */
  readonly role?: 'group' | 'region';
}

export const Panel = ({ title, children, controls, className, role = 'region' }: PanelProps) => {
  const titleId = useId();
  return (
    <section role={role} aria-labelledby={titleId} className={joined(classes.panel, className)}>
      <div className={classes.head}>
        <h2 id={titleId}>{title}</h2>
        {controls}
      </div>
      {children}
    </section>
  );
};
