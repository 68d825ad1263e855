import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hasPinnedNode, projectRoot } from './project.mjs';
import { run } from './run.mjs';

const stampFile = path.join(projectRoot, 'node_modules', '.fleetdeck-installed');

const wantedStamp = async () => {
  const hash = createHash('sha256');
  hash.update(`${process.platform} ${process.arch}`);
  for (const file of ['package.json', 'package-lock.json']) hash.update(await readFile(path.join(projectRoot, file)));
  return hash.digest('hex');
};

/** @returns {Promise<boolean>} whether what stands in node_modules is what the lock file asks for */
const isInstalled = async () => {
  try {
    return hasPinnedNode() && (await readFile(stampFile, 'utf8')) === (await wantedStamp());
  } catch {
    return false;
  }
};

/**
 * Installs the dependencies unless they are there already.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} false when the installation failed; npm has said why
 */
export const ensureInstalled = async (say) => {
  if (await isInstalled()) return true;
  say('Installing dependencies (only the first time, and after an update) …');
  const npmScript = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code } =
    npmScript !== undefined && /\.c?js$/.test(npmScript)
      ? await run(process.execPath, [npmScript, ...args])
      : await run('npm', args, { shell: process.platform === 'win32' });
  if (code !== 0 || !hasPinnedNode()) {
    say('The dependencies could not be installed: is the npm registry within reach? npm says above what failed.');
    return false;
  }
  await mkdir(path.dirname(stampFile), { recursive: true });
  await writeFile(stampFile, await wantedStamp());
  return true;
};
