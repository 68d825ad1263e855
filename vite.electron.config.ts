import { builtinModules } from 'node:module';
import { defineConfig, type EnvironmentOptions } from 'vite';

/**
 * The desktop host. Everything from npm is bundled, so that the package holds a few files instead of a thousand; a
 * package with a native part (there is none so far) has to be named among the externals and in electron-builder.yml.
 */
const external = [/^electron(\/|$)/, /^node:/, ...builtinModules];

const nodeTarget = (
  input: Readonly<Record<string, string>>,
  format: 'es' | 'cjs',
  emptyOutDir: boolean,
): EnvironmentOptions => ({
  consumer: 'server',
  // Neither `import` nor `require` is among them: which of the two holds depends on how a package asks for another. What
  // `ws` gives to an import lacks what `mqtt`, which requires it, looks for on it.
  resolve: { noExternal: true, conditions: ['node', 'module', 'default'] },
  build: {
    outDir: 'dist/electron',
    emptyOutDir,
    target: 'node24',
    ssr: true,
    minify: false,
    sourcemap: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: { ...input },
      external,
      output: {
        format,
        entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      },
    },
  },
});

export default defineConfig({
  environments: {
    /** ES modules: the main process and the utility processes. */
    processes: nodeTarget(
      { main: 'electron/main.ts', engine: 'electron/engine-process.ts', practice: 'simulator/main.ts' },
      'es',
      true,
    ),
    /** A sandboxed preload script is CommonJS: https://www.electronjs.org/docs/latest/tutorial/esm#preload-scripts */
    preload: nodeTarget({ preload: 'electron/preload.ts' }, 'cjs', false),
  },
  builder: {
    buildApp: async (builder) => {
      for (const name of ['processes', 'preload']) {
        const environment = builder.environments[name];
        if (environment === undefined) throw new Error(`There is no environment ${name}`);
        await builder.build(environment);
      }
    },
  },
});
