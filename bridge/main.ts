import { readFileSync } from 'node:fs';
import { startBridge, type Bridge } from './bridge.ts';
import { systemClock } from './clock.ts';
import { parseCommandLine } from './host/command-line.ts';
import { bridgeHelp } from './host/help.ts';
import { createStderrLog } from './log.ts';
import type { BridgeOptions } from './options.ts';

const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

const serve = async (options: BridgeOptions, isJson: boolean): Promise<void> => {
  const log = createStderrLog();
  let bridge: Bridge;
  try {
    bridge = await startBridge(options, systemClock, log);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
    return;
  }

  let isEnding = false;
  const end = async (): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    log.info('ending');
    await bridge.close();
    log.info('ended');
    process.exit();
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());

  if (options.tls === undefined && !isLoopback(options.host)) {
    log.warn('no TLS: whoever can listen on the way reads the secret; put a proxy with TLS in front', {
      host: options.host,
    });
  }
  const { webhookUrl, port } = bridge;
  process.stdout.write(
    isJson
      ? `${JSON.stringify({ ready: true, webhookUrl, port })}\n`
      : `The bridge listens on ${webhookUrl} and publishes to ${options.broker.url}, topic ${options.deviceTopic.text}.\n`,
  );
};

const commandLine = parseCommandLine(process.argv.slice(2), process.env, (file) => readFileSync(file, 'utf8'));
switch (commandLine.kind) {
  case 'help':
    process.stdout.write(bridgeHelp);
    break;
  case 'problem':
    say(commandLine.message);
    process.exitCode = 2;
    break;
  case 'start':
    await serve(commandLine.options, commandLine.isJson);
}
