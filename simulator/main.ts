import { systemClock } from './clock.ts';
import { parseCommandLine, practiceHelp } from './host/command-line.ts';
import { describeInvitation } from './host/invitation.ts';
import { findParent, type Parent } from './host/parent.ts';
import { startPracticePlatform, type PracticePlatform } from './practice-platform.ts';

const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

let platform: PracticePlatform | undefined;
let isEnding = false;

const end = async (): Promise<void> => {
  if (isEnding) return;
  isEnding = true;
  await platform?.close();
  process.exit();
};
process.once('SIGINT', () => void end());
process.once('SIGTERM', () => void end());

const serveParent = async (parent: Parent): Promise<void> => {
  parent.onGone(() => void end());
  try {
    platform = await startPracticePlatform(await parent.options, systemClock, say);
    parent.send({ type: 'ready', practice: platform.info, restart: platform.restart });
  } catch (error) {
    parent.send({ type: 'failed', message: wordsOf(error) });
    parent.leave(1);
  }
};

const serveShell = async (): Promise<void> => {
  const commandLine = parseCommandLine(process.argv.slice(2));
  switch (commandLine.kind) {
    case 'help':
      process.stdout.write(practiceHelp);
      return;
    case 'problem':
      say(commandLine.message);
      process.exitCode = 2;
      return;
    case 'start':
  }
  const { options, isJson } = commandLine;
  try {
    platform = await startPracticePlatform(options, systemClock, say);
  } catch (error) {
    say(wordsOf(error));
    process.exitCode = 1;
    return;
  }
  process.stdout.write(
    isJson
      ? `${JSON.stringify({ ready: true, practice: platform.info })}\n`
      : describeInvitation(platform.info, options.vehicles),
  );
};

const parent = findParent();
await (parent === undefined ? serveShell() : serveParent(parent));
