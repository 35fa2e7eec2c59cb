// Type-aware lint for every layer; the compiler and dependency-cruiser guard the layers themselves.
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'dist',
      'out',
      '.cache',
      'test-artifacts',
      '**/*.generated.ts',
      'engine/kernels/assembly',
      // they import @tensorflow/tfjs, which is not installed
      'examples',
      'test/core/tfjs/cases',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      // what the evaluator throws are signals of the interpreted program; a stack of our own would only cost time
      '@typescript-eslint/only-throw-error': [
        'error',
        {
          allow: ['PythonError', 'Abort', 'ProblemSignal', 'UnknownSignal', 'Found'].map((name) => ({
            from: 'file',
            name,
          })),
        },
      ],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
    },
  },
  {
    // the values and the machine that computes with them are one recursive definition
    files: ['core/eval/values.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    // outside the projects of the layers
    files: ['bench/**/*.ts', 'vitest.config.ts', 'vitest.e2e.config.ts', 'vitest.long.config.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
);
