import { ESLint } from 'eslint';
import path from 'node:path';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
// The rule needs no types, and reading them would take most of the time.
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });

/** What the lint says of one import line if it stood in an existing file of a tier. */
const complaintsAbout = async (file: string, importLine: string): Promise<readonly string[]> => {
  const [result] = await eslint.lintText(`${importLine}\n`, { filePath: path.join(root, file) });
  return (result?.messages ?? [])
    .filter((message) => message.ruleId === 'no-restricted-imports')
    .map((message) => message.message);
};

describe('the import rules of the house', () => {
  it.each([
    ['shared/preferences.ts', '../core/clock.ts'],
    ['core/clock.ts', '../web/main.ts'],
    ['core/clock.ts', '../simulator/main.ts'],
    ['simulator/main.ts', '../core/clock.ts'],
    ['simulator/main.ts', '../web/main.ts'],
    ['renderer/main.tsx', '../core/clock.ts'],
    ['renderer/main.tsx', '../web/main.ts'],
    ['web/main.ts', '../electron/main.ts'],
    ['web/main.ts', '../simulator/main.ts'],
    ['electron/main.ts', '../web/main.ts'],
    ['electron/main.ts', '../renderer/main.tsx'],
    ['bridge/main.ts', '../shared/preferences.ts'],
    ['bridge/main.ts', '../core/clock.ts'],
    ['bridge/main.ts', '../simulator/main.ts'],
    ['core/clock.ts', '../bridge/main.ts'],
    ['simulator/main.ts', '../bridge/main.ts'],
  ])('make %s fail when it imports %s', async (file, wrong) => {
    expect(await complaintsAbout(file, `import '${wrong}';`)).toHaveLength(1);
  });

  it.each([
    ['core/clock.ts', '../shared/preferences.ts'],
    ['web/main.ts', '../core/clock.ts'],
    ['electron/main.ts', '../core/clock.ts'],
    ['renderer/main.tsx', '../shared/preferences.ts'],
    ['simulator/main.ts', '../shared/preferences.ts'],
  ])('let %s import %s', async (file, right) => {
    expect(await complaintsAbout(file, `import '${right}';`)).toEqual([]);
  });
});
