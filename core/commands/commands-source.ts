import type { CommandRecord } from '../../shared/command/record.ts';
import type { CommandsEvent } from '../../shared/contract/contract.ts';
import type { TopicSource } from '../../shared/contract/topic-source.ts';
import type { Commander } from './commander.ts';
import type { LedgerFilter } from './ledger.ts';

const conflationMs = 100;
/** A window that stopped listening gets a new snapshot rather than a growing heap of deltas. */
const changesUntilSnapshot = 1_000;

/** The command history of one vehicle, one connection or all, for one window. */
export const openCommandsSource = (
  commander: Pick<Commander, 'newest' | 'onChange'>,
  filter: LedgerFilter & { readonly limit: number },
  wake: () => void,
): TopicSource<CommandsEvent> => {
  const changed = new Map<string, CommandRecord>();
  let sequence = 0;
  let needsSnapshot = true;

  const isWanted = (record: CommandRecord): boolean =>
    (filter.connectionId === undefined || record.connectionId === filter.connectionId) &&
    (filter.vehicleId === undefined || record.vehicleId === filter.vehicleId);

  const stopListening = commander.onChange((record) => {
    if (!isWanted(record)) return;
    if (changed.size >= changesUntilSnapshot) {
      changed.clear();
      needsSnapshot = true;
    }
    if (!needsSnapshot) changed.set(record.id, record);
    wake();
  });

  return {
    minimumIntervalMs: conflationMs,
    take: () => {
      if (needsSnapshot) {
        needsSnapshot = false;
        changed.clear();
        sequence += 1;
        return { kind: 'snapshot', sequence, records: commander.newest(filter, filter.limit) };
      }
      if (changed.size === 0) return undefined;
      const records = [...changed.values()];
      changed.clear();
      sequence += 1;
      return { kind: 'delta', sequence, records };
    },
    close: stopListening,
  };
};
