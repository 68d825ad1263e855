import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,core,web,electron,simulator,renderer,scripts}/**/*.test.{ts,tsx}', 'test/contract/**/*.test.ts'],
    setupFiles: ['test/support/fail-on-console-error.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
  },
});
