/**
 * Carries messages between one window and the engine. Nothing above this line knows whether it is a MessagePort, a
 * WebSocket or memory; nothing below it knows what a message means.
 *
 * Messages are structured-cloneable plain data and typed arrays. They arrive whole, in order, at most once. Buffers are
 * copied, never transferred (Electron ports lose transferred ArrayBuffers).
 */
export interface Transport {
  /**
   * After the close this does nothing: the other end is gone and the caller is told through `onClose`. Throws for what is
   * not plain data or columns, whatever the transport.
   */
  send(message: unknown): void;
  /** Messages that arrive before the first listener is set are kept for it. Returns the way to stop listening. */
  onMessage(listener: (message: unknown) => void): () => void;
  /** Called once, with the reason in words where there is one. A listener set after the close is called at once. */
  onClose(listener: (reason: string) => void): () => void;
  /** Listeners of `onClose` are told on this side too. */
  close(): void;
}
