import type { ImportChoice, ImportItem } from '../../shared/backup/backup.ts';
import { countOf } from '../format/number.ts';
import { ChangeTable } from './change-table.tsx';
import { Choices } from './choices.tsx';
import { changeWords, choiceLabel, secretWords } from './import-model.ts';
import admin from '../admin/admin.module.css';
import classes from './backup.module.css';

interface ImportItemCardProps {
  readonly item: ImportItem;
  readonly choice: ImportChoice;
  readonly onChoose: (choice: ImportChoice) => void;
}

/** One connection of the file beside what is here. */
export const ImportItemCard = ({ item, choice, onChoose }: ImportItemCardProps) => {
  const { name, change, changes, changeCount, choices, notices } = item;
  const secrets = secretWords(item, choice);
  const { shape, word } = changeWords[change];
  const unshown = changeCount - changes.length;
  return (
    <li className={classes.item} aria-label={name} data-change={change}>
      <h4>
        {name}{' '}
        <span className={classes.change}>
          <span aria-hidden>{shape}</span> {word}
        </span>
      </h4>
      {notices.map((notice) => (
        <p key={notice} className={change === 'unreadable' ? admin.bad : admin.caution}>
          {notice}
        </p>
      ))}
      {changes.length > 0 && <ChangeTable label={name} changes={changes} />}
      {unshown > 0 && <p className={classes.quiet}>… and {countOf(unshown, 'more difference')} not shown here.</p>}
      {secrets !== '' && <p>{secrets}</p>}
      {choices.length > 1 && (
        <Choices
          label={name}
          choices={choices.map((each) => [each, choiceLabel(item, each)] as const)}
          value={choice}
          onChange={onChoose}
        />
      )}
      {choice === 'copy' && (
        <p className={classes.quiet}>
          The copy stands beside the one that is here, switched off, so that two clients do not share one id.
        </p>
      )}
    </li>
  );
};
