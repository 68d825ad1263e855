import type { SignalState } from '../../shared/vehicle/detail.ts';
import { findSignal, signalDefinitions } from '../../shared/vehicle/signals.ts';

export interface SignalRow {
  readonly path: string;
  readonly label: string;
  /** False for what no mapping knows: it stands under the sender's own name. */
  readonly isKnown: boolean;
  readonly signal: SignalState;
}

const order = new Map(signalDefinitions.map(({ path }, index) => [path, index]));

/** Known signals in the catalogue's order, then the others by name; those whose label or path holds the text. */
export const signalRows = (signals: ReadonlyMap<string, SignalState>, filter: string): readonly SignalRow[] => {
  const words = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return [...signals.values()]
    .map((signal) => {
      const definition = findSignal(signal.path);
      return { path: signal.path, label: definition?.label ?? signal.path, isKnown: definition !== undefined, signal };
    })
    .filter(({ label, path }) => {
      const text = `${label} ${path}`.toLocaleLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort(
      (a, b) => (order.get(a.path) ?? order.size) - (order.get(b.path) ?? order.size) || a.label.localeCompare(b.label),
    );
};
