import cds from '@sap/eslint-plugin-cds'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['@cds-models/', 'gen/', 'dist/', '.data/', 'test-results/', 'app/ui5/node_modules/', 'app/ui5/runtime/', 'app/ui5/build/', '.config/', 'app/*/webapp/'] },
  { ...cds.configs.recommended, files: ['db/**/*.cds', 'srv/**/*.cds', 'app/**/*.cds'] },
  {
    files: ['**/*.ts'],
    extends: [...ts.configs.strictTypeChecked, ...ts.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: '../tsconfig.json', tsconfigRootDir: import.meta.dirname },
      globals: { SELECT: false, INSERT: false, UPDATE: false, UPSERT: false, DELETE: false },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Generated model classes are shapes of rows; nobody makes instances of them.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // node:test's `test`, `describe` and hooks return promises that the runner awaits.
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [{ from: 'package', name: ['test', 'it', 'describe', 'before', 'after', 'beforeEach', 'afterEach', 'suite'], package: 'node:test' }] }],
    },
  },
)
