import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReadTokenList } from '../../shared/access/token-list.ts';
import type { TokenRow } from '../../shared/access/token.ts';
import { useNowMs } from '../format/clock.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { ExpiryField } from './expiry-field.tsx';
import { GrantsField } from './grants-field.tsx';
import { changesOf, draftOf, hasProblems, problemsOf } from './token-draft.ts';
import { dateInWords, nameLabel, noExpiry } from './token-words.ts';
import type { Organizations } from './use-organizations.ts';
import classes from './parts.module.css';

interface EditDialogProps {
  readonly connectionId: string;
  readonly row: TokenRow;
  readonly list: ReadTokenList;
  readonly organizations: Organizations;
  readonly onDone: (row: TokenRow) => void;
  readonly onClose: () => void;
}

/** What can be changed of a token that exists; its secret cannot. */
export const EditDialog = ({ connectionId, row, list, organizations, onDone, onClose }: EditDialogProps) => {
  const { abilities, platform } = list;
  const { isBusy, failure, ask } = useAsking('tokens.edit');
  const [draft, setDraft] = useState(() => draftOf(row));
  const [tries, setTries] = useState(0);
  const [isUnchanged, setIsUnchanged] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const roles = useMemo(() => new Map(list.roles.map((role) => [role.id, role])), [list.roles]);
  const renderedAtMs = useNowMs();
  const problems = tries === 0 ? null : problemsOf(draft, abilities, roles, renderedAtMs);

  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);

  const save = async (): Promise<void> => {
    const nowMs = Date.now();
    setTries((count) => count + 1);
    if (hasProblems(problemsOf(draft, abilities, roles, nowMs))) return;
    const changes = changesOf(draft, row, nowMs);
    const hasChanges = Object.keys(changes).length > 0;
    setIsUnchanged(!hasChanges);
    if (!hasChanges) return;
    const result = await ask({ connectionId, tokenId: row.id, changes });
    if (result?.ok === true) onDone(result.value);
  };

  return (
    <Modal opened onClose={onClose} title={`Edit ${row.name}`} closeOnClickOutside={false} size="lg">
      <form
        ref={form}
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={nameLabel(platform)}
            withAsterisk
            data-autofocus
            value={draft.name}
            error={problems?.name}
            onChange={(event) => {
              setDraft({ ...draft, name: event.currentTarget.value });
            }}
          />
          <GrantsField
            draft={draft}
            onChange={setDraft}
            problems={problems}
            list={list}
            organizations={organizations}
          />
          {row.isOwn && (
            <p className={classes.caution}>
              <span aria-hidden>⚠</span> This connection signs in with it: what it loses, you lose here at once.
            </p>
          )}
          <ExpiryField
            draft={draft}
            onChange={(change) => {
              setDraft({ ...draft, ...change });
            }}
            problem={problems?.expiry}
            platform={platform}
            abilities={abilities}
            present={row.expiresAtMs === null ? noExpiry : dateInWords(row.expiresAtMs)}
          />
          <NotDone failure={failure} title="Not changed" />
          <p role="status" className={classes.quiet}>
            {isUnchanged && 'Nothing is changed yet.'}
          </p>
          <div className={classes.end}>
            <Button onClick={onClose} disabled={isBusy}>
              Cancel
            </Button>
            <Button type="submit" variant="filled" loading={isBusy}>
              Save the changes
            </Button>
          </div>
        </Stack>
      </form>
    </Modal>
  );
};
