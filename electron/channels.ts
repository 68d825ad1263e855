/** Channels between the preload script and the main process. A file of its own: the preload bundle holds nothing else. */
export const connectChannel = 'engine:connect';
export const portChannel = 'engine:port';
export const goneChannel = 'engine:gone';
