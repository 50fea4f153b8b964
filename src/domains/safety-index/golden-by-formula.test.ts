import { describe, expect, it } from 'vitest';
import { figure, golden, isNear, ran, type Row } from '../../../test/support/index-golden.ts';
import * as oracle from '../../../test/support/index-oracle.ts';

// Cases that the reference's README describes without a file: the command beside the plain formula.

const { aggregated, codeOf, directed, each, facts, goalposts, minmax, number, raw, text } = oracle;
const month = { period: 24 } as const;

function expectColumns(ours: readonly Row[], rows: readonly Row[], columns: oracle.Columns): void {
  const found: string[] = [];
  for (const [at, row] of rows.entries()) {
    const own = ours.find((one) => one['uCode'] === row['uCode'] && (one['Time'] === undefined || one['Time'] === row['Time']));
    for (const [code, xs] of columns) if (!isNear(figure(text(own, code)), xs[at] ?? NaN)) found.push(`${text(row, 'uCode')} ${code}: ${text(own, code)}, by formula ${xs[at] ?? NaN}`);
  }
  expect(ours).toHaveLength(rows.length);
  expect(found.slice(0, 10)).toEqual([]);
}

function expectFilled(ours: readonly Row[], before: oracle.Columns, rows: readonly Row[], filled: oracle.Columns): void {
  const wanted = new Map<string, number>();
  for (const [code, xs] of before) for (const [at, x] of xs.entries()) {
    const value = filled.get(code)?.[at] ?? NaN;
    if (Number.isNaN(x) && !Number.isNaN(value)) wanted.set(`${text(rows[at], 'Time')} ${text(rows[at], 'uCode')} ${code}`, value);
  }
  const got = new Map(ours.map((row) => [`${row['Time'] ?? '24'} ${text(row, 'uCode')} ${codeOf(row)}`, figure(text(row, 'new'))]));
  expect([...got.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
  expect([...wanted].filter(([key, value]) => !isNear(got.get(key) ?? NaN, value))).toEqual([]);
}

/** Columns of all nodes from those of the indicators. */
function scored(all: oracle.Facts, columns: oracle.Columns, way?: oracle.Way): oracle.Columns {
  const rows = all.rows.map((_row, at) => aggregated(all, new Map([...columns].map(([code, xs]) => [code, xs[at] ?? NaN])), way));
  return new Map(all.nodes.filter((node) => text(node, 'Type') === 'Aggregate').map((node) => [codeOf(node), rows.map((scores) => scores.get(codeOf(node)) ?? NaN)]));
}

describe.skipIf(golden === null)('cases without a file, by formula', () => {
  const t24 = golden === null ? { rows: [], indicators: [], nodes: [] } : facts('iData_t24');
  const panel = golden === null ? t24 : facts('iData_panel');
  const values = golden === null ? new Map<string, number[]>() : raw(t24);
  const toward = (work: (xs: readonly number[], indicator: Row) => number[]): oracle.Columns => each(t24, values, (xs, indicator) => work(directed(xs, indicator), indicator));
  const n01 = toward((xs) => minmax(xs));
  const n02 = toward((xs) => minmax(xs, [1, 100]));
  const unitsOf = (kind: string): number[] => t24.rows.flatMap((row, at) => (text(row, 'GrpType') === kind ? [at] : []));
  const kinds = [...new Set(t24.rows.map((row) => text(row, 'GrpType')))];

  const normalised: readonly [string, object, () => oracle.Columns][] = [
    ['N03: 0 to 1', { method: 'minmax', range: [0, 1] }, () => toward((xs) => minmax(xs, [0, 1]))],
    ['N05: limits without truncation', { method: 'goalposts', truncate: false }, () => each(t24, values, (xs, indicator) => goalposts(xs, indicator, false))],
    ['N13: target with cap', { method: 'distance-to-target', cap: true }, () => toward((xs, indicator) => {
      const target = number(indicator, 'Target') * number(indicator, 'Direction');
      return xs.map((x) => { const share = (x - oracle.least(xs)) / (target - oracle.least(xs)); return share > 1 ? 1 : share; });
    })],
    ['N14: distance to the best', { method: 'distance-to-max' }, () => toward((xs) => xs.map((x) => 1 - (oracle.most(xs) - x) / (oracle.most(xs) - oracle.least(xs))))],
    ['N17: four indicators in their own way', { method: 'minmax', perIndicator: { P1_01_1: { method: 'zscore', meanSd: [50, 10] }, P2_01_1: { method: 'percent-rank' }, P3_06_2: { method: 'goalposts', limits: [0, 40], scale: 100 }, P5_09_2: { method: 'none' } } }, () => toward((xs, indicator) => {
      const code = codeOf(indicator);
      if (code === 'P1_01_1') return xs.map((x) => (x - oracle.mean(xs)) / oracle.deviation(xs) * 10 + 50);
      if (code === 'P2_01_1') return oracle.rank(xs).map((one) => (one - 1) / (oracle.there(xs).length - 1));
      if (code === 'P3_06_2') return xs.map((x) => 100 * Math.min(1, Math.max(0, (x + 40) / 40)));
      return code === 'P5_09_2' ? [...xs] : minmax(xs);
    })],
  ];
  it.each(normalised)('%s', async (_name, normalise, formula) => { expectColumns((await ran({ ...month, normalise })).table('normalised.csv'), t24.rows, formula()); });

  it('N23: z-scores over the whole panel', async () => {
    const columns = each(panel, raw(panel), (xs, indicator) => { const own = directed(xs, indicator); const [middle, width] = [oracle.mean(own), oracle.deviation(own)]; return own.map((x) => (x - middle) / width); });
    expectColumns((await ran({ normalise: { method: 'zscore', scope: 'panel' } })).table('normalised.csv'), panel.rows, columns);
  });

  it('I04: median of the group', async () => {
    const filled = each(t24, values, (xs) => xs.map((x, at) => (Number.isNaN(x) ? oracle.median(unitsOf(text(t24.rows[at], 'GrpType')).map((unit) => xs[unit] ?? NaN)) : x)));
    expectFilled((await ran({ ...month, impute: { method: 'group-median', group: 'GrpType' } })).table('filled.csv'), values, t24.rows, filled);
  });

  it('I06: mean of the row over all indicators; a constant gets its constant', async () => {
    const unit01 = toward((xs) => minmax(xs, [0, 1]));
    const filled = each(t24, values, (xs, indicator) => xs.map((x, at) => {
      if (!Number.isNaN(x)) return x;
      const own = directed(xs, indicator);
      const share = oracle.mean([...unit01.values()].map((column) => column[at] ?? NaN));
      return number(indicator, 'Direction') * (share * (oracle.most(own) - oracle.least(own)) + oracle.least(own));
    }));
    expectFilled((await ran({ ...month, impute: { method: 'row-mean' } })).table('filled.csv'), values, t24.rows, filled);
  });

  it('I12: linear between neighbours, level before the first and after the last', async () => {
    const before = raw(panel);
    const filled = each(panel, before, (xs) => xs.map((x, at) => {
      if (!Number.isNaN(x)) return x;
      const series = panel.rows.map((row, other) => ({ isOwn: row['uCode'] === panel.rows[at]?.['uCode'], time: number(row, 'Time'), value: xs[other] ?? NaN })).filter(({ isOwn, value }) => isOwn && !Number.isNaN(value)).toSorted((a, b) => a.time - b.time);
      const now = number(panel.rows[at], 'Time');
      const [left, right] = [series.findLast(({ time }) => time < now), series.find(({ time }) => time > now)];
      if (left === undefined || right === undefined) return (left ?? right)?.value ?? NaN;
      return left.value + (right.value - left.value) * (now - left.time) / (right.time - left.time);
    }));
    expectFilled((await ran({ impute: { method: 'linear' } })).table('filled.csv'), before, panel.rows, filled);
  });

  it('T03: one value moved at most, then the logarithm of what was', async () => {
    expectColumns((await ran({ ...month, treat: { method: 'chain', winmax: 1 } })).table('treated.csv'), t24.rows, each(t24, values, oracle.treatedOnce));
  });

  const zero = new Map([['P1_01_2', 0], ['P2_03_1', 0], ['P3_07', 0], ['P5_08_1', 0]]);
  const scores: readonly [string, object, () => oracle.Columns][] = [
    ['A06: one mean for each level', { normalise: { method: 'minmax', range: [1, 100] }, aggregate: { method: ['arithmetic', 'geometric', 'harmonic'] } }, () => scored(t24, n02, { means: [oracle.arithmetic, oracle.geometric, oracle.harmonic] })],
    ['A09: a threshold for each level', { normalise: {}, aggregate: { availability: [0.5, 0.9, 1] } }, () => scored(t24, n01, { availability: [0.5, 0.9, 1] })],
    ['A12: percent ranks', { normalise: { method: 'percent-rank' }, aggregate: {} }, () => scored(t24, toward((xs) => oracle.rank(xs).map((one) => (one - 1) / (oracle.there(xs).length - 1))))],
    ['A15: four weights set to zero', { normalise: {}, aggregate: { weights: Object.fromEntries(zero) } }, () => scored(t24, n01, { weights: zero })],
    ['a power mean that leaves out what is missing', { normalise: { method: 'minmax', range: [1, 100] }, aggregate: { method: 'power', power: 2 } }, () => scored(t24, n02, { means: [(xs, ws) => Math.sqrt(oracle.arithmetic(xs.map((x) => x * x), ws))] })],
    ['A20: filled by group, treated, min–max', { impute: { method: 'group-mean', group: 'GrpType' }, treat: { method: 'chain', winmax: 1 }, normalise: {}, aggregate: {} }, () => {
      const filled = each(t24, values, (xs) => xs.map((x, at) => (Number.isNaN(x) ? oracle.mean(unitsOf(text(t24.rows[at], 'GrpType')).map((unit) => xs[unit] ?? NaN)) : x)));
      return scored(t24, each(t24, each(t24, filled, oracle.treatedOnce), (xs, indicator) => minmax(directed(xs, indicator))));
    }],
  ];
  it.each(scores)('%s', async (_name, plan, formula) => { expectColumns((await ran({ ...month, ...plan })).table('scores.csv'), t24.rows, formula()); });

  it('A33: last value of the panel, limits', async () => {
    const before = raw(panel);
    const last = each(panel, before, (xs) => xs.map((x, at) => {
      if (!Number.isNaN(x)) return x;
      const now = number(panel.rows[at], 'Time');
      return panel.rows.map((row, other) => ({ row, value: xs[other] ?? NaN })).filter(({ row, value }) => row['uCode'] === panel.rows[at]?.['uCode'] && number(row, 'Time') < now && !Number.isNaN(value)).toSorted((a, b) => number(a.row, 'Time') - number(b.row, 'Time')).at(-1)?.value ?? NaN;
    }));
    const wanted = scored(panel, each(panel, last, (xs, indicator) => goalposts(xs, indicator)));
    const plan = { impute: { method: 'last' }, normalise: { method: 'goalposts' }, aggregate: {} };
    expectColumns((await ran(plan)).table('scores.csv'), panel.rows, wanted);
    // One month alone looks back as well.
    const own = panel.rows.flatMap((row, at) => (row['Time'] === '24' ? [at] : []));
    expectColumns((await ran({ ...plan, ...month })).table('scores.csv'), own.flatMap((at) => panel.rows.slice(at, at + 1)), new Map([...wanted].map(([code, xs]) => [code, own.map((at) => xs[at] ?? NaN)])));
  });

  it('R03: ranks within the group', async () => {
    const ours = (await ran({ ...month, normalise: {}, aggregate: {}, rank: { group: 'GrpType' } })).table('group-ranks.csv');
    const all = new Map([...n01, ...scored(t24, n01)]);
    for (const kind of kinds) {
      const units = unitsOf(kind);
      const places = new Map([...all].map(([code, xs]) => [code, oracle.place(units.map((unit) => xs[unit] ?? NaN))]));
      expectColumns(ours.filter((row) => row['GrpType'] === kind), units.flatMap((unit) => t24.rows.slice(unit, unit + 1)), places);
    }
  });

  const worstOf = (columns: oracle.Columns, units: readonly number[], unit: number): string[] => t24.indicators.map((indicator) => ({ code: codeOf(indicator), rank: oracle.place(units.map((one) => columns.get(codeOf(indicator))?.[one] ?? NaN))[units.indexOf(unit)] ?? NaN }))
    .filter(({ rank }) => !Number.isNaN(rank)).toSorted((a, b) => a.rank - b.rank).slice(-5).map(({ code, rank }) => `${code} ${rank}`);
  it('S02, S04: the true weak links, also those on which the unit is last; within the group', async () => {
    const everybody = [...t24.rows.keys()];
    const links = async (own: object): Promise<readonly Row[]> => (await ran({ ...month, normalise: { method: 'goalposts' }, strengths: own })).table('strengths-weaknesses.csv').filter((row) => row['kind'] === 'W');
    const [plain, grouped] = [await links({}), await links({ data: 'normalised', group: 'GrpType' })];
    const of = (rows: readonly Row[], unit: number): string[] => rows.filter((row) => row['uCode'] === t24.rows[unit]?.['uCode']).map((row) => `${text(row, 'Code')} ${text(row, 'Rank')}`);
    const posts = each(t24, values, (xs, indicator) => goalposts(xs, indicator));
    for (const unit of everybody) {
      expect(of(plain, unit)).toEqual(worstOf(toward((xs) => [...xs]), everybody, unit));
      expect(of(grouped, unit)).toEqual(worstOf(posts, unitsOf(text(t24.rows[unit], 'GrpType')), unit));
    }
    // U03 is alone in the last place on ten indicators; five of them are shown.
    expect(of(plain, 2).every((link) => link.endsWith(' 11'))).toBe(true);
  });

  it('C08: correlations that eleven units cannot tell from chance are missing', async () => {
    const plan = { ...month, normalise: {}, aggregate: {}, correlations: { level: 3, with: 4 } };
    const [all, sure] = [(await ran(plan)).table('correlations.csv'), (await ran({ ...plan, correlations: { ...plan.correlations, pMax: 0.05 } })).table('correlations.csv')];
    // t of 9 degrees of freedom at 5 %, two-sided, is 2.262157; r = t / √(9 + t²).
    const critical = 2.262157 / Math.sqrt(9 + 2.262157 ** 2);
    expect(sure.map((row) => text(row, 'Correlation'))).toEqual(all.map((row) => (Math.abs(number(row, 'Correlation')) > critical ? text(row, 'Correlation') : 'NA')));
    expect(new Set(sure.map((row) => text(row, 'Correlation') === 'NA')).size).toBe(2);
  });

  it('W03: without each dimension in turn', async () => {
    const out = await ran({ ...month, normalise: {}, aggregate: {}, leaveOneOut: 3 });
    const nominal = scored(t24, n01).get('IDX') ?? [];
    const without = new Map(['P1', 'P2', 'P3', 'P4', 'P5'].map((code) => [code, scored(t24, n01, { weights: new Map([[code, 0]]) }).get('IDX') ?? []]));
    expectColumns(out.table('leave-one-out-scores.csv'), t24.rows, new Map([['Nominal', nominal], ...without]));
    expectColumns(out.table('leave-one-out-ranks.csv'), t24.rows, new Map([['Nominal', nominal] as const, ...without].map(([code, xs]) => [code, oracle.place(xs)])));
    const shifts = out.table('leave-one-out-mean-abs-rank-change.csv');
    for (const [code, xs] of without) expect(number(shifts.find((row) => row['removed'] === code), 'meanAbsRankDiff')).toBeCloseTo(oracle.mean(oracle.place(xs).map((one, at) => Math.abs(one - (oracle.place(nominal)[at] ?? NaN)))), 9);
  });

  it('E02: score and coverage effects of every indicator', async () => {
    const rows = (await ran({ normalise: { method: 'goalposts' }, aggregate: {}, change: [23, 24] })).table('change.csv');
    const posts = each(panel, raw(panel), (xs, indicator) => goalposts(xs, indicator));
    const own = (time: string, unit: string): Map<string, number> => { const at = panel.rows.findIndex((row) => row['Time'] === time && row['uCode'] === unit); return new Map([...posts].map(([code, xs]) => [code, xs[at] ?? NaN])); };
    for (const unit of ['U03', 'U07', 'U11']) {
      const [x0, x1] = [own('23', unit), own('24', unit)];
      const [e0, e1] = [oracle.shares(panel, x0), oracle.shares(panel, x1)];
      const middle = ((aggregated(panel, x0).get('IDX') ?? NaN) + (aggregated(panel, x1).get('IDX') ?? NaN)) / 2;
      const wrong = [...x0.keys()].filter((code) => {
        const row = rows.find((one) => one['uCode'] === unit && one['iCode'] === code);
        const [a, b, u, v] = [x0.get(code) ?? NaN, x1.get(code) ?? NaN, e0.get(code) ?? 0, e1.get(code) ?? 0];
        const known = oracle.there([a, b]);
        const [score, coverage] = [known.length === 2 ? (u + v) / 2 * (b - a) : 0, known.length === 0 ? 0 : (v - u) * (oracle.mean(known) - middle)];
        return !isNear(number(row, 'score_effect'), score) || !isNear(number(row, 'coverage_effect'), coverage) || !isNear(number(row, 'score_t23'), a) || !isNear(number(row, 'score_t24'), b);
      });
      expect(wrong).toEqual([]);
    }
  });
});
