import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReadTokenList } from '../../shared/access/token-list.ts';
import type { Creation } from '../../shared/access/creation.ts';
import type { AccessJob, RoleProposal } from '../../shared/access/watch.ts';
import type { ConnectionStatus } from '../../shared/connection/status.ts';
import { platformTitles } from '../../shared/platform/kinds.ts';
import { useNowMs } from '../format/clock.ts';
import { useAsking } from '../platform/use-asking.ts';
import { ExpiryField } from './expiry-field.tsx';
import { GrantsField } from './grants-field.tsx';
import { JobChooser } from './job-chooser.tsx';
import { NotMade } from './not-made.tsx';
import { emptyDraft, hasProblems, newTokenOf, problemsOf, withRole } from './token-draft.ts';
import { nameLabel, tokenNoun } from './token-words.ts';
import type { Organizations } from './use-organizations.ts';
import classes from './parts.module.css';

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
  const [draft, setDraft] = useState(emptyDraft);
  const [job, setJob] = useState(initialJob);
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const roles = useMemo(() => new Map(list.roles.map((role) => [role.id, role])), [list.roles]);
  const offered = list.offeredRoles;
  const renderedAtMs = useNowMs();
  const problems = tries === 0 ? null : problemsOf(draft, abilities, roles, renderedAtMs);
  const noun = tokenNoun(platform);

  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);

  const takeProposal = useCallback(
    ({ role }: RoleProposal) => {
      const id = role?.id ?? null;
      if (id !== null && offered.includes(id)) setDraft((before) => withRole(before, id));
    },
    [offered],
  );

  const create = async (): Promise<void> => {
    const nowMs = Date.now();
    setTries((count) => count + 1);
    if (hasProblems(problemsOf(draft, abilities, roles, nowMs))) return;
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
      <form
        ref={form}
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={nameLabel(platform)}
            withAsterisk
            data-autofocus
            description={abilities.name.explanation}
            value={draft.name}
            error={problems?.name}
            onChange={(event) => {
              setDraft({ ...draft, name: event.currentTarget.value });
            }}
          />
          <JobChooser connectionId={connection.id} job={job} onJob={setJob} onProposal={takeProposal} />
          <GrantsField
            draft={draft}
            onChange={setDraft}
            problems={problems}
            list={list}
            organizations={organizations}
          />
          <ExpiryField
            draft={draft}
            onChange={(change) => {
              setDraft({ ...draft, ...change });
            }}
            problem={problems?.expiry}
            platform={platform}
            abilities={abilities}
          />
          <NotMade failure={failure} noun={noun} />
          <div className={classes.end}>
            <Button onClick={onClose} disabled={isBusy}>
              Cancel
            </Button>
            <Button type="submit" variant="filled" loading={isBusy}>
              Make it on {platformTitles[platform]}
            </Button>
          </div>
        </Stack>
      </form>
    </Modal>
  );
};
