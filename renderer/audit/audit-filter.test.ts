import { describe, expect, it } from 'vitest';
import { everything, filterOf, isFiltered, spanProblem } from './audit-filter.ts';

const nowMs = Date.UTC(2026, 4, 1, 12);

describe('what stands in the toolbar', () => {
  it('asks for everything where nothing is chosen', () => {
    expect(filterOf(everything)).toEqual({});
    expect(isFiltered(filterOf({ ...everything, text: '  ' }))).toBe(false);
  });

  it('asks for all that is chosen at once', () => {
    const choice = { ...everything, kind: 'token', connectionId: 'fake', outcome: 'failed', text: ' night ' } as const;
    expect(filterOf(choice)).toEqual({ kinds: ['token'], connectionId: 'fake', outcome: 'failed', text: 'night' });
  });

  it('finds an action by the words that stand on screen for it', () => {
    expect(filterOf({ ...everything, text: 'import sett' })).toEqual({
      text: 'import sett',
      textActions: ['backup.import'],
    });
  });

  it('counts a span from when it was chosen, so that it does not move under the reader', () => {
    expect(filterOf({ ...everything, span: 'day', chosenAtMs: nowMs })).toEqual({ fromMs: nowMs - 86_400_000 });
  });

  it('takes the whole of the last minute that is named, and either bound alone', () => {
    const from = new Date(2026, 4, 1, 10, 15).getTime();
    const between = { ...everything, span: 'between', from: '2026-05-01T10:15', to: '2026-05-01T10:15' } as const;
    expect(filterOf(between)).toEqual({ fromMs: from, toMs: from + 60_000 });
    expect(filterOf({ ...between, from: '' })).toEqual({ toMs: from + 60_000 });
    expect(filterOf({ ...everything, from: '2026-05-01T10:15' })).toEqual({});
  });

  it('says when the end is before the beginning', () => {
    const between = { ...everything, span: 'between', from: '2026-05-02T10:15', to: '2026-05-01T10:15' } as const;
    expect(spanProblem(between)).toMatch(/before the beginning/);
    expect(spanProblem({ ...between, to: '' })).toBeUndefined();
  });
});
