import { defineConfig } from 'vitest/config';

const shared = { environment: 'node' as const };
const never = ['node_modules/**', 'dist/**', 'var/**', '.scratch/**'];
const night = Math.max(1, Number(process.env['JINGWEI_RUNS'] ?? '1'));

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
          // Properties are work for the processor; on a busy machine they wait for it, and in the night there is a hundred times as much of it.
          testTimeout: 90_000 * night,
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...shared,
          name: 'pg',
          include: ['{src,test,scripts}/**/*.pg.test.ts'],
          exclude: never,
          globalSetup: ['test/support/pg-global.ts'],
          // Each waits for the database most of the time.
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          exclude: never,
          globalSetup: ['test/support/e2e-global.ts'],
          // One server and one browser for all journeys; two cores carry one of them at a time.
          fileParallelism: false,
          expect: { poll: { timeout: 45_000, interval: 100 } },
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
