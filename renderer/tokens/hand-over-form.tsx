import { Button, Collapse } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { Creation } from '../../shared/access/creation.ts';
import { saveFile } from '../files/save-file.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { NewPassphraseFields } from '../vault/new-passphrase-fields.tsx';
import { isUsable, noPassphrase, problemsOf } from '../vault/new-passphrase.ts';
import parts from './parts.module.css';
import secretBox from './secret-box.module.css';

interface HandOverFormProps {
  readonly creation: Creation;
  readonly onSaved: () => void;
}

/** For somebody else: a file that only the passphrase opens, which goes another way than the file. */
export const HandOverForm = ({ creation, onSaved }: HandOverFormProps) => {
  const { isBusy, failure, ask } = useAsking('tokens.handOver');
  const [isOpen, setIsOpen] = useState(false);
  const [passphrase, setPassphrase] = useState(noPassphrase);
  const [hasTried, setHasTried] = useState(false);
  const [fileName, setFileName] = useState<string | null>(null);
  const id = useId();

  const handOver = async (): Promise<void> => {
    setHasTried(true);
    if (!isUsable(passphrase)) return;
    const result = await ask({ creationId: creation.id, passphrase: passphrase.text });
    if (result?.ok !== true) return;
    const { content } = result.value;
    saveFile({ fileName: result.value.fileName, mediaType: 'application/octet-stream', content });
    setFileName(result.value.fileName);
    setPassphrase(noPassphrase);
    setHasTried(false);
    onSaved();
  };

  return (
    <form
      className={parts.section}
      aria-label="Hand it over as a file"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void handOver();
      }}
    >
      <h3>
        <Button
          variant="subtle"
          aria-expanded={isOpen}
          aria-controls={id}
          leftSection={isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          onClick={() => {
            setIsOpen(!isOpen);
          }}
        >
          Hand it over as an encrypted file
        </Button>
      </h3>
      <Collapse id={id} expanded={isOpen}>
        {isOpen && (
          <div className={secretBox.box}>
            <p className={parts.quiet}>
              The file can be sent; the passphrase is to go another way, such as by telephone. Whoever gets both opens
              it with any program for age files: age --decrypt.
            </p>
            <NewPassphraseFields
              value={passphrase}
              onChange={setPassphrase}
              problems={hasTried ? problemsOf(passphrase) : {}}
              opens="this file"
            />
            <div className={parts.buttons}>
              <Button type="submit" loading={isBusy}>
                Encrypt and save the file
              </Button>
            </div>
          </div>
        )}
      </Collapse>
      <p role="status">{fileName !== null && `✓ Handed to the browser as ${fileName}. Look whether it arrived.`}</p>
      <NotDone failure={failure} title="No file was made" />
    </form>
  );
};
