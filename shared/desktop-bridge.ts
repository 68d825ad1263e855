/** What the desktop host's preload script puts into the page, as `window.fleetdeck`. */
export interface DesktopBridge {
  /** Asks for a way to the engine; it comes as a window message with a port. */
  connectEngine(): void;
}

/** Window messages of the preload script to its own page. */
export const enginePortMessage = 'fleetdeck-engine-port';
/** The engine's process has ended: whatever port came before leads nowhere. */
export const engineGoneMessage = 'fleetdeck-engine-gone';
