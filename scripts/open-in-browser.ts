import open from 'open';

/** Opens the system's browser. Where there is none, the address has been printed already and stays the way in. */
export const openInBrowser = (url: string, say: (line: string) => void): void => {
  const hasNoDisplay =
    process.platform === 'linux' && process.env.DISPLAY === undefined && process.env.WAYLAND_DISPLAY === undefined;
  if (hasNoDisplay) {
    say('There is no display here: open the address in a browser yourself.');
    return;
  }
  const sayHow = (): void => {
    say('No browser could be opened: open the address yourself.');
  };
  open(url).then((child) => child.once('error', sayHow), sayHow);
};
