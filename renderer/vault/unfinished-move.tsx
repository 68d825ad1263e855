import { Button } from '@mantine/core';
import type { MethodResult } from '../../shared/contract/contract.ts';
import type { VaultBackend, VaultView } from '../../shared/vault/vault.ts';
import { Failed } from '../admin/failed.tsx';
import { HowFar } from '../admin/how-far.tsx';
import { useAsking } from '../platform/use-asking.ts';
import admin from '../admin/admin.module.css';

interface UnfinishedMoveProps {
  readonly backend: VaultBackend;
  readonly unfinished: NonNullable<NonNullable<VaultView['management']>['unfinished']>;
  readonly onMoved: (report: MethodResult<'vault.migrate'>) => void;
}

/** Moving to where new secrets go already is going on where the last move stopped. */
export const UnfinishedMove = ({ backend, unfinished, onMoved }: UnfinishedMoveProps) => {
  const { isBusy, failure, ask } = useAsking('vault.migrate');

  const go = async (): Promise<void> => {
    const result = await ask({ backend, leaveUnreadable: true });
    if (result?.ok === true) onMoved(result.value);
  };

  return (
    <div className={admin.caution}>
      <p>
        <strong>A move of secrets has not been finished.</strong> {unfinished.explanation}
      </p>
      {unfinished.canContinue && (
        <Button
          mt="xs"
          variant="filled"
          loading={isBusy}
          onClick={() => {
            void go();
          }}
        >
          Continue the move
        </Button>
      )}
      {isBusy && <HowFar work="vault-move" label="Secrets moved" unit="secrets" />}
      <Failed
        failure={failure}
        title="Not continued"
        lookAt="No secret is removed before it can be read in its new place. Look at the list of secrets before you try again."
      />
    </div>
  );
};
