import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom. What a tier is not given here, it may not reach into. The simulator and the core are two ends of
 * a conversation and share no wire code. The bridge is deployed on its own.
 */
const allowed = {
  shared: [],
  core: ['shared'],
  web: ['shared', 'core'],
  electron: ['shared', 'core'],
  renderer: ['shared'],
  simulator: ['shared'],
  bridge: [],
};
const tiers = [...Object.keys(allowed), 'scripts', 'test'];

/** Tiers are folders of the root, so a way up and into one names it. The tsconfig references forbid the same to the compiler. */
const tierRules = Object.entries(allowed).map(([tier, reachable]) => {
  const forbidden = tiers.filter((other) => other !== tier && !reachable.includes(other));
  return {
    files: [`${tier}/**/*.{ts,tsx}`],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(${forbidden.join('|')})/`,
              message: `${tier}/ may import ${['itself', ...reachable].join(', ')} and nothing else of the house.`,
            },
          ],
        },
      ],
    },
  };
});

export default defineConfig(
  { ignores: ['dist/', 'release/', '.cache/', 'node_modules/', 'test-results/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx,mjs}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./*/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
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
  ...tierRules,
  {
    files: ['renderer/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      // Warns of what the React Compiler could not optimise; it is not used here.
      'react-hooks/incompatible-library': 'off',
    },
  },
  {
    files: ['**/*.test.{ts,tsx}', 'test/**/*.{ts,tsx}'],
    rules: {
      // A test double often has to be async, or empty, to fit what it stands for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      'no-console': 'off',
    },
  },
);
