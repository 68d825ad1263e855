import type { DeviceOutcomeState } from '../../shared/platform/many-devices.ts';

interface OutcomeWords {
  readonly shape: string;
  readonly word: string;
  readonly tone: 'neutral' | 'doubtful' | 'bad';
}

/** Words and shape tell it; the colour only repeats what is abnormal. */
export const outcomeWordsOf = (state: DeviceOutcomeState, done: string): OutcomeWords => {
  switch (state) {
    case 'done':
      return { shape: '✓', word: done, tone: 'neutral' };
    case 'refused':
      return { shape: '✕', word: 'Refused', tone: 'bad' };
    case 'unknown':
      return { shape: '?', word: 'Not known', tone: 'doubtful' };
    case 'not-sent':
      return { shape: '○', word: 'Not sent', tone: 'doubtful' };
  }
};

/** Where the platform says no more than that. */
export const meaningOf: Readonly<Record<DeviceOutcomeState, string>> = {
  done: '',
  refused: 'The platform did not say why.',
  unknown: 'It may have happened: look whether the platform lists it before you try again.',
  'not-sent': 'Nothing was asked for it.',
};
