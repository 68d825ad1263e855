import { Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReadTokenList } from '../../shared/access/token-list.ts';
import { withAnotherGrant, withGrant, withoutGrant, type GrantDraft } from './token-draft.ts';
import type { DraftForm } from './use-draft.ts';
import type { Organizations } from './use-organizations.ts';
import classes from './token-form.module.css';

interface GrantsFieldProps {
  readonly form: Pick<DraftForm, 'draft' | 'setDraft' | 'problems'>;
  readonly list: ReadTokenList;
  readonly organizations: Organizations;
}

/** One role a line, with what it may do and for which organisation. */
export const GrantsField = ({ form: { draft, setDraft, problems }, list, organizations }: GrantsFieldProps) => (
  <div role="group" aria-label="Roles">
    {draft.grants.map((grant, index) => (
      <GrantLine
        key={grant.key}
        grant={grant}
        number={draft.grants.length === 1 ? '' : ` ${String(index + 1)}`}
        problem={problems?.grants.get(grant.key)}
        list={list}
        organizations={organizations}
        onChange={(changed) => {
          setDraft(withGrant(draft, changed));
        }}
        onRemove={
          draft.grants.length === 1
            ? undefined
            : () => {
                setDraft(withoutGrant(draft, grant.key));
              }
        }
      />
    ))}
    {problems?.roles !== undefined && <p className={classes.error}>{problems.roles}</p>}
    <Button
      mt="xs"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={() => {
        setDraft(withAnotherGrant(draft));
      }}
    >
      Another role
    </Button>
  </div>
);

interface GrantLineProps extends Pick<GrantsFieldProps, 'list' | 'organizations'> {
  readonly grant: GrantDraft;
  /** " 2" where there are several. */
  readonly number: string;
  readonly problem: string | undefined;
  readonly onChange: (grant: GrantDraft) => void;
  readonly onRemove: (() => void) | undefined;
}

const GrantLine = (props: GrantLineProps) => {
  const { grant, number, problem, list, organizations, onChange, onRemove } = props;
  const role = list.roles.find(({ id }) => id === grant.roleId);
  const isOfOrganization = problem !== undefined && grant.roleId !== '' && role?.needsOrganization === true;
  const organizationLabel = `Organisation${number}`;
  const organizationProblem = isOfOrganization ? problem : undefined;
  const onOrganization = (organization: string): void => {
    onChange({ ...grant, organization });
  };
  // What a token has and nobody may give any more stays visible on it.
  const offered = list.roles.filter(({ id }) => list.offeredRoles.includes(id) || id === grant.roleId);
  return (
    <div className={classes.grant}>
      <Select
        label={`Role${number}`}
        placeholder="Choose a role"
        data={offered.map(({ id, name }) => ({ value: id, label: name }))}
        value={grant.roleId === '' ? null : grant.roleId}
        searchable={offered.length > 8}
        allowDeselect={false}
        error={isOfOrganization ? undefined : problem}
        onChange={(roleId) => {
          onChange({ ...grant, roleId: roleId ?? '' });
        }}
      />
      {list.abilities.hasOrganizations ? (
        organizations.choices.length > 0 ? (
          <Select
            label={organizationLabel}
            data={[{ value: '', label: 'Whole application' }, ...organizations.choices]}
            value={grant.organization}
            searchable={organizations.choices.length > 8}
            allowDeselect={false}
            error={organizationProblem}
            onChange={(organization) => {
              onOrganization(organization ?? '');
            }}
          />
        ) : (
          <TextInput
            label={`${organizationLabel} (its id)`}
            description={
              organizations.problem === null
                ? 'Empty: the whole application.'
                : `Empty: the whole application. The organisations could not be read: ${organizations.problem}`
            }
            autoComplete="off"
            value={grant.organization}
            error={organizationProblem}
            onChange={(event) => {
              onOrganization(event.currentTarget.value.trim());
            }}
          />
        )
      ) : (
        <span />
      )}
      {onRemove === undefined ? (
        <span />
      ) : (
        <Button aria-label={`Remove role${number}`} onClick={onRemove}>
          <IconTrash size={14} aria-hidden />
        </Button>
      )}
      {role !== undefined && <p>{role.mayDo}</p>}
    </div>
  );
};
