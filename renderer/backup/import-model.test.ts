import { describe, expect, it } from 'vitest';
import type { ImportItem, ImportPreview } from '../../shared/backup/backup.ts';
import { fakeImportPreview } from '../../test/support/fake-admin.ts';
import { chooseAll, choiceOf, choose, contentOf, firstDecision, secretWords, summaryOf } from './import-model.ts';

const item = (id: string, part: Partial<ImportItem>): ImportItem => ({
  ...{ id, name: id, change: 'changed', changes: [], changeCount: 0, secrets: [], notices: [] },
  choices: ['keep', 'take', 'copy'],
  ...part,
});

const preview: ImportPreview = {
  ...fakeImportPreview,
  connections: [
    item('new', { change: 'added', choices: ['keep', 'take'] }),
    item('other', {}),
    item('elsewhere', { choices: ['keep', 'copy'] }),
    item('same', { change: 'same', choices: ['keep'] }),
    item('torn', { change: 'unreadable', choices: [] }),
  ],
  preferences: [{ field: 'Theme', former: 'light', next: 'dark' }],
};

describe('the choices of an import', () => {
  it('add what is new and touch nothing that is here, until somebody says so', () => {
    const decision = firstDecision(preview);
    expect(decision).toEqual({
      connections: { new: 'take', other: 'keep', elsewhere: 'keep' },
      preferences: 'keep',
      managed: 'keep',
    });
    expect(summaryOf(preview, decision)).toEqual(['1 connection added']);
  });

  it('stand after the file was read again, where they are still possible', () => {
    const former = choose(choose(firstDecision(preview), 'other', 'copy'), 'new', 'keep');
    const again: ImportPreview = {
      ...preview,
      connections: [
        item('new', { change: 'added', choices: ['keep', 'take'] }),
        item('other', { choices: ['keep', 'take'] }),
      ],
    };
    expect(firstDecision(again, former).connections).toEqual({ new: 'keep', other: 'keep' });
    expect(firstDecision(preview, former).connections).toMatchObject({ other: 'copy' });
  });

  it('take everything only where everything may be taken', () => {
    const decision = chooseAll(preview, 'take');
    expect(decision.connections).toEqual({ new: 'take', other: 'take', elsewhere: 'keep' });
    expect([decision.preferences, decision.managed]).toEqual(['take', 'keep']);
    expect(summaryOf(preview, decision)).toEqual(['1 connection added', '1 connection changed', 'preferences changed']);
  });

  it('hold for a connection whose id is a name that every object has', () => {
    const odd = { ...preview, connections: [item('constructor', {}), item('__proto__', {})] };
    const decision = firstDecision(odd);
    expect(odd.connections.map((each) => choiceOf(decision, each))).toEqual(['keep', 'keep']);
  });
});

describe('what becomes of secrets', () => {
  const secrets: ImportItem['secrets'] = [{ title: 'Password', effect: 'kept' }];

  it('depends on what is chosen: a copy has nothing of what is stored here', () => {
    expect(secretWords(item('a', { secrets }), 'take')).toBe('Password stays as it is here.');
    expect(secretWords(item('a', { secrets }), 'copy')).toMatch(/not in the file/);
    expect(secretWords(item('a', { secrets }), 'keep')).toBe('If taken: Password stays as it is here.');
    expect(secretWords(item('a', { secrets, choices: ['keep', 'copy'] }), 'keep')).toMatch(
      /^In a copy: .*not in the file/,
    );
  });

  it('is not asked where nothing can be chosen', () => {
    expect(secretWords(item('a', { secrets, change: 'same', choices: ['keep'] }), 'keep')).toBe('');
  });
});

describe('the file', () => {
  it('is text in UTF-8, or a character a byte where it is sealed in binary', () => {
    expect(contentOf(new TextEncoder().encode('{"name":"Köln"}'))).toBe('{"name":"Köln"}');
    const sealed = new Uint8Array([...new TextEncoder().encode('age-encryption.org/v1\n'), 0x80, 0x9f, 0xff]);
    expect(contentOf(sealed).slice(-3)).toBe('\u0080\u009f\u00ff');
  });
});
