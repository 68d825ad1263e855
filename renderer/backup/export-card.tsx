import { Button, Radio, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { ExportedSettings } from '../../shared/backup/backup.ts';
import { Failed } from '../admin/failed.tsx';
import { saveFile } from '../files/save-file.ts';
import { formatBytes, countOf } from '../format/number.ts';
import { useAsking } from '../platform/use-asking.ts';
import { CopyControl } from '../vehicle/copy-control.tsx';
import { isUsable, noPassphrase, problemsOf } from '../vault/new-passphrase.ts';
import { NewPassphraseFields } from '../vault/new-passphrase-fields.tsx';
import admin from '../admin/admin.module.css';
import classes from './backup.module.css';

export const ExportCard = () => {
  const { isBusy, failure, ask } = useAsking('backup.export');
  const [isWithSecrets, setIsWithSecrets] = useState(false);
  const [passphrase, setPassphrase] = useState(noPassphrase);
  const [isTried, setIsTried] = useState(false);
  const [exported, setExported] = useState<ExportedSettings | null>(null);
  const passphraseInput = useRef<HTMLInputElement>(null);

  const doExport = async (): Promise<void> => {
    setIsTried(true);
    if (isWithSecrets && !isUsable(passphrase)) {
      if (problemsOf(passphrase).text !== undefined) passphraseInput.current?.focus();
      return;
    }
    const result = await ask({ withSecrets: isWithSecrets ? passphrase.text : null });
    if (result?.ok !== true) return;
    saveFile(result.value);
    setExported(result.value);
    setPassphrase(noPassphrase);
    setIsTried(false);
  };

  return (
    <section className={admin.card} aria-labelledby="backup-export">
      <h2 id="backup-export">Export settings</h2>
      <p>
        One file with all connections and preferences, to keep or to set up another console. Window sizes and the audit
        log stay on this machine.
      </p>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void doExport();
        }}
      >
        <Radio.Group
          label="Passwords, keys and tokens"
          value={isWithSecrets ? 'with' : 'without'}
          onChange={(value) => {
            setIsWithSecrets(value === 'with');
            setExported(null);
          }}
        >
          <Stack gap="xs" mt="xs">
            <Radio
              size="xs"
              value="without"
              label="Leave them out"
              description="The file only names which there were. After an import they have to be entered."
            />
            <Radio
              size="xs"
              value="with"
              label="Put them in, under a passphrase"
              description="The whole file is encrypted. Whoever has both file and passphrase has every secret of this console."
            />
          </Stack>
        </Radio.Group>
        {isWithSecrets && (
          <NewPassphraseFields
            value={passphrase}
            onChange={setPassphrase}
            problems={isTried ? problemsOf(passphrase) : {}}
            opens="this file"
            inputRef={passphraseInput}
          />
        )}
        <div className={admin.buttons}>
          <Button type="submit" variant="filled" loading={isBusy} leftSection={<IconDownload size={14} aria-hidden />}>
            {isWithSecrets ? 'Export with secrets' : 'Export without secrets'}
          </Button>
        </div>
      </form>
      <Failed failure={failure} title="Not exported" />
      <div role="status" aria-label="Export">
        {exported !== null && <Exported exported={exported} />}
      </div>
    </section>
  );
};

const Exported = ({ exported }: { readonly exported: ExportedSettings }) => {
  const { fileName, content, isSealed, connectionCount, secretCount, leftOut } = exported;
  const command = `age --decrypt -o settings.json ${fileName}`;
  return (
    <div className={classes.result}>
      <p>
        <strong>{fileName}</strong> ({formatBytes(content.length)}) is handed over: among the downloads, or where you
        chose to save it. It holds {countOf(connectionCount, 'connection')} and the preferences,{' '}
        {isSealed ? `with ${countOf(secretCount, 'secret')}, all encrypted under the passphrase.` : 'and no secret.'}
      </p>
      {isSealed && (
        <p>Without this console it is opened with the age tool (age-encryption.org), which asks for the passphrase:</p>
      )}
      {isSealed && (
        <div className={classes.command}>
          <code className={admin.code}>{command}</code>
          <CopyControl value={command} label="the command" />
        </div>
      )}
      {leftOut.length > 0 && (
        <div className={admin.caution}>
          Not everything could be taken along:
          <ul className={classes.notices}>
            {leftOut.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </div>
      )}
      <div>
        <Button
          onClick={() => {
            saveFile(exported);
          }}
        >
          Save it again
        </Button>
      </div>
    </div>
  );
};
