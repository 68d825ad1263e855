import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';

interface GuardedButtonProps extends ButtonProps, Pick<ComponentPropsWithRef<'button'>, 'ref' | 'aria-label'> {
  /** In words, why it cannot be used; undefined when it can. */
  readonly denial: string | undefined;
  /** The element on the page that says the same: a tooltip alone is out of reach for keyboard and touch. */
  readonly denialId: string;
  readonly onClick: () => void;
}

/** A button that cannot work stays within reach of the keyboard, so that its reason is heard where one looks for it. */
export const GuardedButton = ({ denial, denialId, onClick, ...rest }: GuardedButtonProps) =>
  denial === undefined ? (
    <Button {...rest} onClick={onClick} />
  ) : (
    <Button {...rest} data-disabled aria-disabled title={denial} aria-describedby={denialId} />
  );
