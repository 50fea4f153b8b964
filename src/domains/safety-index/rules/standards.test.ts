import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestValue, scoreByStandard, scoreColumn, slopeOf, standardProblems, type BaseRule, type ScoringStandard } from './standards.ts';

const none = new Map<string, number>();
const score = (standard: ScoringStandard, value: number, counts: Readonly<Record<string, number>> = {}): number => scoreByStandard(standard, value, new Map(Object.entries(counts))).score;

// 结案率: 60 per cent is worth nothing, 90 is worth 80, 98 the full mark.
const closure: ScoringStandard = { base: { kind: 'linear', points: [{ at: 60, score: 0 }, { at: 90, score: 80 }, { at: 98, score: 100 }] } };
// 起/万人: fewer is better.
const rate: ScoringStandard = { base: { kind: 'steps', steps: [{ below: 2, score: 100 }, { from: 2, below: 5, score: 70 }, { from: 5, below: 9, score: 40 }] } };
const works: ScoringStandard = {
  base: { kind: 'full' }, above: 5,
  adjustments: [{ kind: 'deduction', by: 'rework', each: 0.2, cap: 10 }, { kind: 'deduction', by: 'refused', each: 10, free: 1 }, { kind: 'bonus', by: 'praised', each: 2, cap: 6 }, { kind: 'veto', by: 'deaths', atLeast: 3, score: 0 }],
};

describe('a scoring standard', () => {
  it.each([
    [60, 0], [30, 0], [75, 40], [90, 80], [94, 90], [98, 100], [100, 100], [NaN, NaN],
  ])('piecewise linear: %d gives %d', (value, points) => expect(score(closure, value)).toBe(points));

  it.each([[0, 100], [1.99, 100], [2, 70], [4.99, 70], [5, 40], [9, 0], [NaN, NaN]])('steps: %d gives %d', (value, points) => expect(score(rate, value)).toBe(points));

  it.each([[95, '优', 100], [90, '优', 100], [89.9, '良', 80], [60, '中', 60], [59, undefined, 0]])('bands: %d is %s and gives %d', (value, band, points) => {
    const told = scoreByStandard({ base: { kind: 'bands', bands: [{ label: '中', from: 60, score: 60 }, { label: '优', from: 90, score: 100 }, { label: '良', from: 75, score: 80 }] } }, value, none);
    expect([told.band, told.score]).toEqual([band, points]);
  });

  it.each([
    ['three reworks: 100 − 3·0.2', { rework: 3, refused: 0, praised: 0, deaths: 0 }, 99.4],
    ['sixty reworks stop at 10', { rework: 60, refused: 0, praised: 0, deaths: 0 }, 90],
    ['the first refusal is free: 100 − (3−1)·10', { rework: 0, refused: 3, praised: 0, deaths: 0 }, 80],
    ['two praises: 100 + 2·2', { rework: 0, refused: 0, praised: 2, deaths: 0 }, 104],
    ['nine praises stop at 6, and all at 105', { rework: 0, refused: 0, praised: 9, deaths: 0 }, 105],
    ['never below nothing', { rework: 60, refused: 20, praised: 0, deaths: 0 }, 0],
    ['three deaths: 一票否决, whatever was praised', { rework: 0, refused: 0, praised: 9, deaths: 3 }, 0],
    ['without the number of refusals nobody knows', { rework: 0, praised: 0, deaths: 0 }, NaN],
    ['but the veto is certain', { rework: 0, praised: 0, deaths: 4 }, 0],
  ])('%s', (_name, counts, points) => expect(Number(score(works, NaN, counts).toFixed(12))).toBe(points));

  it('names what is missing, and what each part gave', () => {
    expect(scoreByStandard(works, NaN, new Map([['rework', 60]])).missing).toEqual(['refused', 'praised', 'deaths']);
    expect(scoreByStandard(works, NaN, new Map([['rework', 60], ['refused', 2], ['praised', 1], ['deaths', 0]])).parts).toEqual([
      { kind: 'base', by: 'value', count: NaN, points: 100, isCapped: false }, { kind: 'deduction', by: 'rework', count: 60, points: -10, isCapped: true },
      { kind: 'deduction', by: 'refused', count: 2, points: -10, isCapped: false }, { kind: 'bonus', by: 'praised', count: 1, points: 2, isCapped: false },
    ]);
  });

  it('scores a column with the counts of the same cells', () => {
    const counts = new Map([['rework', Float64Array.of(0, 5)], ['refused', Float64Array.of(0, 0)], ['praised', Float64Array.of(0, 0)], ['deaths', Float64Array.of(0, 0)]]);
    expect([...scoreColumn(works, Float64Array.of(NaN, NaN), counts)]).toEqual([100, 99]);
  });

  const refused: readonly [string, ScoringStandard][] = [
    ['overlap', { base: { kind: 'steps', steps: [{ from: 0, below: 5, score: 50 }, { from: 4, below: 9, score: 100 }] } }],
    ['gap', { base: { kind: 'steps', steps: [{ from: 0, below: 5, score: 50 }, { from: 6, score: 100 }] } }],
    ['open-end', { base: { kind: 'steps', steps: [{ below: 90, score: 50 }, { from: 90, below: 100, score: 100 }] } }],
    ['open-end', { base: { kind: 'steps', steps: [{ from: 1, below: 5, score: 100 }, { from: 5, score: 50 }] } }],
    ['empty-step', { base: { kind: 'steps', steps: [{ from: 5, below: 5, score: 50 }] } }],
    ['not-monotone', { base: { kind: 'steps', steps: [{ below: 2, score: 50 }, { from: 2, below: 5, score: 100 }, { from: 5, score: 40 }] } }],
    ['not-monotone', { base: { kind: 'linear', points: [{ at: 0, score: 0 }, { at: 5, score: 100 }, { at: 9, score: 50 }] } }],
    ['not-ascending', { base: { kind: 'linear', points: [{ at: 5, score: 0 }, { at: 5, score: 100 }] } }],
    ['no-points', { base: { kind: 'linear', points: [{ at: 5, score: 0 }] } }],
    ['no-points', { base: { kind: 'bands', bands: [] } }],
    ['outside-scale', { base: { kind: 'steps', steps: [{ from: 0, score: 101 }] } }],
    ['outside-scale', { base: { kind: 'steps', steps: [{ from: 0, score: -1 }] } }],
    ['not-finite', { base: { kind: 'linear', points: [{ at: NaN, score: 0 }, { at: 5, score: 100 }] } }],
    ['label-twice', { base: { kind: 'bands', bands: [{ label: '优', from: 0, score: 50 }, { label: '优', from: 5, score: 60 }] } }],
    ['overlap', { base: { kind: 'bands', bands: [{ label: '优', from: 0, score: 50 }, { label: '良', from: 0, score: 60 }] } }],
    ['bad-each', { base: { kind: 'full' }, adjustments: [{ kind: 'deduction', by: 'value', each: 0 }] }],
    ['bad-cap', { base: { kind: 'full' }, adjustments: [{ kind: 'deduction', by: 'value', each: 5, cap: 3 }] }],
    ['bad-free', { base: { kind: 'full' }, adjustments: [{ kind: 'deduction', by: 'value', each: 5, free: -1 }] }],
    ['bad-veto', { base: { kind: 'full' }, adjustments: [{ kind: 'veto', by: 'value', atLeast: 1, score: 100 }] }],
    ['bad-full', { base: { kind: 'full' }, full: 0 }],
    ['no-effect', { base: { kind: 'full' } }],
  ];
  it.each(refused)('refuses: %s', (reason, standard) => expect(standardProblems(standard).map((one) => one.reason)).toContain(reason));

  it('finds nothing wrong with good ones, and says each problem in a sentence', () => {
    for (const standard of [closure, rate, works]) expect(standardProblems(standard)).toEqual([]);
    for (const [, standard] of refused) for (const { message, refused: key, reason } of standardProblems(standard)) expect([message.endsWith('。'), key]).toEqual([true, `safety-index/standard-${reason}`]);
  });

  const anyPoints = fc.array(fc.record({ step: fc.integer({ min: 1, max: 20 }), gain: fc.integer({ min: 0, max: 20 }) }), { minLength: 2, maxLength: 5 }).map((parts): BaseRule => {
    let [at, gained] = [0, 0];
    return { kind: 'linear', points: parts.map(({ step, gain }) => ({ at: at += step, score: gained += gain })) };
  });

  it('is monotone in its slope, stays on its scale, and has parts that sum to the score', () => {
    fc.assert(fc.property(anyPoints, fc.boolean(), fc.double({ min: -10, max: 120, noNaN: true }), fc.double({ min: 0, max: 30, noNaN: true }), fc.integer({ min: 0, max: 9 }), (rising, turned, value, more, count) => {
      const base: BaseRule = rising.kind === 'linear' && turned ? { kind: 'linear', points: rising.points.map(({ at, score: points }, i, all) => ({ at, score: all[all.length - 1 - i]?.score ?? points })) } : rising;
      const standard: ScoringStandard = { base, adjustments: [{ kind: 'deduction', by: 'late', each: 7, cap: 30 }] };
      expect(standardProblems(standard)).toEqual([]);
      const counts = new Map([['late', count]]);
      const [here, there] = [scoreByStandard(standard, value, counts), scoreByStandard(standard, value + more, counts)];
      const slope = slopeOf(base) ?? NaN;
      expect((there.score - here.score) * (slope === 0 ? 1 : slope)).toBeGreaterThanOrEqual(-1e-9);
      expect(here.score >= 0 && here.score <= 100).toBe(true);
      expect(here.parts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(here.score, 9);
      expect(scoreByStandard(standard, value, new Map([['late', count + 1]])).score).toBeLessThanOrEqual(here.score);
    }), { seed: 20_251_101, numRuns: 150 });
  });

  it.each([
    ['up to the point of the full mark', closure, 70, 98], ['down to the edge of the best step', rate, 7, 2], ['not at all when it is there', rate, 1, 1],
  ])('knows the best value: %s', (_name, standard, now, best) => expect(bestValue(standard, now)).toBeCloseTo(best, 6));

  it('has its best value inside the step that excludes its end', () => expect(score(rate, bestValue(rate, 7) ?? NaN)).toBe(100));
});
