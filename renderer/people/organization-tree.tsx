import type { PlatformUser } from '../../shared/access/people.ts';
import type { Organization } from '../../shared/platform/device.ts';
import { mayTry, type Right } from '../../shared/platform/rights.ts';
import { ReadingNotice } from '../platform/reading-notice.tsx';
import type { UsedReading } from '../platform/use-reading.ts';
import card from '../layout/card.module.css';
import { FindButton } from './find-button.tsx';
import { membersOf, treeOf, wholeApplication, type OrganizationNode } from './people-model.ts';
import classes from './people.module.css';

interface OrganizationTreeProps {
  /** Null: the token may not look at them. */
  readonly reading: UsedReading<Organization[]> | null;
  readonly right: Right;
  /** Null: they are not known. */
  readonly users: readonly PlatformUser[] | null;
  readonly onFind: (text: string) => void;
}

/** How the application is divided. Whoever has a role in one sees what is below it, too. */
export const OrganizationTree = ({ reading, right, users, onFind }: OrganizationTreeProps) => {
  const organizations = reading?.value;
  const memberships = { users, onFind };
  return (
    <section className={card.card} aria-label="Organisations">
      <h3>Organisations</h3>
      {!mayTry(right) && <p>They are not shown to this connection. {right.explanation}</p>}
      {reading !== null && <ReadingNotice reading={reading} what="The organisations" />}
      {organizations?.length === 0 && (
        <p className={classes.quiet}>
          There are none: every role is for the whole application. They are made in IoT Central itself, under
          Permissions.
        </p>
      )}
      {organizations !== undefined && organizations.length > 0 && (
        <>
          <ul className={classes.tree}>
            <li>
              <div className={classes.line}>
                <span>{wholeApplication}</span>
                <Members id={null} name={wholeApplication} {...memberships} />
              </div>
              <Branches nodes={treeOf(organizations)} {...memberships} />
            </li>
          </ul>
          <p className={classes.quiet}>A role in one holds for those below it, too.</p>
        </>
      )}
    </section>
  );
};

type Memberships = Pick<OrganizationTreeProps, 'users' | 'onFind'>;

const Branches = ({ nodes, ...memberships }: Memberships & { readonly nodes: readonly OrganizationNode[] }) => (
  <ul>
    {nodes.map(({ id, name, children }) => (
      <li key={id}>
        <div className={classes.line}>
          <span title={id}>{name}</span>
          <Members id={id} name={name} {...memberships} />
        </div>
        {children.length > 0 && <Branches nodes={children} {...memberships} />}
      </li>
    ))}
  </ul>
);

const Members = ({ id, name, users, onFind }: Memberships & { readonly id: string | null; readonly name: string }) =>
  users === null ? null : (
    <FindButton
      count={membersOf(users, id)}
      noun="user"
      what={`with a role in ${name}`}
      onClick={() => {
        onFind(name);
      }}
    />
  );
