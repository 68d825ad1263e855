import { z } from 'zod';
import { platformOptionsSchema, type PlatformOptions } from '../options.ts';
import type { PracticeInfo, Restart } from '../practice-platform.ts';

const startMessageSchema = z.object({ type: z.literal('start'), options: platformOptionsSchema });

export type MessageToParent =
  | { readonly type: 'ready'; readonly practice: PracticeInfo; readonly restart: Restart }
  | { readonly type: 'failed'; readonly message: string };

/** The process that started this one and speaks to it over a channel of their own. Credentials travel only there. */
export interface Parent {
  send(message: MessageToParent): void;
  /** The options of the first start message. Rejects when it cannot be read. */
  readonly options: Promise<PlatformOptions>;
  onGone(listener: () => void): void;
  /** Ends this process after what was sent has left it. */
  leave(exitCode: number): void;
}

/** `process.parentPort` in one of Electron's utility processes: https://www.electronjs.org/docs/latest/api/parent-port */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** Undefined when nobody but a shell stands behind this process. */
export const findParent = (): Parent | undefined => {
  const parentPort = Reflect.get(process, 'parentPort') as ParentPort | undefined;
  if (parentPort !== undefined) {
    return {
      send: (message) => parentPort.postMessage(message),
      options: firstOptions((listener) => parentPort.on('message', ({ data }) => listener(data))),
      // Electron ends a utility process together with the app.
      onGone: () => undefined,
      // The app ends a process that has said why it failed; one that ends itself may take its last message with it.
      leave: () => undefined,
    };
  }
  if (process.send !== undefined && process.connected) {
    return {
      send: (message) => process.send?.(message),
      options: firstOptions((listener) => process.on('message', listener)),
      onGone: (listener) => process.once('disconnect', listener),
      leave: (exitCode) => {
        process.exitCode = exitCode;
        if (process.connected) process.disconnect();
      },
    };
  }
  return undefined;
};

const firstOptions = (listen: (listener: (message: unknown) => void) => void): Promise<PlatformOptions> =>
  new Promise((resolve, reject) => {
    listen((message) => {
      const parsed = startMessageSchema.safeParse(message);
      if (parsed.success) resolve(parsed.data.options);
      else
        reject(
          new Error(`The practice platform was given a start message it cannot read: ${z.prettifyError(parsed.error)}`),
        );
    });
  });
