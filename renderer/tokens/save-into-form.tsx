import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Creation, SavedToken } from '../../shared/access/creation.ts';
import { useConnections } from '../engine/connections-context.ts';
import { NotDone } from '../platform/not-done.tsx';
import { useAsking } from '../platform/use-asking.ts';
import { platformConnectionsOf, usePlatform } from '../platform/use-platform.ts';
import parts from './parts.module.css';
import classes from './token-form.module.css';

interface SaveIntoFormProps {
  readonly creation: Creation;
  readonly onSaved: () => void;
}

const asNew = 'a new connection';

/** Straight into a connection to the same platform: nobody sees the secret on the way. */
export const SaveIntoForm = ({ creation, onSaved }: SaveIntoFormProps) => {
  const { isBusy, failure, ask } = useAsking('tokens.saveInto');
  const connections = useConnections() ?? [];
  const origin = usePlatform(creation.connectionId);
  const [target, setTarget] = useState<string | null>(null);
  const [name, setName] = useState(creation.tokenName);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [saved, setSaved] = useState<SavedToken | null>(null);
  const fitting = platformConnectionsOf(connections).filter(
    ({ connection, platform }) =>
      !connection.isManaged && platform.kind === origin?.kind && platform.address === origin.address,
  );

  const save = async (): Promise<void> => {
    if (target === null) {
      setProblem('Choose a connection.');
      return;
    }
    if (target === asNew && name.trim() === '') {
      setProblem('Give the connection a name.');
      return;
    }
    setProblem(undefined);
    const result = await ask({
      creationId: creation.id,
      destination:
        target === asNew ? { kind: 'new', name: name.trim() } : { kind: 'existing', connectionId: idOf(target) },
    });
    if (result?.ok !== true) return;
    setSaved(result.value);
    onSaved();
  };

  return (
    <form
      className={parts.section}
      aria-label="Save it into a connection"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3>Save it into a connection</h3>
      <div className={classes.inline}>
        <Select
          label="Connection"
          placeholder="Choose one"
          data={[
            ...fitting.map(({ connection }) => ({ value: `id ${connection.id}`, label: connection.name })),
            { value: asNew, label: 'A new connection' },
          ]}
          value={target}
          allowDeselect={false}
          error={target === asNew ? undefined : problem}
          onChange={setTarget}
        />
        {target === asNew && (
          <TextInput
            label="Name of the new connection"
            value={name}
            error={problem}
            maxLength={80}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          />
        )}
      </div>
      {target !== null && target !== asNew && (
        <p className={parts.quiet}>It signs in with the new token from then on. The one it has now stays valid.</p>
      )}
      <div className={parts.buttons}>
        <Button type="submit" loading={isBusy}>
          Save into the connection
        </Button>
      </div>
      <p role="status">{saved !== null && `✓ Saved into “${saved.connectionName}”. ${saved.notes.join(' ')}`}</p>
      <NotDone failure={failure} title="Not saved" />
    </form>
  );
};

const idOf = (target: string): string => target.slice('id '.length);
