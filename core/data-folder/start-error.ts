/** A start that cannot go on. The message is one sentence for whoever started the console: what is wrong, what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission was denied',
  EPERM: 'permission was denied',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk can only be read',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a file of that name is there already',
  EISDIR: 'it is a folder, not a file',
};

/** Why the file system refused, in words. */
export const fileProblem = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return (code === undefined ? undefined : reasons[code]) ?? (error instanceof Error ? error.message : String(error));
};
