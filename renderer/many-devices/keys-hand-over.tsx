import { Button } from '@mantine/core';
import { IconCheck, IconCopy, IconLock } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { CreatedDevice } from '../../shared/platform/many-devices.ts';
import { saveFile } from '../files/save-file.ts';
import { countOf } from '../format/number.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { clipboardKeeper, clipboardPromise } from '../tokens/clipboard.ts';
import { NewPassphraseFields } from '../vault/new-passphrase-fields.tsx';
import { isUsable, noPassphrase, problemsOf } from '../vault/new-passphrase.ts';
import { keyTable } from './key-table.ts';
import classes from './many-devices.module.css';

interface KeysHandOverProps {
  readonly connectionId: string;
  /** Those that have keys. */
  readonly outcomes: readonly CreatedDevice[];
  readonly onTaken: () => void;
}

/** All keys at once: as a file that only a passphrase opens, or, by an explicit click, in plain text to the clipboard. */
export const KeysHandOver = ({ connectionId, outcomes, onTaken }: KeysHandOverProps) => {
  const { isBusy, failure, ask } = useAsking('manyDevices.seal');
  const [isOpen, setIsOpen] = useState(false);
  const [passphrase, setPassphrase] = useState(noPassphrase);
  const [hasTried, setHasTried] = useState(false);
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);
  const [fileName, setFileName] = useState<string | null>(null);

  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isOpen) first.current?.focus();
  }, [isOpen]);

  const save = async (): Promise<void> => {
    setHasTried(true);
    if (!isUsable(passphrase)) return;
    const result = await ask({
      ...{ connectionId, passphrase: passphrase.text },
      ...{ keys: keyTable(outcomes), deviceCount: outcomes.length },
    });
    if (result?.ok !== true) return;
    const { content } = result.value;
    saveFile({ fileName: result.value.fileName, mediaType: 'application/octet-stream', content });
    setFileName(result.value.fileName);
    setPassphrase(noPassphrase);
    setHasTried(false);
    setIsOpen(false);
    onTaken();
  };
  const copy = async (): Promise<void> => {
    try {
      await clipboardKeeper().copy(keyTable(outcomes));
      setCopied('yes');
      onTaken();
    } catch {
      setCopied('no');
    }
  };

  return (
    <section className={classes.keys} aria-label="Keys of the new vehicles">
      <div>
        <strong>Take the keys of {countOf(outcomes.length, 'vehicle')} now:</strong> this dialog shows them once, and
        the vehicles need them to connect.
      </div>
      <div className={classes.buttons}>
        <Button
          variant={isOpen ? 'default' : 'filled'}
          aria-expanded={isOpen}
          leftSection={<IconLock size={14} aria-hidden />}
          onClick={() => {
            setIsOpen(!isOpen);
          }}
        >
          Save as an encrypted file…
        </Button>
        <Button
          leftSection={copied === 'yes' ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          onClick={() => {
            void copy();
          }}
        >
          {copied === 'yes' ? 'Copied in plain text' : 'Copy all in plain text'}
        </Button>
      </div>
      {isOpen && (
        <form
          aria-label="Encrypted file"
          autoComplete="off"
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <p className={classes.quiet}>
            A table (CSV) that any program for age files opens with the passphrase: age --decrypt. Let the passphrase go
            another way than the file.
          </p>
          <NewPassphraseFields
            value={passphrase}
            onChange={setPassphrase}
            problems={hasTried ? problemsOf(passphrase) : {}}
            opens="this file"
            inputRef={first}
          />
          <div>
            <Button type="submit" variant="filled" loading={isBusy}>
              Encrypt and save the file
            </Button>
          </div>
        </form>
      )}
      <p role="status">
        {fileName !== null && `✓ Handed to the browser as ${fileName}. Look whether it arrived.`}
        {copied === 'no' && 'This browser did not let the keys be copied. Save them as a file.'}
      </p>
      {!isOpen && (
        <p className={classes.quiet}>
          Copied keys can be read by every program that reads the clipboard. {clipboardPromise(clipboardKeeper())}
        </p>
      )}
      <NotDone failure={failure} title="No file was made" />
    </section>
  );
};
