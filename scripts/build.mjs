import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from './project.mjs';
import { runPinned } from './run.mjs';

/**
 * What is built, from what. The engine, the practice platform and the browser host run from their sources.
 *
 * @type {Readonly<Record<'window' | 'desktop', { sources: readonly string[], config: string, output: string, title: string }>>}
 */
const targets = {
  window: {
    title: 'the window',
    sources: ['renderer', 'shared', 'scripts/basemap', 'vite.config.ts', 'package-lock.json'],
    config: 'vite.config.ts',
    output: 'dist/renderer',
  },
  desktop: {
    title: 'the desktop host',
    sources: ['electron', 'core', 'simulator', 'shared', 'vite.electron.config.ts', 'package-lock.json'],
    config: 'vite.electron.config.ts',
    output: 'dist/electron',
  },
};

/** @param {string} place */
const listFiles = async (place) => {
  const full = path.join(projectRoot, place);
  if ((await stat(full)).isFile()) return [full];
  const entries = await readdir(full, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
};

/** @param {readonly string[]} sources */
const fingerprint = async (sources) => {
  const hash = createHash('sha256');
  const files = (await Promise.all(sources.map(listFiles))).flat().sort();
  for (const file of files) {
    if (/\.test\.tsx?$/.test(file)) continue;
    const { size, mtimeMs } = await stat(file);
    hash.update(`${file}\0${String(size)}\0${String(mtimeMs)}\n`);
  }
  return hash.digest('hex');
};

/**
 * Builds a target unless its sources are as they were at the last build.
 *
 * @param {'window' | 'desktop'} name
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} false when the build failed; its output has been shown
 */
export const ensureBuilt = async (name, say) => {
  const target = targets[name];
  const stampFile = path.join(projectRoot, 'dist', `.${name}-built`);
  const wanted = await fingerprint(target.sources);
  const outputThere = await stat(path.join(projectRoot, target.output)).then(
    () => true,
    () => false,
  );
  const built = await readFile(stampFile, 'utf8').catch(() => '');
  if (outputThere && built === wanted) return true;
  say(`Building ${target.title} …`);
  const { code, output } = await runPinned(
    [path.join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--config', target.config, '--logLevel', 'warn'],
    { quiet: true },
  );
  if (code !== 0) {
    say(output);
    say(`Building ${target.title} failed; the reason stands above.`);
    return false;
  }
  await mkdir(path.dirname(stampFile), { recursive: true });
  await writeFile(stampFile, wanted);
  return true;
};
