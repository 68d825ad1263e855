import { existsSync } from 'node:fs';
import path from 'node:path';

export const projectRoot = path.resolve(import.meta.dirname, '..');

/** The Node that the project runs on, pinned as an npm package: the machine's own may be older. */
export const pinnedNode = path.join(
  projectRoot,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

export const hasPinnedNode = () => existsSync(pinnedNode);

/** The environment for a child that runs on the pinned Node: it stands first on the path, and compiled code is kept. */
export const pinnedEnvironment = () => ({
  ...process.env,
  PATH: [path.dirname(pinnedNode), path.join(projectRoot, 'node_modules', '.bin'), process.env.PATH ?? ''].join(
    path.delimiter,
  ),
  NODE_COMPILE_CACHE: path.join(projectRoot, '.cache', 'compiled'),
  // With any folder here, `require('electron')` in plain Node answers a path instead of starting a download.
  ELECTRON_OVERRIDE_DIST_PATH: process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(projectRoot, '.cache'),
});
