import { Button } from '@mantine/core';
import { Failed } from '../admin/failed.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { useVault } from './vault-context.ts';
import classes from '../admin/admin.module.css';

/** The keyring is opened outside the console; here it is only asked again. */
export const KeyringForm = ({ isManaged }: { readonly isManaged: boolean }) => {
  const vault = useVault();
  const { isBusy, failure, ask } = useAsking('vault.unlock');

  const askAgain = async (): Promise<void> => {
    if (!isManaged) {
      await vault.reload();
      return;
    }
    const result = await ask({});
    if (result?.ok === true) vault.replace(result.value);
  };

  return (
    <>
      <p>
        Unlock the keyring with the tools of this computer, usually by signing in once more or by opening its password
        manager. Then ask it again.
      </p>
      <div className={classes.buttons}>
        <Button
          variant="filled"
          loading={isBusy || vault.isReading}
          onClick={() => {
            void askAgain();
          }}
        >
          Ask the keyring again
        </Button>
      </div>
      <Failed failure={failure} title="Still locked" />
    </>
  );
};
