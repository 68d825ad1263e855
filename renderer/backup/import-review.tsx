import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ImportDecision, ImportPreview } from '../../shared/backup/backup.ts';
import { formatClock, formatDateTime } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf } from '../format/number.ts';
import { ChangeTable } from './change-table.tsx';
import { Choices } from './choices.tsx';
import { choose, chooseAll, choiceOf, summaryOf } from './import-model.ts';
import { ImportItemCard } from './import-item-card.tsx';
import type { Import } from './use-import.ts';
import admin from '../admin/admin.module.css';
import classes from './backup.module.css';

interface ImportReviewProps {
  readonly flow: Import;
  readonly preview: ImportPreview;
  readonly decision: ImportDecision;
}

/** Everything that would change, and what is to become of it. The decision is made here, and nothing before. */
export const ImportReview = ({ flow, preview, decision }: ImportReviewProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [preview.previewId]);
  const canChoose = preview.connections.some(({ choices }) => choices.length > 1);
  const { connections, preferences, managed, notices } = preview;

  return (
    <>
      <h3 ref={heading} tabIndex={-1} className={classes.heading}>
        What would change
      </h3>
      <p className={classes.quiet}>
        Exported {formatDateTime(preview.exportedAtMs)}. {countOf(connections.length, 'connection')}
        {preview.isSealed ? ', with secrets' : ', without secrets'}.
      </p>
      {notices.map((notice) => (
        <p key={notice} className={admin.caution}>
          {notice}
        </p>
      ))}
      {canChoose && (
        <div className={admin.buttons}>
          <Button
            onClick={() => {
              flow.decide(chooseAll(preview, 'take'));
            }}
          >
            Take everything
          </Button>
          <Button
            onClick={() => {
              flow.decide(chooseAll(preview, 'keep'));
            }}
          >
            Keep everything here
          </Button>
        </div>
      )}
      <ul className={classes.items} aria-label="Connections in the file">
        {connections.map((item) => (
          <ImportItemCard
            key={item.id}
            item={item}
            choice={choiceOf(decision, item)}
            onChoose={(choice) => {
              flow.decide(choose(decision, item.id, choice));
            }}
          />
        ))}
        {preferences.length > 0 && (
          <li className={classes.item} aria-label="Preferences">
            <h4>Preferences</h4>
            <ChangeTable label="Preferences" changes={preferences} />
            <Choices
              label="Preferences"
              choices={keepOrTake}
              value={decision.preferences}
              onChange={(choice) => {
                flow.decide({ ...decision, preferences: choice });
              }}
            />
          </li>
        )}
        {managed.length > 0 && (
          <li className={classes.item} aria-label="The console’s own connections">
            <h4>The console’s own connections</h4>
            <ChangeTable label="The console’s own connections" changes={managed} />
            <Choices
              label="The console’s own connections"
              choices={keepOrTake}
              value={decision.managed}
              onChange={(choice) => {
                flow.decide({ ...decision, managed: choice });
              }}
            />
          </li>
        )}
      </ul>
      <ApplyBar flow={flow} preview={preview} decision={decision} />
    </>
  );
};

const keepOrTake = [
  ['keep', 'Keep what is here'],
  ['take', 'Take from the file'],
] as const;

/** A preview is forgotten after some minutes: it holds the file's secrets. */
const ApplyBar = ({ flow, preview, decision }: ImportReviewProps) => {
  const isExpired = useNowMs() >= preview.expiresAtMs;
  const summary = summaryOf(preview, decision);
  return (
    <div className={classes.bar}>
      <p>
        {isExpired
          ? 'This preview is too old to be applied. Read the file again; your choices stay.'
          : summary.length === 0
            ? 'As chosen now, nothing changes.'
            : `As chosen now: ${summary.join(', ')}.`}{' '}
        {!isExpired && <span className={classes.quiet}>To be decided by {formatClock(preview.expiresAtMs)}.</span>}
      </p>
      <div className={admin.buttons}>
        {isExpired ? (
          <Button variant="filled" onClick={flow.readAgain} loading={flow.busy === 'reading'}>
            Read the file again
          </Button>
        ) : (
          <Button
            variant="filled"
            onClick={flow.apply}
            loading={flow.busy === 'applying'}
            disabled={summary.length === 0}
          >
            Import as chosen
          </Button>
        )}
        <Button onClick={flow.startOver} disabled={flow.busy === 'applying'}>
          Cancel the import
        </Button>
      </div>
    </div>
  );
};
