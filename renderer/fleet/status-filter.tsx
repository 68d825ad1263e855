import { formatNumber } from '../format/number.ts';
import { useFleetSelection } from './fleet-context.ts';
import { filterStatuses } from './fleet-query.ts';
import { toggleStatus, useFleetUi } from './fleet-ui.ts';
import { StatusIcon } from './status-icon.tsx';
import { statusExplanations, statusWords } from './status-words.ts';
import classes from './status-filter.module.css';

/** One switch a status, with how many there are; together they are also the fleet at a glance. */
export const StatusFilter = () => {
  const { counts } = useFleetSelection();
  const chosen = useFleetUi((state) => state.query.statuses);
  return (
    <div role="group" aria-label="Filter by status" className={classes.group}>
      {filterStatuses.map((status) => {
        const isChosen = chosen.has(status);
        // The rest stays where it is when it is empty, so that no switch moves under the hand; these are rare.
        if ((status === 'unknown' || status === 'heard') && counts[status] === 0 && !isChosen) return null;
        return (
          <button
            key={status}
            type="button"
            aria-pressed={isChosen}
            title={statusExplanations[status]}
            data-empty={counts[status] === 0 || undefined}
            className={classes.switch}
            onClick={() => {
              toggleStatus(status);
            }}
          >
            <StatusIcon status={status} size={13} />
            <span>{statusWords[status]}</span>
            <span className={classes.count}>{formatNumber(counts[status])}</span>
          </button>
        );
      })}
    </div>
  );
};
