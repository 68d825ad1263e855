import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../shared/contract/result.ts';
import { platformDetails } from './details.ts';

describe('the details of a failure', () => {
  test('are read back as they were written, also after a journey as plain data', () => {
    const details = {
      status: 403,
      platformMessage: 'No.',
      platformCode: 'Forbidden',
      requestId: 'abc',
      reason: 'forbidden',
      technical: 'E',
      mayHaveHappened: true,
      retryAfterMs: 5,
    };
    expect(platformDetails(failureOf('not-authorised', 'No.', structuredClone(details)))).toEqual(details);
  });

  test.each([undefined, null, 'text', ['issue'], { issues: [] }])(
    'are none where the client wrote none: %j',
    (details) => {
      expect(platformDetails(failureOf('invalid-params', 'No.', details))).toBeUndefined();
    },
  );

  test('leave out what is not of their kind', () => {
    const details = { mayHaveHappened: false, status: '403', reason: 'because', requestId: 7 };
    expect(platformDetails(failureOf('internal', 'No.', details))).toEqual({ mayHaveHappened: false });
  });
});
