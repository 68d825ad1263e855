import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Electron's package answers with a path in plain Node, or downloads its program; libraries get the double instead.
  resolve: { alias: { electron: fileURLToPath(new URL('electron/testing/electron-module.ts', import.meta.url)) } },
  test: {
    server: { deps: { inline: ['electron-store'] } },
    include: [
      '{shared,core,web,electron,simulator,renderer,bridge,scripts}/**/*.test.{ts,tsx}',
      'test/contract/**/*.test.ts',
    ],
    setupFiles: ['test/support/fail-on-console-error.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
  },
});
