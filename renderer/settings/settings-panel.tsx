import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { SettingsReading } from '../../shared/platform/setting.ts';
import type { PlatformStatus } from '../../shared/platform/status.ts';
import { AskDialog } from '../connections/ask-dialog.tsx';
import { useLeaveGuard } from '../connections/use-leave-guard.ts';
import { formatAge } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { countOf } from '../format/number.ts';
import { RefreshButton } from '../platform/refresh-button.tsx';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import { denialOf, isOffered, rightOf } from '../platform/use-platform.ts';
import { useReading, type UsedReading } from '../platform/use-reading.ts';
import { useRereading } from '../platform/use-rereading.ts';
import { useReturnFocus } from '../platform/use-return-focus.ts';
import { Panel } from '../vehicle/panel.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import {
  changesOf,
  pendingCount,
  problemsOfDrafts,
  sectionsOf,
  type SettingDraft,
  type SettingDrafts,
} from './settings-model.ts';
import { SettingsTable } from './settings-table.tsx';
import classes from './settings.module.css';

interface SettingsPanelProps {
  readonly connectionId: string;
  readonly vehicleId: string;
  readonly vehicleName: string;
  readonly platform: PlatformStatus;
}

/** A vehicle answers within seconds or not for a while; each reading is a request of the platform's budget. */
const rereadDelaysMs = [2000, 3000, 5000, 10_000, 20_000, 60_000] as const;
/** From here on finding a setting by eye takes longer than typing. */
const filterFrom = 12;
const noDrafts: SettingDrafts = new Map();

/** What a vehicle should be set to against what it says it is, where its platform keeps both. */
export const SettingsPanel = (props: SettingsPanelProps) => {
  const right = rightOf(props.platform, 'view-settings');
  if (!isOffered(right)) return null;
  const denial = denialOf(right);
  return denial === undefined ? (
    <ReadableSettings {...props} />
  ) : (
    <Panel title="Settings">
      <p className={classes.quiet}>The settings cannot be read. {denial}</p>
    </Panel>
  );
};

const ReadableSettings = ({ connectionId, vehicleId, vehicleName, platform }: SettingsPanelProps) => {
  const reading = useReading('settings.read', { connectionId, vehicleId });
  const [drafts, setDrafts] = useState(noDrafts);
  const [filter, setFilter] = useState('');
  const [showsProblems, setShowsProblems] = useState(false);
  const [isReviewing, setIsReviewing] = useState(false);
  const [sentCount, setSentCount] = useState(0);
  const settings = reading.value?.settings ?? [];
  const waiting = pendingCount(settings);
  useRereading(waiting > 0, reading.reload, rereadDelaysMs, sentCount);
  const changes = changesOf(settings, drafts);
  const problems = problemsOfDrafts(settings, drafts);
  useReturnFocus(isReviewing);
  const guard = useLeaveGuard(changes.length > 0);
  const denialId = useId();
  const denial = denialOf(rightOf(platform, 'change-settings'));
  const sections = sectionsOf(settings, filter);

  const discard = (): void => {
    setDrafts(noDrafts);
    setShowsProblems(false);
  };

  return (
    <Panel title="Settings" controls={<Controls reading={reading} />}>
      <ReadingNotice reading={reading} what="The settings" />
      {denial !== undefined && settings.some(({ form }) => form !== null) && (
        <p id={denialId} className={classes.quiet}>
          Settings can be read here, not changed. {denial}
        </p>
      )}
      {settings.length > filterFrom && (
        <TextInput
          aria-label="Filter settings"
          placeholder="Filter settings"
          className={classes.filter}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={filter}
          onChange={(event) => {
            setFilter(event.currentTarget.value);
          }}
        />
      )}
      {sections.map((section, index) => (
        <SettingsTable
          key={section.key}
          section={section}
          showsHead={index === 0 || section.key === 'cloud'}
          drafts={drafts}
          problems={showsProblems ? problems : new Map()}
          denial={isOffered(rightOf(platform, 'change-settings')) ? { text: denial, id: denialId } : null}
          onDraft={(path, draft) => {
            setDrafts((before) => withDraft(before, path, draft));
          }}
        />
      ))}
      {reading.value !== undefined &&
        sections.length === 0 &&
        (settings.length > 0 || reading.value.leftOut.length === 0) && (
          <p className={classes.quiet}>
            {settings.length === 0
              ? platform.kind === 'watson'
                ? 'The metadata of the vehicle’s type on the platform describes no settings.'
                : 'The vehicle’s type on the platform has no settings.'
              : 'No setting’s name holds this text.'}
          </p>
        )}
      {reading.value?.leftOut.map((line) => (
        <p key={line} className={classes.quiet}>
          Left out: {line}
        </p>
      ))}
      <p role="status" className={classes.quiet}>
        {sentCount > 0 && waiting > 0 && `${countOf(waiting, 'setting')} sent and not answered by the vehicle yet.`}
        {sentCount > 0 && waiting === 0 && 'No setting waits for the vehicle.'}
      </p>
      {drafts.size > 0 && (
        <div role="group" aria-label="Changes not sent yet" className={classes.bar}>
          <span>
            <strong>
              {changes.length === 0 ? 'Nothing changed yet' : `${countOf(changes.length, 'change')}, not sent`}
            </strong>
          </span>
          <Button onClick={discard}>Discard</Button>
          <Button
            variant="filled"
            disabled={changes.length === 0 && problems.size === 0}
            onClick={() => {
              setShowsProblems(problems.size > 0);
              setIsReviewing(problems.size === 0);
            }}
          >
            Review and send…
          </Button>
          {showsProblems && problems.size > 0 && (
            <span role="alert" className={classes.problem}>
              {countOf(problems.size, 'field')} above cannot be sent as {problems.size === 1 ? 'it is' : 'they are'}.
            </span>
          )}
        </div>
      )}
      {isReviewing && (
        <ReviewDialog
          target={{ connectionId, vehicleId, vehicleName }}
          changes={changes}
          isKeptByPlatform={platform.kind === 'iot-central'}
          onSent={(answer) => {
            reading.replace(answer);
            discard();
            setSentCount((count) => count + 1);
            setIsReviewing(false);
          }}
          onInDoubt={() => {
            void reading.reload();
          }}
          onClose={() => {
            setIsReviewing(false);
          }}
        />
      )}
      <AskDialog
        isOpen={guard.isAsking}
        title="Leave without sending?"
        action="Leave and discard"
        onAction={guard.leave}
        cancel="Stay"
        onCancel={guard.stay}
      >
        {countOf(changes.length, 'change')} to the settings of {vehicleName} {changes.length === 1 ? 'is' : 'are'} not
        sent yet.
      </AskDialog>
    </Panel>
  );
};

const withDraft = (drafts: SettingDrafts, path: string, draft: SettingDraft | null): SettingDrafts => {
  const next = new Map(drafts);
  if (draft === null) next.delete(path);
  else next.set(path, draft);
  return next;
};

const Controls = ({ reading }: { readonly reading: UsedReading<SettingsReading> }) => {
  const nowMs = useNowMs();
  return (
    <div className={classes.controls}>
      {reading.value !== undefined && (
        <span className={classes.quiet}>Read {formatAge(nowMs - reading.value.readAtMs)} ago</span>
      )}
      <RefreshButton reading={reading} what="settings" />
    </div>
  );
};
