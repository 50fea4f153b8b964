import tseslint from 'typescript-eslint';

const houseRules = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
  '@typescript-eslint/no-empty-function': 'off',
  eqeqeq: ['error', 'always'],
  'no-console': 'error',
  'prefer-const': 'error',
  'no-restricted-syntax': [
    'error',
    { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
    { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use a file.' },
    { selector: 'ExportAllDeclaration', message: 'Name what is exported: the file name is the visibility.' },
    { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
    { selector: 'ImportDeclaration[source.value=/^\\.{1,2}\\u002F.*(?<!\\.(ts|tsx|mjs|css|json|svg|png|webp)|\\?(url|raw|worker|inline))$/]', message: 'Write the file ending in the import.' },
  ],
};

/** What only the types show; these two find a forgotten `await`. */
const typedRules = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/await-thenable': 'error',
};

const webFiles = ['src/platform/{client,ui,map,charts}/**/*.{ts,tsx}', 'src/domains/*/{desk,field}/**/*.{ts,tsx}', 'src/apps/{account,desk,field}/**/*.{ts,tsx}'];

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'var/', 'coverage/', '.scratch/', 'src/platform/db-types.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.{ts,tsx}'], extends: [tseslint.configs.strict, tseslint.configs.stylistic], rules: { ...houseRules } },
  { files: ['{src,test,scripts}/**/*.ts'], ignores: webFiles, languageOptions: { parserOptions: { project: ['tsconfig.json'], tsconfigRootDir: import.meta.dirname } }, rules: typedRules },
  // What a tool demands: its configuration, and what vitest runs once for all files.
  { files: ['*.config.ts', 'vite.*.ts', 'test/support/pg-global.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['bin/*.mjs'], rules: { eqeqeq: ['error', 'always'], 'prefer-const': 'error' } },
);
