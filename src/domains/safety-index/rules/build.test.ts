import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../../test/support/size.ts';
import { buildIndex, isBuilt, rebuildCells } from './build.ts';
import { defaultTreatment } from './outliers.ts';
import { panelOf, type Panel } from './panel.ts';
import { rankColumn } from './ranking.ts';
import type { BuildSettings, IndexResult } from './result.ts';
import { isTree, treeOf, type IndexTree, type NodeInput } from './tree.ts';

const seed = 20_261_122;
const property = { seed, numRuns: runs(60) };

const inner = (code: string, parent: string | undefined, weight: number): NodeInput => ({ code, name: code, parent, weight, direction: 1, isIndicator: false });
const leaf = (code: string, parent: string, weight: number, direction: 1 | -1): NodeInput => ({ code, name: code, parent, weight, direction, isIndicator: true, settings: { lower: 0, upper: 50, target: 45 } });
/** Uneven: D stands beside the dimensions. */
const inputs: readonly NodeInput[] = [inner('IDX', undefined, 1), inner('P', 'IDX', 2), inner('Q', 'IDX', 3), inner('G', 'P', 1), leaf('A', 'G', 1, 1), leaf('B', 'G', 2, -1), leaf('C', 'P', 1, 1), leaf('D', 'IDX', 1, -1), leaf('E', 'Q', 1, 1), leaf('F', 'Q', 5, -1)];

function tree(): IndexTree {
  const made = treeOf(inputs);
  if (!isTree(made)) throw new Error(made[0]?.message);
  return made;
}

const units = 7;
const periods = 3;
const size = tree().indicators.length;
const value = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }) }, { weight: 1, arbitrary: fc.constant(NaN) });
const values = fc.array(fc.array(value, { minLength: units * periods, maxLength: units * periods }), { minLength: size, maxLength: size });
const comparable: readonly BuildSettings[] = [
  { normalise: { method: 'goalposts' }, aggregate: {}, rank: {} },
  { normalise: { method: 'minmax', scope: 'panel' }, aggregate: { availability: 0.5 }, rank: {} },
  { normalise: { method: 'minmax', range: [1, 100] }, aggregate: { method: { method: 'geometric' } }, rank: {} },
  { normalise: { method: 'rank' }, aggregate: {}, rank: {} },
  { normalise: { method: 'percent-rank' }, aggregate: {}, rank: {} },
];
const stepwise: readonly BuildSettings[] = [...comparable, { fill: { method: 'last' }, treat: { all: defaultTreatment, scope: 'panel' }, normalise: { method: 'minmax', scope: 'panel' }, aggregate: {}, rank: {} }, { fill: { method: 'row-mean' }, normalise: { method: 'zscore' }, aggregate: {}, rank: {} }, { fill: { method: 'linear' }, normalise: { method: 'distance-to-target' }, aggregate: {}, rank: {} }];

function panel(columns: readonly (readonly number[])[], names = Array.from({ length: units }, (_unit, at) => `U${at}`)): Panel {
  const made = panelOf({ units: names, periods: ['1', '2', '3'], columns: columns.map((column) => Float64Array.from(column)) });
  if (!('units' in made)) throw new Error(made.refused);
  return made;
}

function built(of: Panel, settings: BuildSettings): IndexResult {
  const result = buildIndex(tree(), of, settings);
  if (!isBuilt(result)) throw new Error(result.message);
  return result;
}

const bytes = (result: IndexResult): unknown => ({ scores: result.scores.map((column) => Array.from(column)), ranks: result.ranks.map((column) => Array.from(column)), findings: result.findings });

describe('the build', () => {
  it('gives the same bytes again', () => {
    fc.assert(fc.property(values, fc.constantFrom(...stepwise), (columns, settings) => { expect(bytes(built(panel(columns), settings))).toEqual(bytes(built(panel(columns), settings))); }), property);
  });

  it('does not depend on the order of the units', () => {
    const order = fc.shuffledSubarray([...Array(units).keys()], { minLength: units, maxLength: units });
    fc.assert(fc.property(values, order, fc.constantFrom(...comparable), (columns, places, settings) => {
      const one = built(panel(columns), settings);
      const turned = columns.map((column) => Array.from({ length: column.length }, (_cell, cell) => column[Math.floor(cell / units) * units + (places[cell % units] ?? 0)] ?? NaN));
      const other = built(panel(turned, places.map((place) => `U${place}`)), settings);
      for (const node of one.scores.keys()) for (let cell = 0; cell < units * periods; cell += 1) {
        const from = Math.floor(cell / units) * units + (places[cell % units] ?? 0);
        expect(other.scores[node]?.[cell]).toEqual(one.scores[node]?.[from]);
        expect(other.ranks[node]?.[cell]).toBe(one.ranks[node]?.[from]);
      }
    }), property);
  });

  it('never falls when a value gets better in its direction', () => {
    const better = fc.record({ k: fc.nat(size - 1), cell: fc.nat(units * periods - 1), by: fc.integer({ min: 1, max: 40 }) });
    fc.assert(fc.property(values, better, fc.constantFrom(...comparable), (columns, { k, cell, by }, settings) => {
      const own = tree();
      const direction = own.nodes[own.indicators[k] ?? 0]?.direction ?? 1;
      const before = built(panel(columns), settings);
      const after = built(panel(columns.map((column, at) => (at === k ? column.map((x, place) => (place === cell ? x + direction * by : x)) : column))), settings);
      const [was, is] = [before.scores[own.root]?.[cell] ?? NaN, after.scores[own.root]?.[cell] ?? NaN];
      // A column that was equal everywhere had no score: there is nothing to compare with.
      const had = before.normalised[k]?.[cell] ?? NaN;
      if (had === had) expect(is).toBeGreaterThanOrEqual(was - 1e-9);
    }), property);
  });

  it('after changed cells is what it would be anew', () => {
    const change = fc.record({ indicator: fc.nat(size - 1), unit: fc.nat(units - 1), period: fc.nat(periods - 1), value });
    fc.assert(fc.property(values, fc.array(change, { minLength: 1, maxLength: 3 }), fc.constantFrom(...stepwise), (columns, changes, settings) => {
      const changed = rebuildCells(built(panel(columns), settings), changes);
      if (!isBuilt(changed)) throw new Error(changed.message);
      const anew = panel(columns.map((column, k) => column.map((x, cell) => changes.findLast(({ indicator, unit, period }) => indicator === k && period * units + unit === cell)?.value ?? x)));
      expect(bytes(changed)).toEqual(bytes(built(anew, settings)));
    }), property);
  });

  it('of one period is that period of the whole, also after a changed cell', () => {
    const change = fc.record({ indicator: fc.nat(size - 1), unit: fc.nat(units - 1), value });
    fc.assert(fc.property(values, change, fc.nat(periods - 1), fc.constantFrom(...stepwise), (columns, { indicator, unit, value: to }, period, settings) => {
      const cut = (result: IndexResult): unknown => result.scores.map((column) => Array.from(column.subarray(period * units, (period + 1) * units)));
      const one = built(panel(columns), { ...settings, period });
      expect(one.scores.map((column) => Array.from(column))).toEqual(cut(built(panel(columns), settings)));
      const changed = rebuildCells(one, [{ indicator, unit, period: 0, value: to }]);
      const whole = rebuildCells(built(panel(columns), settings), [{ indicator, unit, period, value: to }]);
      if (!isBuilt(changed) || !isBuilt(whole)) throw new Error('a mean was refused');
      expect(changed.scores.map((column) => Array.from(column))).toEqual(cut(whole));
    }), property);
  });

  it('ranks the same by places, by digits and by comparing', () => {
    const many = fc.array(fc.oneof(fc.double({ noDefaultInfinity: true, min: -1e4, max: 1e4 }), fc.integer({ min: 0, max: 3 }), fc.double({ noNaN: true, min: 0, max: 1e-3 }), fc.constant(1e-10), fc.constant(-0)), { minLength: 450, maxLength: 600 });
    fc.assert(fc.property(many, (scores) => {
      const names = scores.map((_score, at) => `U${at}`);
      const of = panelOf({ units: names, periods: ['1'], columns: [] });
      if (!('units' in of)) throw new Error(of.refused);
      const ranks = new Int32Array(scores.length);
      rankColumn(of, Float64Array.from(scores), 9, ranks);
      const keys = scores.map((score) => Math.round(score * 1e9));
      expect(Array.from(ranks)).toEqual(keys.map((key) => (Number.isNaN(key) ? 0 : 1 + keys.filter((other) => other > key).length)));
    }), { seed, numRuns: runs(15) });
  });
});

describe('the tree', () => {
  const reasons = (nodes: readonly NodeInput[]): string[] => { const made = treeOf(nodes); return isTree(made) ? [] : made.map(({ reason, message }) => { expect(message).toMatch(/\p{Script=Han}/u); return reason; }); };

  it('may be of uneven depth; levels count from the bottom', () => {
    const made = tree();
    expect(Object.fromEntries(made.nodes.map(({ code, level }) => [code, level]))).toEqual({ IDX: 4, P: 3, Q: 2, G: 2, A: 1, B: 1, C: 1, D: 1, E: 1, F: 1 });
    expect(made.aggregates.map((place) => made.nodes[place]?.code)).toEqual(['Q', 'G', 'P', 'IDX']);
  });

  it('names what is wrong with it', () => {
    const put = (code: string, own: Partial<NodeInput>): NodeInput[] => inputs.map((node) => (node.code === code ? { ...node, ...own } : node));
    expect(reasons([])).toEqual(['empty']);
    expect(reasons([...inputs, leaf('A', 'G', 1, 1)])).toEqual(['duplicate-code']);
    expect(reasons(put('A', { parent: 'X' }))).toEqual(['unknown-parent']);
    expect(reasons(put('P', { parent: 'G' }))).toEqual(['cycle']);
    expect(reasons(put('IDX', { parent: 'P' }))).toEqual(['cycle']);
    expect(reasons(put('Q', { parent: undefined }))).toEqual(['several-roots']);
    expect(reasons(put('A', { weight: NaN }))).toEqual(['bad-weight']);
    expect(reasons(put('E', { weight: 0 }).map((node) => (node.code === 'F' ? { ...node, weight: 0 } : node)))).toEqual(['zero-weights']);
    expect(reasons(put('G', { isIndicator: true }))).toEqual(['indicator-with-children']);
    expect(reasons(put('A', { isIndicator: false }))).toEqual(['no-children']);
    expect(reasons(put('G', { level: 3 }))).toEqual([]);
    expect(reasons(put('P', { level: 1 }))).toEqual(['bad-level', 'bad-level']);
    expect(reasons(put('G', { availability: 2 }))).toEqual(['bad-availability']);
    expect(reasons(put('G', { combining: { method: 'power', power: 0 } }))).toEqual(['bad-power']);
  });
});
