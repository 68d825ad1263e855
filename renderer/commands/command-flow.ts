import { createStore, type StoreApi } from 'zustand';
import type { CommandDefinition, ParameterValues } from '../../shared/command/definition.ts';
import type { CommandDraft, CommandRecord } from '../../shared/command/record.ts';
import type { Failure } from '../../shared/contract/result.ts';
import type { EngineLink } from '../engine/engine-link.ts';

export interface CommandTarget {
  readonly connectionId: string;
  readonly vehicleId: string;
  readonly vehicleName: string;
}

/**
 * From the button to the record. `entering`: parameters are typed. `drafting`: the engine looks at them. `armed`: it has
 * said what would be sent, and waits for the second word until the draft runs out. `sending`: that word was given; it is
 * given once. `sent`: there is a record with a life of its own.
 */
export type FlowState =
  | { readonly step: 'entering'; readonly refusal: string | null }
  | { readonly step: 'drafting' }
  | { readonly step: 'armed'; readonly draft: CommandDraft; readonly refusal: string | null }
  | { readonly step: 'sending'; readonly draft: CommandDraft }
  | { readonly step: 'in-doubt'; readonly draft: CommandDraft }
  | { readonly step: 'sent'; readonly record: CommandRecord };

export interface CommandFlow {
  readonly store: StoreApi<FlowState>;
  /** Asks the engine what would be sent. Does nothing while an answer is outstanding. */
  readonly draft: (values: ParameterValues) => Promise<void>;
  /** Sends what was drafted. Only the first call of an armed draft does anything, however fast the second follows. */
  readonly confirm: (nowMs: number) => Promise<void>;
  /** Back to the parameters; the engine forgets the draft. */
  readonly reconsider: () => void;
  /** The dialog is gone: an unconfirmed draft is discarded, an answer that still comes is ignored. */
  readonly close: () => void;
}

type EngineCalls = Pick<EngineLink, 'call'>;

export const createCommandFlow = (
  engine: EngineCalls,
  target: CommandTarget,
  definition: CommandDefinition,
): CommandFlow => {
  const store = createStore<FlowState>(() => ({ step: 'entering', refusal: null }));
  let isClosed = false;
  const become = (state: FlowState): void => {
    store.setState(state, true);
  };
  const discard = (draft: CommandDraft): void => {
    void engine.call('commands.discard', { id: draft.record.id });
  };

  return {
    store,

    draft: async (values) => {
      const before = store.getState();
      if (before.step !== 'entering' && before.step !== 'armed') return;
      if (before.step === 'armed') discard(before.draft);
      become({ step: 'drafting' });
      const { connectionId, vehicleId } = target;
      const parameters = { ...values };
      const result = await engine.call('commands.draft', {
        connectionId,
        vehicleId,
        name: definition.name,
        parameters,
      });
      if (isClosed) {
        if (result.ok) discard(result.value);
        return;
      }
      become(
        result.ok
          ? { step: 'armed', draft: result.value, refusal: null }
          : { step: 'entering', refusal: result.error.message },
      );
    },

    confirm: async (nowMs) => {
      const before = store.getState();
      if (before.step !== 'armed' || nowMs >= before.draft.armedUntilMs) return;
      const { draft } = before;
      become({ step: 'sending', draft });
      const result = await engine.call('commands.confirm', { id: draft.record.id });
      if (result.ok) become({ step: 'sent', record: result.value });
      else if (isInDoubt(result.error)) become({ step: 'in-doubt', draft });
      else become({ step: 'armed', draft, refusal: result.error.message });
    },

    reconsider: () => {
      const before = store.getState();
      if (before.step !== 'armed') return;
      discard(before.draft);
      become({ step: 'entering', refusal: null });
    },

    close: () => {
      isClosed = true;
      const before = store.getState();
      if (before.step === 'armed') discard(before.draft);
    },
  };
};

/** No answer is not a no: the request may have left before the engine fell silent. */
const isInDoubt = ({ code }: Failure): boolean =>
  code === 'timeout' || code === 'engine-restarted' || code === 'cancelled' || code === 'internal';
