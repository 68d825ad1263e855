import type { RecordedFrame } from './recorded-window.ts';
import type { Finding, SecretSearch } from './secret-search.ts';

/** The answers that are there to show a secret, and what each may show. */
const shown: Readonly<Record<string, string>> = {
  'tokens.reveal': 'created token',
  'devices.create': 'device key',
  'devices.credentials': 'device key',
  'manyDevices.create': 'device key',
};

/** Secrets in what windows were sent, but for those that an answer is there to show, and those that may stand anywhere. */
export const findInFrames = (
  search: SecretSearch,
  frames: readonly RecordedFrame[],
  except: readonly string[] = [],
): readonly Finding[] =>
  frames.flatMap(({ bytes, method = 'live data' }) => {
    const allowed = shown[method];
    return search.find(method, bytes, allowed === undefined ? except : [...except, allowed]);
  });
