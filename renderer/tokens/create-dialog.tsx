import { Modal } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { ReadTokenList } from '../../shared/access/token-list.ts';
import type { Creation } from '../../shared/access/creation.ts';
import type { AccessJob, RoleProposal } from '../../shared/access/watch.ts';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { platformTitles } from '../../shared/platform/kinds.ts';
import { useAsking } from '../platform/use-asking.ts';
import { DraftFields, NameField } from './draft-fields.tsx';
import { ExpiryField } from './expiry-field.tsx';
import { GrantsField } from './grants-field.tsx';
import { JobChooser } from './job-chooser.tsx';
import { NotMade } from './not-made.tsx';
import { emptyDraft, newTokenOf, problemsOf, withRole } from './token-draft.ts';
import { nameLabel, tokenNoun } from './token-words.ts';
import { useDraft } from './use-draft.ts';
import type { Organizations } from './use-organizations.ts';

interface CreateDialogProps {
  readonly connection: ConnectionStatus;
  readonly list: ReadTokenList;
  readonly organizations: Organizations;
  /** What it is wanted for, where that was said before. */
  readonly initialJob: AccessJob | null;
  readonly onCreated: (creation: Creation, notes: readonly string[]) => void;
  readonly onHalfDone: () => Promise<void>;
  readonly onClose: () => void;
}

export const CreateDialog = (props: CreateDialogProps) => {
  const { connection, list, organizations, initialJob, onCreated, onHalfDone, onClose } = props;
  const { abilities, platform } = list;
  const { isBusy, failure, ask } = useAsking('tokens.create');
  const roles = useMemo(() => new Map(list.roles.map((role) => [role.id, role])), [list.roles]);
  const form = useDraft(
    () => emptyDraft,
    (draft, nowMs) => problemsOf(draft, abilities, roles, nowMs),
  );
  const { draft, setDraft } = form;
  const [job, setJob] = useState(initialJob);
  const offered = list.offeredRoles;
  const noun = tokenNoun(platform);

  const takeProposal = useCallback(
    ({ role }: RoleProposal) => {
      const id = role?.id ?? null;
      if (id !== null && offered.includes(id)) setDraft((before) => withRole(before, id));
    },
    [offered, setDraft],
  );

  const create = async (): Promise<void> => {
    const nowMs = form.tryNow();
    if (nowMs === undefined) return;
    const result = await ask({ connectionId: connection.id, token: newTokenOf(draft, nowMs) });
    if (result?.ok === true) onCreated(result.value.creation, result.value.notes);
    else if (result !== undefined) void onHalfDone();
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={`New ${noun} on ${connection.name}`}
      closeOnClickOutside={false}
      closeOnEscape={!isBusy}
      size="lg"
    >
      <DraftFields
        form={form}
        isBusy={isBusy}
        action={`Make it on ${platformTitles[platform]}`}
        onSubmit={create}
        onCancel={onClose}
      >
        <NameField form={form} label={nameLabel(platform)} description={abilities.name.explanation} />
        <JobChooser connectionId={connection.id} job={job} onJob={setJob} onProposal={takeProposal} />
        <GrantsField form={form} list={list} organizations={organizations} />
        <ExpiryField form={form} platform={platform} abilities={abilities} />
        <NotMade failure={failure} noun={noun} />
      </DraftFields>
    </Modal>
  );
};
