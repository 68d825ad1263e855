import type { CommandsEvent } from '../../shared/contract/contract.ts';
import type { CommandRecord } from '../../shared/command/record.ts';

/** How many commands a page shows; the engine keeps them all. */
export const historyLimit = 50;

/** Null until the first event. Newest first. Drafts are not history: nothing has happened yet. */
export type CommandHistory = readonly CommandRecord[] | null;

export const applyCommandsEvent = (history: CommandHistory | undefined, event: CommandsEvent): CommandHistory => {
  if (event.kind === 'delta' && !history) return null;
  const byId = new Map((event.kind === 'snapshot' ? [] : (history ?? [])).map((record) => [record.id, record]));
  for (const record of event.records) byId.set(record.id, record);
  return [...byId.values()]
    .filter((record) => record.confirmedAtMs !== null)
    .sort((a, b) => startOf(b) - startOf(a) || compareText(b.id, a.id))
    .slice(0, historyLimit);
};

const startOf = (record: CommandRecord): number => record.confirmedAtMs ?? record.draftedAtMs;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
