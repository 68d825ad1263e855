/** Stands in for `electron` where a library imports it by name: what electron-store asks of the main process. */
export default {
  app: { getPath: () => '/no/such/folder', getVersion: () => '0.0.0' },
  ipcMain: { on: () => undefined },
  shell: {},
};
