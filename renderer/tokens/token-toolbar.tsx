import { Button, TextInput } from '@mantine/core';
import { IconDownload, IconPlus, IconRefresh } from '@tabler/icons-react';
import type { ReadTokenList, TokenListProgress } from '../../shared/access/token-list.ts';
import { formatAge } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf, formatNumber } from '../format/number.ts';
import { GuardedButton } from '../platform/guarded-button.tsx';
import { isOffered } from '../platform/use-platform.ts';
import { tokenNoun } from './token-words.ts';
import classes from './listed-tokens.module.css';
import parts from './parts.module.css';

interface TokenToolbarProps {
  readonly label: string;
  readonly list: ReadTokenList;
  readonly progress: TokenListProgress;
  /** How many of the list are shown. */
  readonly shownCount: number;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  /** Why no token can be made; undefined when one can. */
  readonly denial: string | undefined;
  readonly denialId: string;
  readonly onCreate: () => void;
  readonly onExport: () => void;
  readonly onRefresh: () => void;
}

export const TokenToolbar = (props: TokenToolbarProps) => {
  const { list, progress, shownCount, denial, denialId } = props;
  const noun = tokenNoun(list.platform);
  const isReading = progress.reading !== null;
  return (
    <div className={classes.toolbar} role="search" aria-label={props.label}>
      <TextInput
        type="search"
        aria-label="Search the tokens"
        placeholder="Search name, role, state, connection"
        className={classes.search ?? ''}
        value={props.search}
        onChange={(event) => {
          props.onSearch(event.currentTarget.value);
        }}
      />
      {isOffered(list.abilities.create) && (
        <GuardedButton
          variant="filled"
          leftSection={<IconPlus size={16} aria-hidden />}
          denial={denial}
          denialId={denialId}
          onClick={props.onCreate}
        >
          New {noun}…
        </GuardedButton>
      )}
      <Button
        leftSection={<IconDownload size={14} aria-hidden />}
        title="What is listed, in its order. Secrets are not in it: the platform never lists them."
        onClick={props.onExport}
      >
        Export as CSV
      </Button>
      <Button
        aria-label="Refresh the tokens"
        leftSection={<IconRefresh size={14} aria-hidden />}
        loading={isReading}
        onClick={props.onRefresh}
      >
        Refresh
      </Button>
      <span className={parts.quiet}>
        {/* Told when it is at rest: a count that grows several times a second is no news to be read out. */}
        <span role="status" aria-live={isReading ? 'off' : 'polite'}>
          {shownCount === list.tokens.length
            ? countOf(shownCount, noun)
            : `${countOf(shownCount, noun)} of ${formatNumber(list.tokens.length)}`}
        </span>
        {progress.reading !== null && <ReadingProgress list={list} readCount={progress.reading.readCount} />}
        {progress.reading === null && list.readAtMs !== null && <ReadAge atMs={list.readAtMs} />}
      </span>
    </div>
  );
};

interface ReadingProgressProps {
  readonly list: ReadTokenList;
  readonly readCount: number;
}

const ReadingProgress = ({ list, readCount }: ReadingProgressProps) => {
  // The platform does not say how many there are: what was there before is the best guess.
  const words =
    list.readAtMs === null
      ? `${formatNumber(readCount)} read…`
      : `reading again: ${formatNumber(readCount)} of about ${formatNumber(list.tokens.length)}…`;
  return (
    <>
      {' · '}
      <span role="progressbar" aria-label="Reading the tokens" aria-valuetext={words}>
        {words}
      </span>
    </>
  );
};

const ReadAge = ({ atMs }: { readonly atMs: number }) => {
  const nowMs = useNowMs();
  return <> · read {formatAge(nowMs - atMs)} ago</>;
};
