import { useId, type ReactNode } from 'react';
import type { Right } from '../../shared/platform/rights.ts';
import { GuardedButton } from './guarded-button.tsx';
import { denialOf, isOffered } from './use-platform.ts';
import classes from './platform.module.css';

export interface OfferedAction {
  readonly label: string;
  readonly right: Right;
  readonly onClick: () => void;
  /** Why it cannot be used now, whatever the token may do. */
  readonly obstacle?: string | undefined;
  readonly isBusy?: boolean;
}

interface ActionBarProps {
  readonly label: string;
  readonly actions: readonly OfferedAction[];
  readonly children?: ReactNode;
}

/** Buttons for what the platform offers. Those that cannot work say why underneath, each reason once. */
export const ActionBar = ({ label, actions, children }: ActionBarProps) => {
  const id = useId();
  const offered = actions.filter(({ right }) => isOffered(right));
  const reasons = new Map<string, string[]>();
  for (const action of offered) {
    const reason = reasonOf(action);
    if (reason !== undefined) reasons.set(reason, [...(reasons.get(reason) ?? []), withoutDots(action.label)]);
  }
  const order = [...reasons.keys()];
  if (offered.length === 0 && children === undefined) return null;
  return (
    <div role="group" aria-label={label} className={classes.actions}>
      <div className={classes.buttons}>
        {offered.map((action) => {
          const reason = reasonOf(action);
          return (
            <GuardedButton
              key={action.label}
              denial={reason}
              denialId={`${id}-${String(reason === undefined ? -1 : order.indexOf(reason))}`}
              onClick={action.onClick}
              loading={action.isBusy === true}
            >
              {action.label}
            </GuardedButton>
          );
        })}
        {children}
      </div>
      {order.map((reason, index) => (
        <p key={reason} id={`${id}-${String(index)}`} className={classes.reason}>
          {(reasons.get(reason) ?? []).join(', ')}: {reason}
        </p>
      ))}
    </div>
  );
};

const reasonOf = ({ right, obstacle }: OfferedAction): string | undefined => denialOf(right) ?? obstacle;

const withoutDots = (label: string): string => label.replace(/…$/, '');
