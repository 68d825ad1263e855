/** Text of a file; throws as node:fs does. */
export type ReadFile = (file: string) => string;
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with the command line or the environment, in one sentence. */
export class OptionProblem extends Error {}

export const readTextFile = (option: string, file: string, readFile: ReadFile): string => {
  try {
    return readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why = code === 'ENOENT' ? 'it is not there' : code === 'EACCES' ? 'this user may not' : String(code ?? error);
    throw new OptionProblem(`--${option}: ${file} cannot be read: ${why}.`);
  }
};

interface SecretPlace {
  readonly what: string;
  readonly option: string;
  readonly file: string | undefined;
  readonly variable: string;
}

/** A secret from its file or its environment variable, without the newline an editor leaves; undefined without either. */
export const readSecret = (
  { what, option, file, variable }: SecretPlace,
  environment: Environment,
  readFile: ReadFile,
): string | undefined => {
  const fromEnvironment = environment[variable];
  if (file === undefined) return fromEnvironment === '' ? undefined : fromEnvironment;
  if (fromEnvironment !== undefined && fromEnvironment !== '') {
    throw new OptionProblem(`The ${what} is in ${variable} and in --${option}: one of them.`);
  }
  const text = readTextFile(option, file, readFile).replace(/\r?\n$/, '');
  if (text === '') throw new OptionProblem(`--${option}: ${file} is empty.`);
  return text;
};

/** A header carries nothing but visible ASCII safely (RFC 9110, section 5.5), and trims what stands around it. */
const canBeInHeader = /^[\x21-\x7e]+(?: +[\x21-\x7e]+)*$/;
const shortestSecret = 16;

/** The secrets of the webhook, one a line. */
export const webhookSecrets = (text: string): readonly string[] => {
  const secrets = text.split(/\r?\n/).filter((line) => line !== '');
  if (secrets.length === 0) throw new OptionProblem('There is no secret where the shared secret should be.');
  for (const secret of secrets) {
    if (secret.length < shortestSecret) throw new OptionProblem(`A secret has at least ${shortestSecret} characters.`);
    if (!canBeInHeader.test(secret)) {
      throw new OptionProblem('A secret is made of visible ASCII characters, with spaces only between them.');
    }
  }
  return secrets;
};
