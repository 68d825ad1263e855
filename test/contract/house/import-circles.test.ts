import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const tiers = ['shared', 'core', 'web', 'electron', 'simulator', 'bridge', 'renderer', 'scripts', 'test'];

/** Files by their path from the root, each with those that it imports; for values or for types is all one. */
type ImportGraph = ReadonlyMap<string, readonly string[]>;

const importsOf = (file: string, text: string): readonly string[] =>
  ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => path.posix.join(path.posix.dirname(file), name));

const readGraph = (): ImportGraph => {
  const files = globSync(`{${tiers.join(',')}}/**/*.{ts,tsx,mjs}`, { cwd: root }).map((file) =>
    file.replaceAll(path.sep, '/'),
  );
  return new Map(files.map((file) => [file, importsOf(file, readFileSync(path.join(root, file), 'utf8'))]));
};

/** Of several circles through the same files perhaps not every one, but at least one wherever there is any. */
const circlesIn = (graph: ImportGraph): readonly string[] => {
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): void => {
    const start = way.indexOf(file);
    if (start !== -1) circles.push([...way.slice(start), file].join(' -> '));
    if (start !== -1 || done.has(file)) return;
    for (const imported of graph.get(file) ?? []) walk(imported, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return circles;
};

describe('the imports of the house', () => {
  it('run in no circle, types included, so that every file can be read after those that it builds on', () => {
    expect(circlesIn(readGraph())).toEqual([]);
  });

  it('are walked in every tier', () => {
    const graph = readGraph();
    for (const tier of tiers) {
      const files = [...graph].filter(([file]) => file.startsWith(`${tier}/`));
      expect(files.flatMap(([, imported]) => imported).filter((file) => graph.has(file))).not.toEqual([]);
    }
  });

  it.each([
    ['values', `import { b } from './b.ts';`],
    ['types', `import type { B } from './b.ts';`],
    ['values and types', `import { b, type B } from './b.ts';`],
    ['what is passed on', `export * from './b.ts';`],
    ['types that are passed on', `export type { B } from './b.ts';`],
    ['a type in its place', `export const b = (): import('./b.ts').B => 1;`],
    ['what is loaded later', `export const load = () => import('./b.ts');`],
  ])('make a circle that is named when they are of %s', (_kind, line) => {
    const graph = new Map([
      ['core/start.ts', ['core/a.ts']],
      ['core/a.ts', importsOf('core/a.ts', line)],
      ['core/b.ts', importsOf('core/b.ts', `import './deeper/c.ts';`)],
      ['core/deeper/c.ts', importsOf('core/deeper/c.ts', `import '../a.ts';`)],
    ]);
    expect(circlesIn(graph)).toEqual(['core/a.ts -> core/b.ts -> core/deeper/c.ts -> core/a.ts']);
  });

  it('make no circle when two ways lead to one file', () => {
    const graph = new Map([
      ['a.ts', ['b.ts', 'c.ts']],
      ['b.ts', ['d.ts']],
      ['c.ts', ['d.ts']],
      ['d.ts', []],
    ]);
    expect(circlesIn(graph)).toEqual([]);
  });
});
