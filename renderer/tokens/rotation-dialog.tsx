import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { ReadTokenList } from '../../shared/access/token-list.ts';
import type { Rotation } from '../../shared/access/rotation.ts';
import type { TokenRow } from '../../shared/access/token.ts';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { RotationProgress } from './rotation-progress.tsx';
import { RotationStart } from './rotation-start.tsx';
import { isRotationOver } from './token-words.ts';

export type RotationTarget =
  | { readonly rotationId: string }
  | { readonly connection: ConnectionStatus; readonly row: TokenRow; readonly list: ReadTokenList };

interface RotationDialogProps {
  readonly target: RotationTarget;
  /** As they stand, the one at hand among them. */
  readonly rotations: readonly Rotation[];
  /** A step's answer: newer than what was read of the rotation. */
  readonly onAnswer: (rotation: Rotation) => void;
  readonly onClose: () => void;
}

/** A token's replacement, from its beginning or from where it was left. */
export const RotationDialog = ({ target, rotations, onAnswer, onClose }: RotationDialogProps) => {
  const [begunId, setBegunId] = useState('rotationId' in target ? target.rotationId : null);
  const rotation = rotations.find((each) => (begunId === null ? isOf(each, target) : each.id === begunId));
  const name = rotation?.old.name ?? ('row' in target ? target.row.name : '');
  return (
    <Modal opened onClose={onClose} title={`Rotate “${name}”`} closeOnClickOutside={false} size="lg">
      {rotation !== undefined && <RotationProgress rotation={rotation} onAnswer={onAnswer} onClose={onClose} />}
      {rotation === undefined && 'row' in target && (
        <RotationStart
          {...target}
          onStarted={(started) => {
            onAnswer(started);
            setBegunId(started.id);
          }}
          onClose={onClose}
        />
      )}
    </Modal>
  );
};

/** A token that is being rotated already is gone on with. */
const isOf = ({ connectionId, old, step }: Rotation, target: RotationTarget): boolean =>
  'row' in target && connectionId === target.connection.id && old.id === target.row.id && !isRotationOver(step);
