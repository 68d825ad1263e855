import { Alert, Loader, Radio, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import { accessJobs, type AccessJob, type RoleProposal } from '../../shared/access/watch.ts';
import type { Failure } from '../../shared/contract/result.ts';
import { useEngine } from '../engine/engine-context.ts';
import { jobTitles } from './token-words.ts';
import parts from './parts.module.css';
import classes from './token-form.module.css';

interface JobChooserProps {
  readonly connectionId: string;
  readonly job: AccessJob | null;
  readonly onJob: (job: AccessJob) => void;
  /** The smallest role for it, when the engine has told it. */
  readonly onProposal?: (proposal: RoleProposal) => void;
}

type Told =
  { readonly job: AccessJob; readonly proposal: RoleProposal } | { readonly job: AccessJob; readonly failure: Failure };

/** Asks what a token is wanted for, and proposes the smallest role that is enough. */
export const JobChooser = ({ connectionId, job, onJob, onProposal }: JobChooserProps) => {
  const told = useProposal(connectionId, job, onProposal);
  return (
    <Stack gap="xs">
      <Radio.Group
        label="What do you want it for?"
        value={job ?? ''}
        onChange={(value) => {
          const chosen = accessJobs.find((each) => each === value);
          if (chosen !== undefined) onJob(chosen);
        }}
      >
        <Stack gap={10} mt={4}>
          {accessJobs.map((each) => (
            <Radio key={each} size="xs" value={each} label={jobTitles[each]} />
          ))}
        </Stack>
      </Radio.Group>
      <div role="status" aria-label="Proposed role">
        {job !== null && told === null && <Loader size="xs" aria-label="Looking for the smallest role" />}
        {told !== null && 'failure' in told && (
          <Alert color="red" title="No role can be proposed">
            {told.failure.message}
          </Alert>
        )}
        {told !== null && 'proposal' in told && <Proposal proposal={told.proposal} />}
      </div>
    </Stack>
  );
};

const Proposal = ({ proposal: { role, why, alternatives } }: { readonly proposal: RoleProposal }) => (
  <div className={classes.proposal}>
    <p>
      <strong>{role === null ? 'No role can be named for it.' : `Smallest role: ${role.name}`}</strong> {why}
    </p>
    {role !== null && <p className={parts.quiet}>{role.mayDo}</p>}
    {role !== null && role.id === null && (
      <p className={parts.quiet}>Only the platform’s own page can give it: its id is not public.</p>
    )}
    {alternatives.length > 0 && (
      <ul aria-label="Other roles that may suit">
        {alternatives.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    )}
  </div>
);

const useProposal = (
  connectionId: string,
  job: AccessJob | null,
  onProposal: ((proposal: RoleProposal) => void) | undefined,
): Told | null => {
  const engine = useEngine();
  const [told, setTold] = useState<Told | null>(null);
  useEffect(() => {
    if (job === null) return undefined;
    const controller = new AbortController();
    void engine.call('tokens.proposal', { connectionId, job }, { signal: controller.signal }).then((result) => {
      if (controller.signal.aborted) return;
      setTold(result.ok ? { job, proposal: result.value } : { job, failure: result.error });
      if (result.ok) onProposal?.(result.value);
    });
    return () => {
      controller.abort();
    };
  }, [engine, connectionId, job, onProposal]);
  return told?.job === job ? told : null;
};
