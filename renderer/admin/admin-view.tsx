import { adminSections, hrefOf, type AdminSection } from '../app/routes.ts';
import { AuditSection } from '../audit/audit-section.tsx';
import { BackupSection } from '../backup/backup-section.tsx';
import { ViewLinks } from '../layout/view-links.tsx';
import { PeopleSection } from '../people/people-section.tsx';
import { SecretsSection } from '../vault/secrets-section.tsx';
import { adminTitles } from './admin-titles.ts';
import classes from './admin.module.css';

interface AdminViewProps {
  readonly section: AdminSection;
  readonly connectionId?: string | undefined;
}

/** What an admin looks after: where secrets are, settings as a file, who did what here, and who may use the platforms. */
export const AdminView = ({ section, connectionId }: AdminViewProps) => (
  <section aria-label="Admin" className={classes.view}>
    <div className={classes.head}>
      <h1>Admin</h1>
      <ViewLinks
        label="Parts of the admin’s desk"
        links={adminSections.map((each) => ({
          href: hrefOf({ view: 'admin', section: each }),
          title: adminTitles[each],
          isCurrent: each === section,
        }))}
      />
    </div>
    <div className={classes.body}>
      <Part section={section} connectionId={connectionId} />
    </div>
  </section>
);

const Part = ({ section, connectionId }: AdminViewProps) => {
  switch (section) {
    case 'secrets':
      return <SecretsSection />;
    case 'backup':
      return <BackupSection />;
    case 'audit':
      return <AuditSection />;
    case 'people':
      return <PeopleSection connectionId={connectionId ?? null} />;
  }
};
