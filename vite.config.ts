import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window: one page, served by the browser host or by Electron's own scheme, so every address is relative. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    sourcemap: false,
    chunkSizeWarningLimit: 2500,
  },
});
