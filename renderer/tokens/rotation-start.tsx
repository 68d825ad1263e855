import { Select } from '@mantine/core';
import { useState } from 'react';
import type { ReadTokenList } from '../../shared/access/token-list.ts';
import type { Rotation } from '../../shared/access/rotation.ts';
import type { TokenRow } from '../../shared/access/token.ts';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { DraftFields, NameField } from './draft-fields.tsx';
import { ExpiryField } from './expiry-field.tsx';
import { emptyDraft, expiryOf, problemsOf, successorName } from './token-draft.ts';
import { nameLabel, rotationPath, rotationStepWords, tokenNoun } from './token-words.ts';
import { useDraft } from './use-draft.ts';
import classes from './rotation-steps.module.css';

interface RotationStartProps {
  readonly connection: ConnectionStatus;
  readonly row: TokenRow;
  readonly list: ReadTokenList;
  readonly onStarted: (rotation: Rotation) => void;
  readonly onClose: () => void;
}

const hourMs = 3_600_000;

const overlaps = [
  { value: '0', label: 'None: revoke at once' },
  { value: String(hourMs), label: 'An hour' },
  { value: String(24 * hourMs), label: 'A day' },
  { value: String(7 * 24 * hourMs), label: 'A week' },
  { value: String(30 * 24 * hourMs), label: '30 days' },
] as const;

/** What has to be agreed before anything is done. */
export const RotationStart = ({ connection, row, list, onStarted, onClose }: RotationStartProps) => {
  const { abilities, platform } = list;
  const { isBusy, failure, ask } = useAsking('rotations.start');
  const form = useDraft(
    () => ({
      ...emptyDraft,
      grants: [],
      name: successorName(row.name, new Set(list.tokens.map(({ name }) => name)), abilities.name),
    }),
    (draft, nowMs) => startProblems(draft, abilities, nowMs),
  );
  const [overlapMs, setOverlapMs] = useState(24 * hourMs);

  const start = async (): Promise<void> => {
    const nowMs = form.tryNow();
    if (nowMs === undefined) return;
    const result = await ask({
      connectionId: connection.id,
      tokenId: row.id,
      name: form.draft.name.trim(),
      expiresAtMs: expiryOf(form.draft, nowMs) ?? null,
      overlapMs,
    });
    if (result?.ok === true) onStarted(result.value);
  };

  return (
    <DraftFields
      form={form}
      isBusy={isBusy}
      action={`Begin: make the new ${tokenNoun(platform)}`}
      onSubmit={start}
      onCancel={onClose}
    >
      <div>
        A new {tokenNoun(platform)} with the same roles takes its place, in {rotationPath.length} steps. You can leave
        after each and go on later, also after a restart; nothing is revoked before you say so.
      </div>
      <ol className={classes.steps} aria-label="Steps">
        {rotationPath.map((step, index) => (
          <li key={step}>
            <span aria-hidden>○</span>
            <span>
              {index + 1}. {rotationStepWords[step].title}
            </span>
          </li>
        ))}
      </ol>
      <NameField form={form} label={`${nameLabel(platform)} of the new one`} />
      <Select
        label="Both stay valid for"
        description="So that whoever else uses the old one can change over. It can be ended earlier."
        data={overlaps}
        value={String(overlapMs)}
        allowDeselect={false}
        onChange={(value) => {
          setOverlapMs(Number(value ?? overlapMs));
        }}
      />
      <ExpiryField form={form} platform={platform} abilities={abilities} />
      <NotDone failure={failure} title="Not begun" />
    </DraftFields>
  );
};

/** Its roles are those of the old one: there is nothing to choose. */
const startProblems = (draft: typeof emptyDraft, abilities: ReadTokenList['abilities'], nowMs: number) => {
  const { name, expiry, grants } = problemsOf(draft, abilities, new Map(), nowMs);
  return { ...(name === undefined ? {} : { name }), ...(expiry === undefined ? {} : { expiry }), grants };
};
