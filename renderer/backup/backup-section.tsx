import admin from '../admin/admin.module.css';
import { ExportCard } from './export-card.tsx';
import { ImportCard } from './import-card.tsx';

export const BackupSection = () => (
  <div className={admin.page}>
    <ExportCard />
    <ImportCard />
  </div>
);
