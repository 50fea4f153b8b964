import { buildIndex, isBuilt, rebuildCells } from '../../domains/safety-index/rules/build.ts';
import { seededChance } from '../../domains/safety-index/rules/chance.ts';
import { defaultTreatment } from '../../domains/safety-index/rules/outliers.ts';
import { panelOf, type Panel } from '../../domains/safety-index/rules/panel.ts';
import type { BuildSettings, IndexResult } from '../../domains/safety-index/rules/result.ts';
import { isTree, treeOf, type IndexTree, type NodeInput } from '../../domains/safety-index/rules/tree.ts';
import { drawn, tryDraws, uncertaintyOf } from '../../domains/safety-index/rules/uncertainty.ts';
import { combinable } from '../../domains/safety-index/rules/recombine.ts';
import { median } from './load.ts';
import type { Bench, Figure } from './report.ts';

const core: BuildSettings = { normalise: { method: 'minmax', scope: 'panel' }, aggregate: { method: { method: 'arithmetic' } }, rank: {} };
const whole: BuildSettings = { ...core, fill: { method: 'last' }, treat: { all: defaultTreatment, scope: 'panel' } };

/** The index over invented townships and grids, in memory: no database, no file. */
export const indexEngine: Bench = {
  name: 'index', title: '平安指数的计算 (the engine of the safety index)',
  run: ({ say, quick }) => {
    const tree = treeOfFortyFive();
    const small = panelOfSize(tree, quick ? 160 : 1_600, 24);
    const figures: Figure[] = [];
    const add = (what: string, value: number, unit: string, atMost?: number): void => { figures.push({ what, value, unit, ...(atMost === undefined || quick ? {} : { goal: { atMost } }) }); };
    const times = (what: string, rounds: number, work: () => void): number => {
      say(`${what} …`);
      return median(Array.from({ length: rounds }, () => { const began = performance.now(); work(); return performance.now() - began; }));
    };
    let peak = 0;
    const see = (): void => { peak = Math.max(peak, process.memoryUsage().rss / 1_048_576); };
    add(`core build, ${small.units.length} units × 88 × 24`, times('core build', 5, () => { built(tree, small, core); see(); }) / 1_000, 's', 1.5);
    const large = panelOfSize(tree, quick ? 900 : 9_000, 12);
    add(`core build, ${large.units.length} × 88 × 12`, times('core build, grids', 5, () => { built(tree, large, core); see(); }) / 1_000, 's', 4);
    add(`with last value filled and outliers treated, ${large.units.length} × 88 × 12`, times('filling and treatment', 3, () => { built(tree, large, whole); see(); }) / 1_000, 's', 9);
    for (const [name, settings] of [['one changed cell', core], ['one changed cell, filled and treated', whole]] as const) {
      let result = built(tree, large, settings);
      let at = 0;
      add(`${name}, ${large.units.length} units`, times(name, 21, () => { at += 1; result = changed(result, at); see(); }), 'ms', settings === core ? 50 : undefined);
    }
    let worst = built(tree, large, core);
    let step = 0;
    add(`one changed cell that moves everybody's limits, ${large.units.length} units`, times('one changed cell beyond the limits', 21, () => { step += 1; worst = changed(worst, step, 1_000 + step); see(); }), 'ms', 50);
    const townships = built(tree, panelOfSize(tree, quick ? 160 : 1_600, 1), core);
    add(`intervals of 1,000 runs, ${townships.panel.units.length} units`, times('intervals', 3, () => { uncertaintyOf(townships, { runs: 1_000, seed: 1 }); see(); }) / 1_000, 's', 4);
    const eleven = built(tree, panelOfSize(tree, 11, 24), core);
    const runs = 1_000;
    add(`${runs} uncertainty runs, 11 units`, times('uncertainty', 5, () => {
      const ground = combinable(eleven, 23);
      const tried = tryDraws(ground, [ground], drawn(tree, { runs }, seededChance(1)));
      if (!('runs' in tried) || tried.runs.length !== runs) throw new Error('not every run was done');
    }) / 1_000, 's', 1);
    add('peak memory of the process', peak, 'MiB');
    return Promise.resolve(figures);
  },
};

/** 5 dimensions, 45 groups, 88 indicators: 7 groups of one, 33 of two, 5 of three. */
function treeOfFortyFive(): IndexTree {
  const sizes = [...Array<number>(7).fill(1), ...Array<number>(33).fill(2), ...Array<number>(5).fill(3)];
  const inputs: NodeInput[] = [{ code: 'IDX', name: 'IDX', parent: undefined, weight: 1, direction: 1, isIndicator: false }];
  for (let dimension = 0; dimension < 5; dimension += 1) inputs.push({ code: `P${dimension}`, name: '', parent: 'IDX', weight: 20, direction: 1, isIndicator: false });
  for (const [group, size] of sizes.entries()) {
    inputs.push({ code: `G${group}`, name: '', parent: `P${group % 5}`, weight: 1 + group % 4, direction: 1, isIndicator: false });
    for (let at = 0; at < size; at += 1) inputs.push({ code: `I${group}_${at}`, name: '', parent: `G${group}`, weight: 1 + at, direction: (group + at) % 3 === 0 ? -1 : 1, isIndicator: true });
  }
  const tree = treeOf(inputs);
  if (!isTree(tree)) throw new Error(tree.map(({ message }) => message).join(' '));
  return tree;
}

/** Rates, counts and skewed sums with every thirtieth cell missing, the same each time. */
function panelOfSize(tree: IndexTree, units: number, periods: number): Panel {
  const chance = seededChance(units * 100 + periods);
  const columns = tree.indicators.map((_place, k) => Float64Array.from({ length: units * periods }, () => {
    const u = chance();
    if (chance() < 1 / 30) return NaN;
    return k % 3 === 0 ? Math.round(u * 1_000) / 10 : k % 3 === 1 ? Math.floor(-3 * Math.log(1 - u)) : Math.exp(4 * u * u);
  }));
  const panel = panelOf({ units: Array.from({ length: units }, (_unit, at) => `U${at}`), periods: Array.from({ length: periods }, (_period, at) => `${2_024 + Math.floor(at / 12)}-${String(at % 12 + 1).padStart(2, '0')}`), columns });
  if (!('units' in panel)) throw new Error(panel.refused);
  return panel;
}

function built(tree: IndexTree, panel: Panel, settings: BuildSettings): IndexResult {
  const result = buildIndex(tree, panel, settings);
  if (!isBuilt(result)) throw new Error(result.message);
  return result;
}

function changed(before: IndexResult, at: number, value = 50 + at): IndexResult {
  const { units, periods } = before.panel;
  const result = rebuildCells(before, [{ indicator: at * 7 % before.tree.indicators.length, unit: at * 391 % units.length, period: at % periods.length, value }]);
  if (!isBuilt(result)) throw new Error(result.message);
  return result;
}
