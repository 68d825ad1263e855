import { Button, Collapse } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { AccessJob, Privilege } from '../../shared/access/watch.ts';
import { roleWords } from '../connections/platform-words.ts';
import { formatDateTime } from '../format/age.ts';
import { countOf } from '../format/number.ts';
import { useReading } from '../platform/use-reading.ts';
import { JobChooser } from './job-chooser.tsx';
import { jobInWords } from './token-words.ts';
import parts from './parts.module.css';
import classes from './privilege-panel.module.css';

interface PrivilegePanelProps {
  readonly connectionId: string;
  readonly mayCreate: boolean;
  readonly onMakeFor: (job: AccessJob) => void;
}

/** What the connection's own token may beside what was used of it, and which role would do. */
export const PrivilegePanel = ({ connectionId, mayCreate, onMakeFor }: PrivilegePanelProps) => {
  const { value } = useReading('tokens.privileges', {});
  const privilege = value?.find((each) => each.connectionId === connectionId);
  const [isOpen, setIsOpen] = useState(false);
  const [job, setJob] = useState<AccessJob | null>(null);
  const id = useId();
  if (privilege === undefined) return null;
  return (
    <section
      className={classes.panel}
      data-tone={privilege.warning === null ? undefined : 'doubtful'}
      aria-label="What this connection’s token may do"
    >
      {privilege.warning === null ? (
        <p className={parts.quiet}>{inWords(privilege)}</p>
      ) : (
        <p>
          <span aria-hidden>⚠</span> <strong>The token may more than it is used for.</strong> {privilege.warning}
        </p>
      )}
      <div className={parts.buttons}>
        {privilege.warning !== null && mayCreate && (
          <Button
            onClick={() => {
              onMakeFor(privilege.used);
            }}
          >
            Make a smaller one for {jobInWords[privilege.used]}…
          </Button>
        )}
        <Button
          variant="subtle"
          aria-expanded={isOpen}
          aria-controls={id}
          leftSection={isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          onClick={() => {
            setIsOpen(!isOpen);
          }}
        >
          Which role is enough?
        </Button>
      </div>
      <Collapse id={id} expanded={isOpen}>
        {isOpen && (
          <>
            <JobChooser connectionId={connectionId} job={job} onJob={setJob} />
            {mayCreate && job !== null && (
              <Button
                mt="sm"
                onClick={() => {
                  onMakeFor(job);
                }}
              >
                Make one for {jobInWords[job]}…
              </Button>
            )}
          </>
        )}
      </Collapse>
    </section>
  );
};

const inWords = ({ connectionName, roles, holds, used, sinceMs, daysUsed }: Privilege): string =>
  [
    `“${connectionName}” signs in with ${roles === null ? 'a token whose roles are not known' : `the role ${roleWords(roles)}`}`,
    holds === null ? '' : `, which is good for ${jobInWords[holds]}`,
    `. Used for ${jobInWords[used]} since ${formatDateTime(sinceMs)}, on ${countOf(daysUsed, 'day')}.`,
  ].join('');
