import { execFile } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const dockerfile = readFileSync(path.join(root, 'bridge', 'Dockerfile'), 'utf8');
const instructions = dockerfile
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ name: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1).trim() }));
const all = (name: string) => instructions.filter((instruction) => instruction.name === name).map(({ rest }) => rest);

/** What each COPY takes from the build context, and where to. */
const copies = all('COPY')
  .filter((rest) => !rest.startsWith('--from='))
  .map((rest) => {
    const words = rest.split(/\s+/);
    return { sources: words.slice(0, -1), target: words.at(-1) ?? '' };
  });
const sources = copies.flatMap((copy) => copy.sources);

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
}
const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as PackageFile;
const programFiles = globSync('bridge/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'));

test('every file that the image is made of is there, and the build context has it', () => {
  expect(sources.length).toBeGreaterThan(0);
  const ignore = readFileSync(path.join(root, 'bridge', 'Dockerfile.dockerignore'), 'utf8').split('\n');
  for (const source of sources) {
    expect(existsSync(path.join(root, source)), source).toBe(true);
    expect(ignore).toContain(`!${source}`);
  }
});

test('the bridge imports nothing but itself, Node and production dependencies', () => {
  const specifiers = programFiles.flatMap((file) =>
    Array.from(
      readFileSync(path.join(root, file), 'utf8').matchAll(/^(?:import|\} from) .*?'([^']+)';$/gm),
      (match) => ({
        file,
        name: match[1] ?? '',
      }),
    ),
  );
  expect(specifiers.map(({ name }) => name)).toEqual(expect.arrayContaining(['mqtt', 'fastify', 'pino']));
  for (const { file, name } of specifiers) {
    if (isBuiltin(name)) expect(name).toMatch(/^node:/);
    else if (name.startsWith('.')) expect(path.join(path.dirname(file), name)).toMatch(/^bridge\//);
    else expect(Object.keys(dependencies)).toContain(name);
  }
});

test('it runs as somebody without rights, on the Node that the project runs on, and says whether it is well', () => {
  expect(all('USER').at(-1)).toBe('node');
  for (const image of all('FROM')) expect(image).toMatch(/^node:24-/);
  expect(all('RUN')).toEqual([expect.stringContaining('npm ci --omit=dev --ignore-scripts')]);
  expect(all('HEALTHCHECK')).toEqual([expect.stringContaining('/health')]);
});

test('what it starts runs from the files it has, and nothing else', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'image-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const source of sources) cpSync(path.join(root, source), path.join(folder, source), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  const [program, ...args] = JSON.parse(all('ENTRYPOINT')[0] ?? '[]') as string[];
  expect(program).toBe('node');
  const { stdout } = await promisify(execFile)(process.execPath, [...args, '--help'], { cwd: folder });
  expect(stdout).toContain('Usage: npm run bridge');
});
