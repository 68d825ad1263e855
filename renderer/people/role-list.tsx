import type { PlatformUser } from '../../shared/access/people.ts';
import type { TokenRole } from '../../shared/access/token.ts';
import { countOf } from '../format/number.ts';
import card from '../layout/card.module.css';
import { FindButton } from './find-button.tsx';
import { holdersOf } from './people-model.ts';
import classes from './people.module.css';

interface RoleListProps {
  readonly roles: readonly TokenRole[];
  readonly users: readonly PlatformUser[];
  readonly onFind: (text: string) => void;
}

/** What each role may do, and who holds it. */
export const RoleList = ({ roles, users, onFind }: RoleListProps) => (
  <section className={card.card} aria-label="Roles">
    <h3>Roles, and what each may do</h3>
    {roles.length === 0 && <p className={classes.quiet}>The platform tells no roles.</p>}
    <ul className={classes.roles}>
      {roles.map(({ id, name, mayDo, needsOrganization }) => (
        <li key={id}>
          <div className={classes.line}>
            <strong>{name}</strong>
            <FindButton
              count={holdersOf(users, id)}
              noun="user"
              what={`with the role ${name}`}
              onClick={() => {
                onFind(name);
              }}
            />
          </div>
          <p>
            {mayDo}
            {needsOrganization && ' Given for one organisation, and what is below it.'}
          </p>
        </li>
      ))}
    </ul>
    <p className={classes.quiet}>
      {countOf(roles.length, 'role')}. They are given and taken away in IoT Central itself, under Permissions.
    </p>
  </section>
);
