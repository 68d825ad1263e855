import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Who may import whom. What a tier is not given here, it may not reach into. */
const allowed = {
  shared: [],
  core: ['shared'],
  web: ['shared', 'core'],
  electron: ['shared', 'core'],
  renderer: ['shared'],
  simulator: ['shared'],
};
const tiers = [...Object.keys(allowed), 'bridge', 'scripts', 'test'];

/** simulator and core are two ends of a conversation: of shared the simulator takes no wire code, only plain types. */
const zones = Object.entries(allowed).flatMap(([tier, reachable]) =>
  tiers
    .filter((other) => other !== tier && !reachable.includes(other))
    .map((other) => ({
      target: `./${tier}/**/!(*.test).{ts,tsx}`,
      from: `./${other}`,
      message: `${tier}/ may import ${['itself', ...reachable].join(', ')} and nothing else of the house.`,
    })),
);

export default defineConfig(
  { ignores: ['dist/', 'release/', '.cache/', 'node_modules/', 'test-results/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx,mjs}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: { project: ['./*/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.tsx', '.mjs', '.js'] } } },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // TypeScript knows what is defined, in .mjs files too.
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: ['**/*.test.{ts,tsx}', 'test/**/*.{ts,tsx}'],
    rules: {
      // A test double often has to be async, or empty, to fit what it stands for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
);
