import { Button, PasswordInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ImportOutcome } from '../../shared/backup/backup.ts';
import { Failed } from '../admin/failed.tsx';
import { useFocusWhenLost } from '../admin/use-focus-when-lost.ts';
import { hrefOf } from '../app/routes.ts';
import { AskDialog } from '../connections/ask-dialog.tsx';
import { useLeaveGuard } from '../connections/use-leave-guard.ts';
import { countOf } from '../format/number.ts';
import { FileDrop } from './file-drop.tsx';
import { ImportReview } from './import-review.tsx';
import { useImport, type Import } from './use-import.ts';
import admin from '../admin/admin.module.css';
import classes from './backup.module.css';

export const ImportCard = () => {
  const flow = useImport();
  const { file, preview, needsPassphrase, outcome, failure, busy } = flow;
  const heading = useFocusWhenLost<HTMLHeadingElement>(file);
  const guard = useLeaveGuard(preview !== null);
  return (
    <section className={admin.card} aria-labelledby="backup-import">
      <h2 id="backup-import" ref={heading} tabIndex={-1}>
        Import settings
      </h2>
      {file === null && (
        <>
          <p>From a file that was exported here or by another console, with or without a passphrase.</p>
          <FileDrop isBusy={busy === 'reading'} onFile={flow.choose} />
        </>
      )}
      {file !== null && (
        <div className={admin.buttons}>
          <span>
            File: <strong>{file.name}</strong>
          </span>
          <Button onClick={flow.startOver} disabled={busy === 'applying'}>
            Choose another
          </Button>
        </div>
      )}
      {needsPassphrase && <OpenForm flow={flow} />}
      {preview !== null && flow.decision !== null && (
        <ImportReview flow={flow} preview={preview} decision={flow.decision} />
      )}
      {failure !== null && (
        <Failed
          failure={failure.cause}
          title={failure.title}
          lookAt="Look at the connections, or read the file again to see what is still different."
          {...(file !== null && !needsPassphrase ? { onRetry: flow.readAgain } : {})}
          isRetrying={busy === 'reading'}
        />
      )}
      <div role="status" aria-label="Import">
        {busy === 'reading' && file !== null && <p className={classes.quiet}>Reading the file…</p>}
        {busy === 'applying' && <p className={classes.quiet}>Importing…</p>}
        {outcome !== null && <Outcome outcome={outcome} />}
      </div>
      <AskDialog
        isOpen={guard.isAsking}
        title="Leave the import?"
        action="Leave"
        onAction={guard.leave}
        cancel="Go on with the import"
        onCancel={guard.stay}
      >
        Nothing has been imported yet. What you chose here is forgotten; the file stays where it is.
      </AskDialog>
    </section>
  );
};

const OpenForm = ({ flow }: { readonly flow: Import }) => {
  const [passphrase, setPassphrase] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const { failure } = flow;
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, [failure]);
  return (
    <form
      className={classes.form}
      aria-label="Open the file"
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase !== '') flow.open(passphrase);
      }}
    >
      <p>This file is encrypted. Enter the passphrase that it was exported with.</p>
      <div className={classes.line}>
        <PasswordInput
          ref={input}
          className={classes.passphrase}
          label="Passphrase of the file"
          value={passphrase}
          onChange={(event) => {
            setPassphrase(event.currentTarget.value);
          }}
          autoComplete="off"
          spellCheck={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the passphrase', tabIndex: 0 }}
        />
        <Button type="submit" variant="filled" loading={flow.busy === 'reading'} disabled={passphrase === ''}>
          Open
        </Button>
      </div>
    </form>
  );
};

const Outcome = ({ outcome }: { readonly outcome: ImportOutcome }) => {
  const { addedCount, changedCount, secretCount, notices } = outcome;
  return (
    <div className={classes.result}>
      <p>
        <strong>Imported:</strong> {countOf(addedCount, 'connection')} added, {countOf(changedCount, 'connection')}{' '}
        changed, {countOf(secretCount, 'secret')} stored.{' '}
        <a className={classes.link} href={hrefOf({ view: 'connections' })}>
          Go to the connections
        </a>
      </p>
      {notices.length > 0 && (
        <div className={admin.caution}>
          Still to be done by hand:
          <ul className={classes.notices}>
            {notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
};
