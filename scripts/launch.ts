// The second half of `npm start`, on the pinned Node: starts the processes, keeps them up, says where they are.
import path from 'node:path';
import envPaths from 'env-paths';
import { systemClock } from '../core/clock.ts';
import type { ManagedConnection } from '../core/connections/managed-connection.ts';
import { practiceConnections, readPractice, type PracticeInfo } from '../core/hosting/practice-platform.ts';
import { createSupervisedProcess, type SupervisedProcess } from '../core/hosting/supervised-process.ts';
import { forkEntry } from './child-process.ts';
import { chooseHost } from './choose-host.ts';
import { launchDesktop } from './launch-desktop.ts';
import { openInBrowser } from './open-in-browser.ts';
import { practiceProcess, practiceWishes } from './practice-process.ts';
import type { StartOptions } from './start-options.mjs';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const launchBrowserHost = async (options: StartOptions, homeDir: string): Promise<SupervisedProcess[]> => {
  const wishes = practiceWishes(options);
  const practice = practiceProcess(wishes, say);
  let managedConnections: readonly ManagedConnection[] = [];
  const web = createSupervisedProcess({
    title: 'The console',
    fork: () => forkEntry(path.join('web', 'main.ts')),
    startOptions: (restart) => ({
      homeDir,
      managedConnections,
      isKeyringWanted: options.keyring,
      ...(options.verbose ? { logLevel: 'debug' } : {}),
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(restart === undefined ? {} : { restart }),
    }),
    onDeath: (reason) => {
      say(`The console ended (${reason}); it is started again.`);
    },
    clock: systemClock,
  });
  const processes = [web, practice];
  try {
    web.prepare();
    const info = readPractice(await practice.start());
    managedConnections = practiceConnections(info, wishes);
    const ready = await web.start();
    announce(options, String(ready.url), info);
    return processes;
  } catch (error) {
    await Promise.all(processes.map((process) => process.end()));
    throw error;
  }
};

const announce = (options: StartOptions, url: string, info: PracticeInfo): void => {
  if (options.json) {
    const practice = {
      mqttUrl: info.mqttUrl,
      watson: info.watson,
      iotCentral: info.iotCentral,
      adminKey: info.adminKey,
      ...(info.replay === undefined ? {} : { replay: { mqttUrl: info.replay.mqttUrl } }),
    };
    process.stdout.write(`${JSON.stringify({ ready: true, host: 'browser', url, practice })}\n`);
  } else {
    process.stdout.write(
      `\nFleetdeck is ready:\n\n  ${url}\n\nThe address opens the console for you alone. Ctrl-C ends everything.\n`,
    );
  }
  if (options.open) openInBrowser(url, say);
};

const main = async (options: StartOptions): Promise<void> => {
  const homeDir = options.home ?? envPaths('Fleetdeck', { suffix: '' }).data;
  const choice = await chooseHost(options.host, say);
  if (choice.host === 'none') {
    say(choice.reason);
    process.exitCode = 1;
    process.disconnect();
    return;
  }
  if (choice.reason !== undefined) say(choice.reason);

  const ends: (() => Promise<void>)[] = [];
  let isEnding = false;
  const end = async (): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    await Promise.all(ends.map((endOne) => endOne()));
    process.exit();
  };
  process.on('disconnect', () => void end());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());

  try {
    if (choice.host === 'desktop') {
      ends.push(await launchDesktop(options, homeDir, () => void end()));
    } else {
      const processes = await launchBrowserHost(options, homeDir);
      ends.push(...processes.map((process) => () => process.end()));
    }
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
    if (process.connected) process.disconnect();
  }
};

process.once('message', (options: StartOptions) => {
  void main(options);
});
