import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Somewhere a secret may have got to. */
export interface Place {
  readonly name: string;
  readonly content: Uint8Array | string;
}

/** Every file below a folder, and the names of all of them. */
export const filesBelow = async (folder: string): Promise<readonly Place[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return { name: relative(folder, path), content: await readFile(path) };
      }),
  );
  return [{ name: 'the names of the files', content: names.join('\n') }, ...files];
};

/** Where every program of the user can read what a process was started with. */
export const canReadProcesses = existsSync('/proc/self/environ');

/** Arguments and environment of a process and of all below it. https://man7.org/linux/man-pages/man5/proc.5.html */
export const processPlaces = async (root: number): Promise<readonly Place[]> => {
  const parents = await parentsOfAll();
  const family = [root];
  for (const pid of family) family.push(...parents.filter(({ parent }) => parent === pid).map((each) => each.pid));
  const places = await Promise.all(
    family.map(async (pid) => {
      const title = (await readFile(`/proc/${String(pid)}/cmdline`, 'latin1')).replaceAll('\0', ' ');
      return [
        { name: `the arguments of ${title}`, content: title },
        { name: `the environment of ${title}`, content: await readFile(`/proc/${String(pid)}/environ`) },
      ];
    }),
  );
  return places.flat();
};

const parentsOfAll = async (): Promise<readonly { readonly pid: number; readonly parent: number }[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      // The program's name stands in brackets and may hold anything. One that has ended meanwhile is no place any more.
      const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
      const parent = /\) \S (\d+)/.exec(stat)?.[1];
      return parent === undefined ? [] : [{ pid: Number(pid), parent: Number(parent) }];
    }),
  );
  return found.flat();
};
