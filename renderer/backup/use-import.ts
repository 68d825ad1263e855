import { useCallback, useEffect, useRef, useState } from 'react';
import type { ImportDecision, ImportOutcome, ImportPreview } from '../../shared/backup/backup.ts';
import { failureOf, type Failure } from '../../shared/contract/result.ts';
import { useEngine } from '../engine/engine-context.ts';
import { reasonOf } from '../vault/vault-words.ts';
import { contentOf, firstDecision, isTooLarge } from './import-model.ts';

export interface ImportState {
  readonly file: { readonly name: string; readonly content: string } | null;
  readonly needsPassphrase: boolean;
  readonly preview: ImportPreview | null;
  readonly decision: ImportDecision | null;
  readonly outcome: ImportOutcome | null;
  readonly failure: { readonly title: string; readonly cause: Failure } | null;
  readonly busy: 'reading' | 'applying' | null;
}

const nothing: ImportState = {
  ...{ file: null, needsPassphrase: false, preview: null, decision: null, outcome: null },
  ...{ failure: null, busy: null },
};

export interface Import extends ImportState {
  readonly choose: (file: File) => void;
  readonly open: (passphrase: string) => void;
  /** The same file once more, with what was decided so far: settings may have changed meanwhile. */
  readonly readAgain: () => void;
  readonly decide: (decision: ImportDecision) => void;
  readonly apply: () => void;
  readonly startOver: () => void;
}

/** One import from the file to its end. What fails leaves the file and the choices where they are. */
export const useImport = (): Import => {
  const engine = useEngine();
  const [state, setState] = useState(nothing);
  const held = useRef<string | null>(null);
  const isGone = useRef(false);

  const discard = useCallback((): void => {
    const previewId = held.current;
    held.current = null;
    if (previewId !== null) void engine.call('backup.discard', { previewId });
  }, [engine]);

  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      discard();
    };
  }, [discard]);

  const change = (part: Partial<ImportState>): void => {
    if (!isGone.current) setState((former) => ({ ...former, ...part }));
  };
  const fail = (title: string, cause: Failure): void => {
    change({ busy: null, failure: { title, cause } });
  };

  const preview = async (file: NonNullable<ImportState['file']>, passphrase?: string): Promise<void> => {
    change({ busy: 'reading', failure: null, outcome: null });
    const params = { content: file.content, ...(passphrase === undefined ? {} : { passphrase }) };
    const result = await engine.call('backup.preview', params);
    if (!result.ok) {
      const isPassphraseNeeded = reasonOf(result.error) === 'passphrase-needed';
      if (isPassphraseNeeded) change({ busy: null, needsPassphrase: true });
      else fail('The file was not opened', result.error);
      return;
    }
    discard();
    held.current = result.value.previewId;
    if (isGone.current) {
      discard();
      return;
    }
    setState((former) => ({
      ...former,
      ...{ preview: result.value, decision: firstDecision(result.value, former.decision ?? undefined) },
      ...{ needsPassphrase: false, busy: null },
    }));
  };

  const choose = async (chosen: File): Promise<void> => {
    discard();
    setState({ ...nothing, busy: 'reading' });
    if (isTooLarge(chosen.size)) {
      fail('The file was not opened', failureOf('too-large', `${chosen.name} is larger than any backup of settings.`));
      return;
    }
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(await chosen.arrayBuffer());
    } catch {
      fail(
        'The file was not opened',
        failureOf('internal', `${chosen.name} cannot be read. See whether it is still there and choose it again.`),
      );
      return;
    }
    const file = { name: chosen.name, content: contentOf(bytes) };
    change({ file });
    await preview(file);
  };

  const apply = async (): Promise<void> => {
    const { preview: shown, decision } = state;
    if (shown === null || decision === null || state.busy !== null) return;
    change({ busy: 'applying', failure: null });
    const result = await engine.call('backup.apply', { previewId: shown.previewId, decision });
    if (!result.ok) {
      fail('Not imported', result.error);
      return;
    }
    held.current = null;
    if (!isGone.current) setState({ ...nothing, outcome: result.value });
  };

  return {
    ...state,
    choose: (file) => {
      void choose(file);
    },
    open: (passphrase) => {
      if (state.file !== null) void preview(state.file, passphrase);
    },
    readAgain: () => {
      if (state.file === null) return;
      if (state.preview?.isSealed === true) change({ preview: null, needsPassphrase: true, failure: null });
      else void preview(state.file);
    },
    decide: (decision) => {
      change({ decision });
    },
    apply: () => {
      void apply();
    },
    startOver: () => {
      discard();
      setState(nothing);
    },
  };
};
