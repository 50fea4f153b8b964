import { defineConfig } from 'vitest/config';

const shared = { environment: 'node' as const };
const never = ['node_modules/**', 'dist/**', 'var/**', '.scratch/**'];

// One project for each tier; the suffix of a file names its tier.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'rules',
          include: ['{src,test,scripts}/**/*.test.ts'],
          exclude: [...never, '**/*.pg.test.ts', '**/*.ui.test.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'pg',
          include: ['{src,test,scripts}/**/*.pg.test.ts'],
          exclude: never,
          globalSetup: ['test/support/pg-global.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          exclude: never,
          // Each journey has a server and a browser of its own; two cores carry one at a time.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
