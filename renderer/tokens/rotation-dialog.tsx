import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { Rotation } from '../../shared/access/rotation.ts';
import type { TokenRow } from '../../shared/access/token.ts';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import type { ReadTokenList } from './connection-tokens.tsx';
import { RotationProgress } from './rotation-progress.tsx';
import { RotationStart } from './rotation-start.tsx';

export type RotationTarget =
  | { readonly rotation: Rotation }
  | { readonly connection: ConnectionStatus; readonly row: TokenRow; readonly list: ReadTokenList };

interface RotationDialogProps {
  readonly target: RotationTarget;
  /** As last read: one of them may be the one at hand. */
  readonly rotations: readonly Rotation[];
  /** Something was done or tried: they are to be read again. */
  readonly onStep: () => Promise<void>;
  readonly onClose: () => void;
}

/** A token's replacement, from its beginning or from where it was left. */
export const RotationDialog = ({ target, rotations, onStep, onClose }: RotationDialogProps) => {
  const [answered, setAnswered] = useState<Rotation | null>('rotation' in target ? target.rotation : null);
  // What an answer said is newer than the list until the list is read again, and from then on the list is.
  const [answeredWith, setAnsweredWith] = useState(rotations);
  const listed = rotations.find(({ id }) => id === answered?.id);
  const rotation = rotations === answeredWith ? answered : (listed ?? answered);
  const isUnderWay = 'row' in target && rotation === null ? rotations.find((each) => isOf(each, target)) : undefined;
  const shown = rotation ?? isUnderWay ?? null;

  const onAnswer = (answer: Rotation): void => {
    setAnswered(answer);
    setAnsweredWith(rotations);
    void onStep();
  };

  const name = shown?.old.name ?? ('row' in target ? target.row.name : '');
  return (
    <Modal opened onClose={onClose} title={`Rotate “${name}”`} closeOnClickOutside={false} size="lg">
      {shown !== null && <RotationProgress rotation={shown} onAnswer={onAnswer} onClose={onClose} />}
      {shown === null && 'row' in target && <RotationStart {...target} onStarted={onAnswer} onClose={onClose} />}
    </Modal>
  );
};

const isOf = (
  { connectionId, old, step }: Rotation,
  { connection, row }: Extract<RotationTarget, { readonly row: TokenRow }>,
): boolean => connectionId === connection.id && old.id === row.id && step !== 'done' && step !== 'abandoned';
