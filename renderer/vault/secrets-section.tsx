import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import type { MethodResult } from '../../shared/contract/contract.ts';
import type { VaultBackend, VaultEntryView, VaultView } from '../../shared/vault/vault.ts';
import { Failed } from '../admin/failed.tsx';
import { useFocusWhenLost } from '../admin/use-focus-when-lost.ts';
import { tell } from '../connections/notify.ts';
import { countOf } from '../format/number.ts';
import { useAsking } from '../platform/use-asking.ts';
import { useReturnFocus } from '../platform/use-return-focus.ts';
import { BackendChoices } from './backend-choices.tsx';
import { ForgetDialog } from './forget-dialog.tsx';
import { KeyringForm } from './keyring-form.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { reportWords, type MoveReport } from './move-words.ts';
import { PassphraseDialog } from './passphrase-dialog.tsx';
import { SecretList } from './secret-list.tsx';
import { UnlockForm } from './unlock-form.tsx';
import { UnfinishedMove } from './unfinished-move.tsx';
import { useVault } from './vault-context.ts';
import { backendTitle, isLocked, persistenceWords, wayToUnlock } from './vault-words.ts';
import admin from '../admin/admin.module.css';
import classes from './secrets.module.css';

type Dialog = 'passphrase' | { readonly moveTo: VaultBackend };

export const SecretsSection = () => {
  const vault = useVault();
  const { value, failure, isReading } = vault;
  const [report, setReport] = useState<MoveReport | null>(null);
  const [leftOver, setLeftOver] = useState<VaultEntryView | null>(null);
  useReturnFocus(leftOver !== null);

  const moved = (answer: MethodResult<'vault.migrate'>): void => {
    const words = reportWords(answer, value);
    setReport(words.leftBehind.length === 0 ? null : words);
    if (words.leftBehind.length === 0) tell('The place for secrets is changed.', words.summary);
    void vault.reload();
  };

  return (
    <div className={admin.page}>
      <Failed
        failure={failure}
        title={
          value === undefined
            ? 'The vault could not be read'
            : 'The vault could not be read again; what you see is older'
        }
        isRetrying={isReading}
        onRetry={() => {
          void vault.reload();
        }}
      />
      {value === undefined && failure === null && <Loader size="sm" aria-label="Reading the vault" />}
      <div role="status" aria-label="Last move">
        {report !== null && <MoveOutcome report={report} />}
      </div>
      {value !== undefined && <Place vault={value} onMoved={moved} />}
      {value !== undefined && (
        <section className={admin.card} aria-labelledby="stored-secrets">
          <h2 id="stored-secrets">
            Stored secrets {value.entries.length > 0 && <span className={admin.quiet}>{value.entries.length}</span>}
          </h2>
          <SecretList entries={value.entries} onForget={setLeftOver} />
        </section>
      )}
      {leftOver !== null && (
        <ForgetDialog
          entry={leftOver}
          onForgotten={(next) => {
            setLeftOver(null);
            vault.replace(next);
            tell('The secret is removed.', leftOver.title);
          }}
          onClose={() => {
            setLeftOver(null);
          }}
        />
      )}
    </div>
  );
};

const MoveOutcome = ({ report }: { readonly report: MoveReport }) => (
  <div className={admin.caution}>
    {report.summary} {countOf(report.leftBehind.length, 'secret')} could not be read and stayed in the former place,
    unchanged. Unlock that place and continue the move, or enter them again under Connections:
    <ul className={classes.left}>
      {report.leftBehind.map((title) => (
        <li key={title}>{title}</li>
      ))}
    </ul>
  </div>
);

interface PlaceProps {
  readonly vault: VaultView;
  readonly onMoved: (report: MethodResult<'vault.migrate'>) => void;
}

const Place = ({ vault, onMoved }: PlaceProps) => {
  const reading = useVault();
  const { management } = vault;
  const unfinished = management?.unfinished ?? null;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  useReturnFocus(dialog !== null);
  const lock = useAsking('vault.lock');
  const way = wayToUnlock(vault);
  const heading = useFocusWhenLost<HTMLHeadingElement>(`${vault.backend} ${way ?? ''} ${String(unfinished === null)}`);
  const close = (): void => {
    setDialog(null);
  };
  const hasOpenPassphrase = management?.backend === 'passphrase' && !management.isLocked;

  const lockNow = async (): Promise<void> => {
    const result = await lock.ask({});
    if (result?.ok !== true) return;
    reading.replace(result.value);
    tell('The vault is locked.', 'Connections that are up stay up; new ones wait until it is unlocked.');
  };

  return (
    <section className={admin.card} aria-labelledby="secrets-place">
      <h2 id="secrets-place" ref={heading} tabIndex={-1}>
        Where secrets are kept
      </h2>
      <div>
        <div className={classes.place}>
          {isLocked(vault) && <span aria-hidden>⊘ </span>}
          {backendTitle(vault.backend)}
          {isLocked(vault) && ', locked'} <span className={classes.active}>{persistenceWords(vault)}</span>
        </div>
        <p>{vault.explanation}</p>
      </div>
      {management !== null && unfinished !== null && (
        <UnfinishedMove backend={management.backend} unfinished={unfinished} onMoved={onMoved} />
      )}
      {way === 'passphrase' && <UnlockForm retryUnlockAtMs={management?.retryUnlockAtMs ?? null} />}
      {way === 'keyring' && <KeyringForm isManaged={management !== null} />}
      {hasOpenPassphrase && (
        <div className={admin.buttons}>
          <Button
            loading={lock.isBusy}
            onClick={() => {
              void lockNow();
            }}
          >
            Lock now
          </Button>
          <Button
            onClick={() => {
              setDialog('passphrase');
            }}
          >
            Change passphrase…
          </Button>
        </div>
      )}
      <Failed failure={lock.failure} title="Not locked" />
      {management !== null && (
        <BackendChoices
          management={management}
          onChoose={(moveTo) => {
            setDialog({ moveTo });
          }}
        />
      )}
      {management !== null && dialog === 'passphrase' && (
        <PassphraseDialog
          minimumLength={management.minimumPassphraseLength}
          onDone={() => {
            close();
            tell('The passphrase is changed.', 'The former one opens the vault no more.');
            void reading.reload();
          }}
          onClose={close}
        />
      )}
      {management !== null && dialog !== null && dialog !== 'passphrase' && (
        <MoveDialog
          vault={vault}
          backend={dialog.moveTo}
          minimumLength={management.minimumPassphraseLength}
          onDone={(report) => {
            close();
            onMoved(report);
          }}
          onInDoubt={() => {
            void reading.reload();
          }}
          onClose={close}
        />
      )}
    </section>
  );
};
