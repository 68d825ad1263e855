const lookEveryMs = 300;

/**
 * Calls once when this process was started by npm and npm is gone. A signal to npm alone goes to the shell that npm put
 * in between, and that ends without passing it on: https://github.com/npm/cli/issues/6684
 *
 * @param {() => void} listener
 */
export const onNpmGone = (listener) => {
  // Whoever starts the script itself may leave it running behind them; npm never does.
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    listener();
  }, lookEveryMs);
  timer.unref();
};
