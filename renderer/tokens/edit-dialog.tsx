import { Modal } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ReadTokenList } from '../../shared/access/token-list.ts';
import type { TokenRow } from '../../shared/access/token.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { DraftFields, NameField } from './draft-fields.tsx';
import { ExpiryField } from './expiry-field.tsx';
import { GrantsField } from './grants-field.tsx';
import { changesOf, draftOf, problemsOf } from './token-draft.ts';
import { dateInWords, nameLabel, noExpiry } from './token-words.ts';
import { useDraft } from './use-draft.ts';
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
  const roles = useMemo(() => new Map(list.roles.map((role) => [role.id, role])), [list.roles]);
  const form = useDraft(
    () => draftOf(row),
    (draft, nowMs) => problemsOf(draft, abilities, roles, nowMs),
  );
  const [isUnchanged, setIsUnchanged] = useState(false);

  const save = async (): Promise<void> => {
    const nowMs = form.tryNow();
    if (nowMs === undefined) return;
    const changes = changesOf(form.draft, row, nowMs);
    const hasChanges = Object.keys(changes).length > 0;
    setIsUnchanged(!hasChanges);
    if (!hasChanges) return;
    const result = await ask({ connectionId, tokenId: row.id, changes });
    if (result?.ok === true) onDone(result.value);
  };

  return (
    <Modal opened onClose={onClose} title={`Edit ${row.name}`} closeOnClickOutside={false} size="lg">
      <DraftFields form={form} isBusy={isBusy} action="Save the changes" onSubmit={save} onCancel={onClose}>
        <NameField form={form} label={nameLabel(platform)} />
        <GrantsField form={form} list={list} organizations={organizations} />
        {row.isOwn && (
          <p className={classes.caution}>
            <span aria-hidden>⚠</span> This connection signs in with it: what it loses, you lose here at once.
          </p>
        )}
        <ExpiryField
          form={form}
          platform={platform}
          abilities={abilities}
          present={row.expiresAtMs === null ? noExpiry : dateInWords(row.expiresAtMs)}
        />
        <NotDone failure={failure} title="Not changed" />
        <p role="status" className={classes.quiet}>
          {isUnchanged && 'Nothing is changed yet.'}
        </p>
      </DraftFields>
    </Modal>
  );
};
