/**
 * What Node, Electron and every browser have in common and the language itself does not. This tier is compiled with
 * neither Node's nor the DOM's types, so the few globals that it uses are declared here, as narrowly as they are used.
 */
interface Platform {
  readonly setTimeout: (callback: () => void, delayMs: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
  readonly structuredClone: (value: unknown) => unknown;
  readonly AbortController: new () => { readonly signal: AbortSignalLike; abort(): void };
}

/** The part of an `AbortSignal` that is listened to; any host's own fits. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export const platform = globalThis as unknown as Platform;
