import { useState } from 'react';
import type { RecordKind, RecordRow } from '../../shared/platform/record.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { formatAge, formatDateTime } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf } from '../format/number.ts';
import { ActionBar } from '../platform/action-bar.tsx';
import { RefreshButton } from '../platform/refresh-button.tsx';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import { rightOf } from '../platform/use-platform.ts';
import { useReading } from '../platform/use-reading.ts';
import { useReturnFocus } from '../platform/use-return-focus.ts';
import { ClearDialog } from './clear-dialog.tsx';
import { isClearable, recordWords, severityWords } from './record-words.ts';
import classes from './records.module.css';

interface RecordListProps {
  readonly connectionId: string;
  readonly vehicleId: string;
  readonly vehicleName: string;
  readonly platform: PlatformStatus;
  readonly kind: RecordKind;
  /** The command whose history it is. */
  readonly subject?: string;
}

export const RecordList = ({ connectionId, vehicleId, vehicleName, platform, kind, subject }: RecordListProps) => {
  const target = { connectionId, vehicleId };
  const reading = useReading('records.read', { ...target, kind, ...(subject === undefined ? {} : { subject }) });
  const [isClearing, setIsClearing] = useState(false);
  useReturnFocus(isClearing);
  const words = recordWords[kind];
  const rows = reading.value?.rows;
  return (
    <>
      <ActionBar
        label={words.title}
        actions={
          isClearable(kind)
            ? [
                {
                  label: 'Clear…',
                  right: rightOf(platform, 'clear-records'),
                  obstacle: rows?.length === 0 ? 'There is nothing to clear.' : undefined,
                  onClick: () => {
                    setIsClearing(true);
                  },
                },
              ]
            : []
        }
      >
        <RefreshButton reading={reading} what={words.title} />
        {rows !== undefined && <span className={classes.count}>{countOf(rows.length, 'entry', 'entries')}</span>}
      </ActionBar>
      <ReadingNotice reading={reading} what={words.title} />
      {rows?.length === 0 && reading.value?.cut === null && <p className={classes.quiet}>{words.none}</p>}
      {rows !== undefined && rows.length > 0 && <Rows label={words.title} rows={rows} />}
      {typeof reading.value?.cut === 'string' && (
        <p className={classes.quiet}>
          <span aria-hidden>✂</span> {reading.value.cut}
        </p>
      )}
      {isClearing && (
        <ClearDialog
          target={target}
          kind={kind}
          vehicleName={vehicleName}
          onDone={() => {
            setIsClearing(false);
            void reading.reload();
          }}
          onClose={() => {
            setIsClearing(false);
          }}
        />
      )}
    </>
  );
};

const Rows = ({ label, rows }: { readonly label: string; readonly rows: readonly RecordRow[] }) => (
  <ol className={classes.rows} aria-label={label} tabIndex={0}>
    {rows.map((row, index) => {
      const severity = severityWords[row.severity];
      return (
        <li key={`${String(index)} ${String(row.atMs)}`} data-tone={severity.tone}>
          <div className={classes.head}>
            <span className={classes.severity}>
              <span aria-hidden>{severity.shape}</span> {severity.word}
            </span>
            <strong>{row.title}</strong>
            <When atMs={row.atMs} />
          </div>
          {row.text !== '' && <div className={classes.text}>{row.text}</div>}
        </li>
      );
    })}
  </ol>
);

const When = ({ atMs }: { readonly atMs: number | null }) => {
  const nowMs = useNowMs();
  return (
    <span className={classes.when}>
      {atMs === null ? 'The platform keeps no time' : `${formatDateTime(atMs)}, ${formatAge(nowMs - atMs)} ago`}
    </span>
  );
};
