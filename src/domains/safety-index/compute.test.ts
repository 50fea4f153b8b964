import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../platform/core/refusal.ts';
import { computeMonth, figureKey, scoredColumn, type Computed, type Figure, type MonthFigures } from './compute.ts';
import type { StandardContent } from './contract-shapes.ts';
import { demoStandard } from './demo-standard.ts';
import { hashOf } from './standard.ts';

const trying = { runs: 60, seed: 7 };

function monthOf(names: readonly string[], figure: (code: string, at: number) => Figure | null): MonthFigures {
  const units = names.map((name, at) => ({ areaId: at + 1, name }));
  const figures = new Map(demoStandard.nodes.flatMap(({ code, indicator }) => (indicator === null ? [] : units.flatMap(({ areaId }, at) => {
    const one = figure(code, at);
    return one ? [[figureKey(code, areaId), one] as const] : [];
  }))));
  return { month: '2026-10', units, figures };
}

function computed(input: MonthFigures, content: StandardContent = demoStandard): Computed {
  const answer = computeMonth(content, input, trying);
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}

const index = ({ result }: Computed): readonly (number | null)[] => result.nodes.find(({ code }) => code === 'PA')?.scores ?? [];
const eleven = Array.from({ length: 11 }, (_, at) => `单位${at + 1}`);
const some = (code: string, at: number): Figure => ({ counted: 60 + ((code.length * 7 + code.charCodeAt(0) + at * 5) % 40), base: 100, returnId: 1 });

describe('a month', () => {
  test('gives the same bytes again, and another result for one other figure', () => {
    const first = hashOf(computed(monthOf(eleven, some)).result);
    expect(hashOf(computed(monthOf(eleven, some)).result)).toBe(first);
    expect(hashOf(computed(monthOf(eleven, (code, at) => (code === 'B1-1' && at === 4 ? { counted: 99, base: 100, returnId: 1 } : some(code, at)))).result)).not.toBe(first);
  });

  test('does not mind the order of the units', () => {
    const turned = eleven.toReversed();
    expect(index(computed(monthOf(turned, (code, at) => some(code, 10 - at)))).toReversed()).toEqual(index(computed(monthOf(eleven, some))));
  });

  test('of one unit has a score and the first rank, and nothing to compare', () => {
    const { result, coverage } = computed(monthOf(['独一县'], some));
    expect(index({ result, coverage })[0]).toBeGreaterThan(0);
    expect(result.units).toEqual([{ areaId: 1, name: '独一县', low: 1, high: 1, coverage }]);
    expect(coverage).toBeCloseTo(1, 9);
  });

  test('without any figure has no index', () => {
    expect(computeMonth(demoStandard, monthOf(eleven, () => null), trying)).toMatchObject({ refused: 'safety-index/no-returns' });
  });

  test('leaves out a share of fewer than five, shares its weight, and says so', () => {
    const { result, coverage } = computed(monthOf(eleven, (code, at) => (code === 'C1-1' && at === 2 ? { counted: 4, base: 4, returnId: 1 } : some(code, at))));
    expect(result.nodes.find(({ code }) => code === 'C1-1')?.scores[2]).toBeNull();
    expect(result.nodes.find(({ code }) => code === 'C1')?.scores[2]).toBe(result.nodes.find(({ code }) => code === 'C1-2')?.scores[2]);
    expect(result.findings.filter(({ code }) => code === 'small-base')).toEqual([expect.objectContaining({ indicators: ['C1-1'], units: ['3'], message: '重点类刑事案件破案率：单位3的基数不足 5，不计分也不公布。' })]);
    expect(coverage).toBeLessThan(1);
  });

  test('draws rates towards the city\'s where the version says so: by hand, of two units', () => {
    const content: StandardContent = { ...demoStandard, smallNumbers: 'shrink' };
    const indicator = demoStandard.nodes.find(({ code }) => code === 'C1-1')?.indicator;
    if (!indicator) throw new Error('C1-1 is no indicator');
    const figures = new Map([[figureKey('C1-1', 1), { counted: 90, base: 100, returnId: 1 }], [figureKey('C1-1', 2), { counted: 1, base: 4, returnId: 1 }]]);
    const two = [{ areaId: 1, name: '甲' }, { areaId: 2, name: '乙' }];
    // m = 91/104; s² = (100(0.9 − m)² + 4(0.25 − m)²)/104; A = s² − m/52; own share = A/(A + m/n), here 0 for both: chance explains all.
    const m = 91 / 104;
    const between = Math.max(0, (100 * (0.9 - m) ** 2 + 4 * (0.25 - m) ** 2) / 104 - m / 52);
    const drawn = scoredColumn(content, 'C1-1', indicator, { units: two, figures });
    expect(between).toBe(0);
    expect([...drawn.values]).toEqual([expect.closeTo(m * 100, 9), expect.closeTo(m * 100, 9)]);
    expect([...drawn.ownShare ?? []]).toEqual([0, 0]);
    expect([...scoredColumn(demoStandard, 'C1-1', indicator, { units: two, figures }).values]).toEqual([90, NaN]);
    const month = (code: string, at: number): Figure => (code === 'C1-1' && at === 2 ? { counted: 1, base: 4, returnId: 1 } : some(code, at));
    const { result } = computed(monthOf(eleven, month), content);
    expect(result.nodes.find(({ code }) => code === 'C1-1')?.scores[2]).not.toBeNull();
    expect(result.findings).toContainEqual(expect.objectContaining({ step: 'small-numbers', code: 'shrunk', indicators: ['C1-1'], message: expect.stringMatching(/按全市比率修正后计分/u) as string }));
  });

  test('is never better for having hidden something, nor worse for having told of dangers', () => {
    const plain = index(computed(monthOf(eleven, some)))[0] ?? NaN;
    const set = (which: string, counted: number): number => index(computed(monthOf(eleven, (code, at) => (code === which && at === 0 ? { counted, base: null, returnId: 1 } : some(code, at)))))[0] ?? NaN;
    expect(set('E9-1', 3)).toBeLessThanOrEqual(set('E9-1', 1));
    expect(set('E9-1', 1)).toBeLessThan(set('E9-1', 0));
    expect(set('E9-2', 200)).toBeGreaterThan(set('E9-2', 10));
    // More petitions, all answered in time, cost nothing.
    expect(index(computed(monthOf(eleven, (code, at) => (code === 'B1-1' && at === 0 ? { counted: some(code, at).counted * 50, base: 5_000, returnId: 1 } : some(code, at)))))[0]).toBeCloseTo(plain, 9);
  });
});
