import { Button, PasswordInput } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import { Failed } from '../admin/failed.tsx';
import { tell } from '../connections/notify.ts';
import { useNowMs } from '../format/clock.ts';
import { useAsking } from '../platform/use-asking.ts';
import { useVault } from './vault-context.ts';
import { retryAtMsOf, wayToUnlock } from './vault-words.ts';
import admin from '../admin/admin.module.css';
import classes from './secrets.module.css';

/** Opens the vault with its passphrase. The wait after wrong ones is the vault's; here it is counted down. */
export const UnlockForm = ({ retryUnlockAtMs }: { readonly retryUnlockAtMs: number | null }) => {
  const vault = useVault();
  const { isBusy, failure, ask } = useAsking('vault.unlock');
  const [passphrase, setPassphrase] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const waitId = useId();
  const nowMs = useNowMs();
  const retryAtMs = (failure === null ? null : retryAtMsOf(failure)) ?? retryUnlockAtMs ?? 0;
  const waitSeconds = Math.max(0, Math.ceil((retryAtMs - nowMs) / 1000));

  const unlock = async (): Promise<void> => {
    if (passphrase === '' || waitSeconds > 0) return;
    const result = await ask({ passphrase });
    if (result === undefined) return;
    if (!result.ok) {
      input.current?.focus();
      input.current?.select();
      return;
    }
    setPassphrase('');
    vault.replace(result.value);
    if (wayToUnlock(result.value) === undefined) {
      tell('The vault is unlocked.', 'Connections that waited for their secrets go on by themselves.');
    }
  };

  return (
    <form
      className={classes.unlock}
      aria-label="Unlock the vault"
      onSubmit={(event) => {
        event.preventDefault();
        void unlock();
      }}
    >
      <div className={classes.line}>
        <PasswordInput
          ref={input}
          className={classes.passphrase}
          label="Passphrase of the vault"
          value={passphrase}
          onChange={(event) => {
            setPassphrase(event.currentTarget.value);
          }}
          autoComplete="current-password"
          spellCheck={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the passphrase', tabIndex: 0 }}
        />
        <Button
          type="submit"
          variant="filled"
          loading={isBusy}
          disabled={passphrase === '' || waitSeconds > 0}
          aria-describedby={waitSeconds > 0 ? waitId : undefined}
        >
          Unlock
        </Button>
      </div>
      {waitSeconds > 0 && (
        <p id={waitId} className={admin.quiet}>
          After wrong passphrases there is a wait. The next can be tried in {waitSeconds} s.
        </p>
      )}
      <Failed failure={failure} title="Not unlocked" />
    </form>
  );
};
