import { Button, FileInput } from '@mantine/core';
import { useState } from 'react';
import classes from './editor.module.css';

interface PemFieldProps {
  readonly label: string;
  readonly description: string;
  /** What is there now, in words; null when nothing is. */
  readonly present: string | null;
  readonly error: string | undefined;
  readonly onFile: (fileName: string, text: string) => void;
  /** Null when there is nothing to remove. */
  readonly onRemove: (() => void) | null;
}

/** A certificate chain is a few kilobytes; a megabyte is some other file. */
const maximumBytes = 1_000_000;

export const PemField = ({ label, description, present, error, onFile, onRemove }: PemFieldProps) => {
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const read = async (file: File | null): Promise<void> => {
    if (file === null) return;
    if (file.size > maximumBytes) {
      setProblem(`${file.name} is too large for a PEM file: more than 1 MB.`);
      return;
    }
    try {
      const text = await file.text();
      setProblem(undefined);
      onFile(file.name, text);
    } catch {
      setProblem(`${file.name} could not be read. Choose it again.`);
    }
  };
  return (
    <div className={classes.pem}>
      <FileInput
        label={label}
        description={description}
        size="xs"
        placeholder={present ?? 'Choose a file'}
        accept=".pem,.crt,.cer,.key,.txt"
        // The field shows what the form holds, not the file that was chosen last.
        value={null}
        onChange={(file) => {
          void read(file);
        }}
        error={problem ?? error}
      />
      {onRemove !== null && (
        <Button
          onClick={() => {
            setProblem(undefined);
            onRemove();
          }}
          aria-label={`Remove: ${label}`}
        >
          Remove
        </Button>
      )}
    </div>
  );
};
