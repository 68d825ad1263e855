import { systemTimers } from '../../shared/contract/timers.ts';

export interface SavedFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: string;
}

/** Whoever saves reads the content while the dialog for the place is open; nobody leaves it open for longer. */
const releaseAfterMs = 10 * 60_000;

/**
 * Hands a file to whoever shows the window: a browser puts it among the downloads, the desktop app asks where to. Neither
 * tells the page whether it was kept.
 */
export const saveFile = ({ fileName, mediaType, content }: SavedFile): void => {
  const address = URL.createObjectURL(new Blob([content], { type: mediaType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  systemTimers.after(releaseAfterMs, () => {
    URL.revokeObjectURL(address);
  });
};
