import { Button } from '@mantine/core';
import { Fragment, useEffect, useRef } from 'react';
import type { Setting, SettingValue } from '../../shared/platform/setting.ts';
import { ParameterField } from '../commands/parameter-field.tsx';
import { formatAge, formatDateTime } from '../format/age.ts';
import { useNowMs } from '../format/clock.ts';
import { GuardedButton } from '../platform/guarded-button.tsx';
import {
  currentValue,
  firstDraft,
  settingStateWords,
  settingText,
  type SettingDraft,
  type SettingDrafts,
  type SettingSection,
} from './settings-model.ts';
import { DataTable } from '../layout/data-table.tsx';
import classes from './settings.module.css';

interface SettingsTableProps {
  readonly section: SettingSection;
  /** False where the table above says the same. */
  readonly showsHead: boolean;
  readonly drafts: SettingDrafts;
  readonly problems: ReadonlyMap<string, string>;
  /** Why nothing can be changed, and where that stands; null where the platform has no way to change anything. */
  readonly denial: { readonly text: string | undefined; readonly id: string } | null;
  /** Null forgets the draft. */
  readonly onDraft: (path: string, draft: SettingDraft | null) => void;
}

export const SettingsTable = ({ section, showsHead, drafts, problems, denial, onDraft }: SettingsTableProps) => {
  const isCloud = section.key === 'cloud';
  return (
    <div className={classes.scroll}>
      <DataTable className={classes.table} data-kind={isCloud ? 'cloud' : 'vehicle'}>
        <caption>{section.title}</caption>
        <thead className={showsHead ? undefined : classes.repeated}>
          <tr>
            <th scope="col">Setting</th>
            {isCloud ? (
              <th scope="col">Value</th>
            ) : (
              <>
                <th scope="col">Desired</th>
                <th scope="col">Reported</th>
                <th scope="col">State</th>
              </>
            )}
            <th scope="col" className={classes.tools}>
              <span className={classes.hidden}>Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {section.settings.map((setting) => {
            const draft = drafts.get(setting.path);
            return (
              <Fragment key={setting.path}>
                <SettingRow
                  setting={setting}
                  isCloud={isCloud}
                  isEdited={draft !== undefined}
                  denial={denial}
                  onEdit={() => {
                    onDraft(setting.path, firstDraft(setting));
                  }}
                />
                {draft !== undefined && (
                  <EditRow
                    setting={setting}
                    columns={isCloud ? 3 : 5}
                    draft={draft}
                    problem={problems.get(setting.path)}
                    onDraft={(next) => {
                      onDraft(setting.path, next);
                    }}
                  />
                )}
              </Fragment>
            );
          })}
        </tbody>
      </DataTable>
    </div>
  );
};

interface SettingRowProps {
  readonly setting: Setting;
  readonly isCloud: boolean;
  readonly isEdited: boolean;
  readonly denial: SettingsTableProps['denial'];
  readonly onEdit: () => void;
}

const SettingRow = ({ setting, isCloud, isEdited, denial, onEdit }: SettingRowProps) => {
  const edit = useRef<HTMLButtonElement>(null);
  const wasEdited = useRef(isEdited);
  useEffect(() => {
    // The button that closed the field went with it: the keyboard goes on where it came from.
    if (wasEdited.current && !isEdited && document.activeElement === document.body) edit.current?.focus();
    wasEdited.current = isEdited;
  }, [isEdited]);
  return (
    <tr data-tone={settingStateWords[setting.state].tone} data-edited={isEdited || undefined}>
      <th scope="row">
        {setting.title}
        <span className={classes.small}>{setting.path.replaceAll('.', '.\u200b')}</span>
        {setting.description !== null && <span className={classes.small}>{setting.description}</span>}
        {setting.note !== null && <span className={classes.small}>{setting.note}</span>}
      </th>
      {isCloud ? (
        <ValueCell setting={setting} value={currentValue(setting)} atMs={setting.desiredAtMs ?? setting.reportedAtMs} />
      ) : (
        <>
          {setting.kind === 'reported' ? (
            <td className={classes.muted}>Only reported</td>
          ) : (
            <ValueCell setting={setting} value={setting.desired} atMs={setting.desiredAtMs} />
          )}
          <ValueCell setting={setting} value={setting.reported} atMs={setting.reportedAtMs} />
          <StateCell setting={setting} />
        </>
      )}
      <td className={classes.tools}>
        {setting.form !== null && denial !== null && !isEdited && (
          <GuardedButton
            ref={edit}
            size="compact-sm"
            fz="xs"
            aria-label={`Edit ${setting.title}`}
            denial={denial.text}
            denialId={denial.id}
            onClick={onEdit}
          >
            Edit
          </GuardedButton>
        )}
      </td>
    </tr>
  );
};

interface ValueCellProps {
  readonly setting: Setting;
  readonly value: SettingValue | null;
  readonly atMs: number | null;
}

const ValueCell = ({ setting, value, atMs }: ValueCellProps) => {
  const nowMs = useNowMs();
  return (
    <td>
      <span className={classes.value}>{settingText(setting, value)}</span>
      {value !== null && (
        <span className={classes.small} title={atMs === null ? undefined : formatDateTime(atMs)}>
          {atMs === null ? 'since when is not told' : `${formatAge(nowMs - atMs)} ago`}
        </span>
      )}
    </td>
  );
};

const StateCell = ({ setting }: { readonly setting: Setting }) => {
  const nowMs = useNowMs();
  const { shape, word } = settingStateWords[setting.state];
  const since =
    setting.state === 'pending' && setting.desiredAtMs !== null ? ` for ${formatAge(nowMs - setting.desiredAtMs)}` : '';
  return (
    <td>
      <span className={classes.state}>
        <span aria-hidden>{shape}</span> {word}
        {since}
      </span>
      {setting.answer !== null && setting.answer !== '' && (
        <span className={classes.answer}>The vehicle says: {setting.answer}</span>
      )}
    </td>
  );
};

interface EditRowProps {
  readonly setting: Setting;
  readonly columns: number;
  readonly draft: SettingDraft;
  readonly problem: string | undefined;
  readonly onDraft: (draft: SettingDraft | null) => void;
}

const EditRow = ({ setting, columns, draft, problem, onDraft }: EditRowProps) => {
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, textarea')?.focus();
  }, [draft.kind]);
  return (
    <tr className={classes.edit}>
      <td colSpan={columns}>
        <div ref={form} role="group" aria-label={`New value of ${setting.title}`} className={classes.form}>
          {setting.form !== null && draft.kind === 'value' && (
            <ParameterField
              definition={setting.form}
              value={draft.input}
              onChange={(input) => {
                onDraft({ kind: 'value', input });
              }}
              error={problem}
              isFirst
            />
          )}
          {draft.kind === 'clear' && (
            <p className={classes.muted}>
              {setting.kind === 'cloud' ? 'Its value will be removed.' : 'What is desired will be taken back.'}
            </p>
          )}
          <div className={classes.editTools}>
            {draft.kind === 'clear' ? (
              <Button
                onClick={() => {
                  onDraft(firstDraft(setting));
                }}
              >
                Enter a value
              </Button>
            ) : (
              setting.desired !== null &&
              setting.isRemovable && (
                <Button
                  aria-label={`Remove the value of ${setting.title}`}
                  onClick={() => {
                    onDraft({ kind: 'clear' });
                  }}
                >
                  Remove the value
                </Button>
              )
            )}
            <Button
              aria-label={`Leave ${setting.title} as it is`}
              onClick={() => {
                onDraft(null);
              }}
            >
              Leave as it is
            </Button>
          </div>
        </div>
      </td>
    </tr>
  );
};
