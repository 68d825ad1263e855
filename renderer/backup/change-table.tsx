import type { ImportChange } from '../../shared/backup/backup.ts';
import admin from '../admin/admin.module.css';
import classes from './backup.module.css';

interface ChangeTableProps {
  readonly label: string;
  readonly changes: readonly ImportChange[];
}

export const ChangeTable = ({ label, changes }: ChangeTableProps) => (
  <div className={classes.changes} role="region" aria-label={`Differences in ${label}`} tabIndex={0}>
    <table className={admin.table} aria-label={`${label}, field by field`}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Here now</th>
          <th scope="col">In the file</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, former, next }) => (
          <tr key={field}>
            <th scope="row">{field}</th>
            <td>{former ?? <Nothing />}</td>
            <td>{next ?? <Nothing />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const Nothing = () => <span className={classes.quiet}>nothing</span>;
