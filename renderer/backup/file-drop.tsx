import { FileButton, Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import classes from './backup.module.css';

interface FileDropProps {
  readonly isBusy: boolean;
  readonly onFile: (file: File) => void;
}

const hasFiles = (event: { readonly dataTransfer: DataTransfer | null }): boolean =>
  event.dataTransfer?.types.includes('Files') === true;

/** A button first: dragging is not for every hand (WCAG 2.5.7). */
export const FileDrop = ({ isBusy, onFile }: FileDropProps) => {
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    // A file that misses the place would be opened by the browser, in place of the console.
    const keepPage = (event: DragEvent): void => {
      if (hasFiles(event)) event.preventDefault();
    };
    window.addEventListener('dragover', keepPage);
    window.addEventListener('drop', keepPage);
    return () => {
      window.removeEventListener('dragover', keepPage);
      window.removeEventListener('drop', keepPage);
    };
  }, []);

  return (
    <div
      className={classes.drop}
      data-over={isOver || undefined}
      data-testid="file-drop"
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => {
        setIsOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        const file = event.dataTransfer.files[0];
        if (file !== undefined && !isBusy) onFile(file);
      }}
    >
      <FileButton
        accept=".json,.age,application/json"
        inputProps={{ 'aria-label': 'Backup file' }}
        onChange={(file) => {
          if (file !== null) onFile(file);
        }}
      >
        {(props) => (
          <Button {...props} loading={isBusy} leftSection={<IconFileImport size={14} aria-hidden />}>
            Choose a backup file…
          </Button>
        )}
      </FileButton>
      <span className={classes.quiet}>or drop it here. Nothing changes before you have seen what would.</span>
    </div>
  );
};
