import { expect, test } from 'vitest';
import { runChaos } from '../src/apps/chaos/run.ts';
import { say } from './support/shared.ts';

// The real command in its smallest size; `npm run chaos` has the sizes and the other faults.

test('ten kills under load: nothing acknowledged is lost, nothing is done twice, and each time it comes back', async () => {
  const stops: (() => Promise<void>)[] = [];
  const report = await runChaos({
    faults: ['kill'], kills: 10, seconds: 3, perSecond: 40, betweenMs: 500, say, opened: (stop) => { stops.push(stop); return Promise.resolve(); },
  });
  expect(report.faults).toEqual([]);
  const back = report.rows.flatMap(({ backMs }) => backMs);
  expect(back).toHaveLength(10);
  expect(report.reconciled[0]?.acknowledged).toBeGreaterThan(30);
  say(`back after ${back.map((ms) => (ms / 1_000).toFixed(1)).join(' ')} s; ${report.reconciled[0]?.acknowledged ?? 0} acknowledged`);
}, 600_000);
