import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { basemap } from './scripts/basemap/plugin.ts';

/** The window: one page, served by the browser host or by Electron's own scheme, so every address is relative. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), basemap()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    // A file is a file: the page's content security policy has no place for `data:` scripts and workers.
    assetsInlineLimit: 0,
    sourcemap: false,
    chunkSizeWarningLimit: 2500,
  },
});
