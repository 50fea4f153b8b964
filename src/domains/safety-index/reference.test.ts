import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { differences, figure, golden, reference, type Row } from '../../../test/support/index-golden.ts';
import { dataOf, metaOf } from '../../apps/index-run/read-inputs.ts';
import { readTable } from '../../apps/index-run/read-table.ts';
import { buildIndex, isBuilt } from './rules/build.ts';
import { explainChange, isView, viewOf } from './rules/change.ts';
import { correlate, correlationFlags, cronbachAlpha, pValue } from './rules/correlation.ts';
import { availability, columnStatistics } from './rules/data-checks.ts';
import { below } from './rules/explain.ts';
import { boxcox, defaultTreatment, logarithm, winsorise, type Treatment } from './rules/outliers.ts';
import { copelandScores, outrankingMatrix } from './rules/outranking.ts';
import { deriveLimits, referenceColumns } from './rules/limits.ts';
import type { Panel } from './rules/panel.ts';
import { isStanding, meanRankShift, recombined, type Standing } from './rules/recombine.ts';
import type { BuildSettings, IndexResult } from './rules/result.ts';
import { sensitivityIndices } from './rules/sensitivity.ts';
import { kurtosis, skewness } from './rules/statistics.ts';
import { trendOf } from './rules/trends.ts';
import { codesOf, effectiveWeights, nodeAt, type IndexTree } from './rules/tree.ts';
import { choiceName, choicesOf, intervalsOf, uncertaintyOf } from './rules/uncertainty.ts';

// Every reference file that the manifest checks through the library. Golden numbers are those of COINr 1.1.14.

type World = { readonly tree: IndexTree; readonly month: Panel; readonly panel: Panel };
const world: { now?: World } = {};

function here(): World {
  if (world.now === undefined) throw new Error('the reference has not been read');
  return world.now;
}

beforeAll(async () => {
  if (golden === null) return;
  const input = (name: string): string => path.join(golden ?? '', 'inputs', name);
  const meta = metaOf(await readTable(input('iMeta.csv')));
  const [month, panel] = [dataOf(await readTable(input('iData_t24.csv')), meta), dataOf(await readTable(input('iData_panel.csv')), meta)];
  world.now = { tree: meta.tree, month: month.panel, panel: panel.panel };
});

const arithmetic = { method: { method: 'arithmetic' } } as const;
const minmax: BuildSettings = { normalise: { method: 'minmax' }, aggregate: arithmetic, rank: {} };
const goalposts: BuildSettings = { normalise: { method: 'goalposts' }, aggregate: arithmetic, rank: {} };
const nominal: BuildSettings = { fill: { method: 'group-mean', group: 'GrpType' }, treat: { all: defaultTreatment, scope: 'period' }, normalise: { method: 'minmax', range: [1, 100] }, aggregate: arithmetic, rank: {} };

function built(settings: BuildSettings, of: 'month' | 'panel' = 'month'): IndexResult {
  const result = buildIndex(here().tree, here()[of], settings);
  if (!isBuilt(result)) throw new Error(result.message);
  return result;
}

function column(result: IndexResult, code: string): Float64Array {
  return result.scores[result.tree.placeByCode.get(code) ?? -1] ?? new Float64Array();
}

function raw(panel: Panel, code: string): Float64Array {
  return panel.columns[codesOf(here().tree, here().tree.indicators).indexOf(code)] ?? new Float64Array();
}

/** Rows of numbers beside the reference's. */
function same(file: string, ours: readonly Readonly<Record<string, string | number>>[], keys: readonly string[], texts: readonly string[] = [], without: readonly string[] = []): void {
  const theirs = reference(`outputs/${file}.csv`);
  expect(theirs.length).toBeGreaterThan(0);
  expect(differences(ours.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? value : Number.isNaN(value) ? 'NA' : String(value).replace('Infinity', 'Inf')]))), theirs, { keys, texts, without })).toEqual([]);
}

const dimensions = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
// The edge cases have a test of their own: `rules/edge-cases.test.ts`.
const checked: string[] = ['Z01_edge_cases'];

describe.skipIf(golden === null)('the reference through the library', () => {
  const reads = (files: readonly string[], run: () => void): void => {
    checked.push(...files);
    it(files.join(', '), run);
  };

  reads(['stats_t24_raw', 'stats_panel_raw'], () => {
    for (const [file, panel] of [['stats_t24_raw', here().month], ['stats_panel_raw', here().panel]] as const) {
      same(file, codesOf(here().tree, here().tree.indicators).map((iCode, k) => {
        const s = columnStatistics(panel.columns[k] ?? new Float64Array());
        return {
          iCode, Min: s.min, Max: s.max, Mean: s.mean, Median: s.median, Std: s.sd, Skew: s.skew, Kurt: s.kurt, 'N.Avail': s.available, 'N.NonZero': s.nonZero, 'N.Unique': s.unique, 'N.Same': s.same,
          'Frc.Avail': s.availableShare, 'Frc.NonZero': s.nonZeroShare, 'Frc.Unique': s.uniqueShare, 'Frc.Same': s.sameShare,
          'Flag.Avail': s.flags.available, 'Flag.NonZero': s.flags.nonZero, 'Flag.Unique': s.flags.unique, 'Flag.SkewKurt': s.flags.shape,
        };
      }), ['iCode'], ['Flag.Avail', 'Flag.NonZero', 'Flag.Unique', 'Flag.SkewKurt']);
    }
  });

  reads(['data_avail_t24', 'data_avail_t24_bygroup'], () => {
    const { tree, month } = here();
    const row = (unit: number, places: readonly number[]): Float64Array => Float64Array.from(places, (place) => month.columns[tree.indicators.indexOf(place)]?.[unit] ?? NaN);
    same('data_avail_t24', month.units.map((uCode, unit) => {
      const a = availability(row(unit, tree.indicators));
      return { uCode, N_missing: a.missing, N_zero: a.zero, N_miss_or_zero: a.missingOrZero, Dat_Avail: a.share, Non_Zero: a.nonZeroShare };
    }), ['uCode']);
    same('data_avail_t24_bygroup', month.units.map((uCode, unit) => ({
      uCode, ...Object.fromEntries(tree.aggregates.map((place) => [nodeAt(tree, place).code, availability(row(unit, below(tree, place).filter((one) => nodeAt(tree, one).isIndicator))).share])),
    })), ['uCode']);
  });

  reads(['C10_flags_high', 'C11_flags_low'], () => {
    const { normalised, tree } = built(minmax);
    for (const [file, bounds] of [['C10_flags_high', { high: 0.7 }], ['C11_flags_low', { low: -0.4 }]] as const) {
      const theirs = reference(`outputs/${file}.csv`);
      const flags = dimensions.flatMap((group) => correlationFlags(group, codesOf(tree, tree.indicators).flatMap((code, k) => (code.startsWith(group) ? [{ code, values: normalised[k] ?? new Float64Array() }] : [])), bounds));
      // Which of the two stands first is free.
      const ours = flags.map(({ group, a, b, r }) => (theirs.some((row) => row['Ind1'] === b && row['Ind2'] === a) ? { Group: group, Ind1: b, Ind2: a, Corr: r } : { Group: group, Ind1: a, Ind2: b, Corr: r }));
      same(file, ours, ['Ind1', 'Ind2'], ['Group']);
    }
  });

  reads(['C12_cronbach_L2_in_L1', 'C13_pvals_L1_index'], () => {
    const result = built(minmax);
    const { tree } = result;
    same('C12_cronbach_L2_in_L1', dimensions.map((group) => ({ group, alpha: cronbachAlpha(nodeAt(tree, tree.placeByCode.get(group) ?? -1).children.map((place) => result.scores[place] ?? new Float64Array())) })), ['group']);
    const all = [...dimensions, 'IDX'];
    same('C13_pvals_L1_index', all.map((one) => ({ var: one, ...Object.fromEntries(all.map((other) => [other, one === other ? 0 : pValue(correlate('pearson', column(result, one), column(result, other)))])) })), ['var']);
  });

  reads(['D01_denominated_cols'], () => {
    const { denominated, tree } = built({ ...minmax, denominate: true });
    same('D01_denominated_cols', here().month.units.map((uCode, unit) => ({ uCode, ...Object.fromEntries(codesOf(tree, tree.indicators).map((code, k) => [code, denominated[k]?.[unit] ?? NaN])) })), ['uCode']);
  });

  reads(['E02_index_t23_t24'], () => {
    const result = built(goalposts, 'panel');
    for (const row of reference('outputs/E02_index_t23_t24.csv')) {
      const unit = here().panel.units.indexOf(row['uCode'] ?? '');
      const [from, to] = [22, 23].map((period) => viewOf(result, period * 11 + unit));
      if (from === undefined || to === undefined || !isView(from) || !isView(to)) throw new Error('no view');
      expect(from.score).toBeCloseTo(figure(row['IDX_t23'] ?? ''), 9);
      expect(to.score).toBeCloseTo(figure(row['IDX_t24'] ?? ''), 9);
      const sum = explainChange(from, to).rows.reduce((all, { scoreEffect, coverageEffect }) => all + scoreEffect + coverageEffect, 0);
      expect(Math.abs(sum - (to.score - from.score))).toBeLessThan(1e-9);
    }
  });

  reads(['F01_trend_CAGR_IDX', 'F02_trend_prc_change_IDX', 'F03_trend_raw_latest12'], () => {
    const { panel } = here();
    const times = Float64Array.from(panel.periods, Number);
    const series = (values: Float64Array, unit: number): Float64Array => Float64Array.from(panel.periods, (_period, at) => values[at * 11 + unit] ?? NaN);
    const index = column(built({ ...goalposts, fill: { method: 'last' } }, 'panel'), 'IDX');
    for (const [file, kind, name] of [['F01_trend_CAGR_IDX', 'growth', 'CAGR'], ['F02_trend_prc_change_IDX', 'percent-change', 'prc_change']] as const) {
      same(file, panel.units.map((uCode, unit) => {
        const trend = trendOf(kind, series(index, unit), times);
        return { uCode, iCode: 'IDX', [name]: trend.value, Avail: trend.available, t_first: trend.firstTime, t_latest: trend.lastTime };
      }), ['uCode', 'iCode']);
    }
    same('F03_trend_raw_latest12', ['P2_01_1', 'P3_06_2', 'P4_06_2'].flatMap((iCode) => panel.units.map((uCode, unit) => {
      const values = series(raw(panel, iCode), unit);
      const [whole, latest] = [trendOf('percent-change', values, times), trendOf('percent-change', values, times, 12)];
      return { uCode, iCode, prc_change: latest.value, Avail: whole.available, t_first: whole.firstTime, t_latest: whole.lastTime, Avail_use_latest: latest.available, t_first_use_latest: latest.firstTime };
    })), ['uCode', 'iCode']);
  });

  reads(['M01_outrank_copeland_L1', 'M02_outrank_indicators_effweights'], () => {
    const result = built(minmax);
    const { units } = here().month;
    const row = (matrix: Float64Array, unit: number): Record<string, number> => Object.fromEntries(units.map((other, at) => [other, matrix[unit * units.length + at] ?? NaN]));
    const byDimension = outrankingMatrix(dimensions.map((code) => column(result, code)), dimensions.map((code) => nodeAt(result.tree, result.tree.placeByCode.get(code) ?? -1).weight));
    const copeland = copelandScores(byDimension);
    same('M01_outrank_copeland_L1', units.map((uCode, unit) => ({ uCode, ...row(byDimension, unit), copeland: copeland[unit] ?? NaN })), ['uCode']);
    const weights = effectiveWeights(result.tree);
    const byIndicator = outrankingMatrix(result.normalised, result.tree.indicators.map((place) => weights[place] ?? NaN));
    same('M02_outrank_indicators_effweights', units.map((uCode, unit) => ({ uCode, ...row(byIndicator, unit) })), ['uCode']);
  });

  reads(['S05_unit_summary_U03'], () => {
    const result = built(minmax);
    const unit = here().month.units.indexOf('U03');
    same('S05_unit_summary_U03', result.tree.nodes.map(({ code, name }, place) => ({ Code: code, Name: name, Score: result.scores[place]?.[unit] ?? NaN, Rank: (result.ranks[place]?.[unit] ?? 0) || NaN })).filter(({ Code }) => reference('outputs/S05_unit_summary_U03.csv').some((row) => row['Code'] === Code)), ['Code'], ['Name']);
  });

  const treatments: readonly { readonly file: string; readonly all: Treatment; readonly perIndicator?: ReadonlyMap<string, Treatment>; readonly of?: 'panel' }[] = [
    { file: 'T01_default', all: defaultTreatment },
    { file: 'T02_winmax1_combine', all: { ...defaultTreatment, winmax: 1, combine: true } },
    { file: 'T04_tight_logplus', all: { ...defaultTreatment, winmax: 1, skew: 1, kurt: 1, then: 'log-plus' } },
    { file: 'T05_boxcox_two_columns', all: defaultTreatment, perIndicator: new Map(['P3_06_2', 'P4_04_1'].map((code) => [code, { method: 'boxcox', lambda: 0.5, skew: 2, kurt: 3.5 }])) },
    { file: 'T10_panel_default', all: defaultTreatment, of: 'panel' },
  ];
  for (const { file, all, perIndicator, of } of treatments) {
    reads(of === undefined ? [`${file}_details`, `${file}_points`] : [`${file}_details`], () => {
      const result = built({ treat: { all, scope: of ?? 'period', ...(perIndicator === undefined ? {} : { perIndicator }) } }, of ?? 'month');
      const theirs = reference(`outputs/${file}_details.csv`);
      const codes = codesOf(result.tree, result.tree.indicators);
      const reports = codes.map((iCode, k) => ({ iCode, report: result.treatments?.[k]?.[0] }));
      const flag = (pass: boolean, skew: number): string => (skew !== skew ? 'NA' : pass ? 'TRUE' : 'FALSE');
      same(`${file}_details`, reports.filter(({ iCode }) => theirs.some((row) => row['iCode'] === iCode)).map(({ iCode, report }) => {
        const first = report?.winsorised ?? (report?.treated === 'boxcox' ? report.after : undefined);
        const second = report?.winsorised !== undefined && report.treated !== 'winsorised' && report.treated !== 'none' ? report.after : undefined;
        return {
          iCode, 'check_SkewKurt0.Pass': flag(report?.before.pass ?? false, report?.before.skew ?? NaN), 'check_SkewKurt0.Skew': report?.before.skew ?? NaN, 'check_SkewKurt0.Kurt': report?.before.kurt ?? NaN, 'winsorise.nwin': report?.winsorised?.moved ?? NaN,
          'check_SkewKurt1.Pass': first === undefined ? 'NA' : flag(first.pass, first.skew), 'check_SkewKurt1.Skew': first?.skew ?? NaN, 'check_SkewKurt1.Kurt': first?.kurt ?? NaN,
          'check_SkewKurt2.Pass': second === undefined ? 'NA' : flag(second.pass, second.skew), 'check_SkewKurt2.Skew': second?.skew ?? NaN, 'check_SkewKurt2.Kurt': second?.kurt ?? NaN,
        };
      }), ['iCode'], ['check_SkewKurt0.Pass', 'check_SkewKurt1.Pass', 'check_SkewKurt2.Pass']);
      if (of !== undefined) return;
      const { units } = here().month;
      same(`${file}_points`, reports.flatMap(({ iCode, report }) => (report?.treated === 'winsorised' ? [...(report.winsorised?.high ?? []).map((unit) => [unit, 'winhi'] as const), ...(report.winsorised?.low ?? []).map((unit) => [unit, 'winlo'] as const)] : []).map(([unit, treated]) => ({ uCode: units[unit] ?? '', iCode, treated }))), ['uCode', 'iCode'], ['treated']);
    });
  }

  reads(['T10_panel_default_changed_cells'], () => {
    const { panel, tree } = here();
    const { measured } = built({ treat: { all: defaultTreatment, scope: 'panel' } }, 'panel');
    same('T10_panel_default_changed_cells', codesOf(tree, tree.indicators).flatMap((iCode, k) => Array.from(panel.columns[k] ?? [], (old, cell) => ({ Time: panel.periods[Math.floor(cell / 11)] ?? '', uCode: panel.units[cell % 11] ?? '', iCode, old, new: measured[k]?.[cell] ?? NaN })).filter((row) => row.old === row.old && row.old !== row.new)), ['Time', 'uCode', 'iCode']);
  });

  reads(['T20_vector_functions'], () => {
    const theirs = reference('outputs/T20_vector_functions.csv');
    for (const vec of new Set(theirs.map((row) => row['vec'] ?? ''))) {
      const rows = theirs.filter((row) => row['vec'] === vec);
      const x = Float64Array.from(rows, (row) => figure(row['x'] ?? ''));
      const won = (winmax: number, skew: number, kurt: number, isForced = false): Float64Array | undefined => winsorise(x, { winmax, skew, kurt, isForced })?.values;
      const functions: Readonly<Record<string, Float64Array | undefined>> = {
        log_CT: logarithm(x, 'log'), log_CT_plus: logarithm(x, 'log-plus'), log_CT_orig: logarithm(x, 'log-orig'), boxcox0: boxcox(x, 0), boxcox05: boxcox(x, 0.5), boxcox2: boxcox(x, 2),
        win5: won(5, 2, 3.5), win1: won(1, 2, 3.5), win_nolimit_tight: won(Infinity, 0.5, 0), win3_forced: won(3, 2, 3.5, true),
      };
      const ours = rows.map((row, at): Row => ({ vec, i: row['i'] ?? '', ...Object.fromEntries(Object.entries(functions).map(([name, values]) => [name, textOf(values?.[at] ?? NaN)])), skew: String(skewness(x)), kurt: String(kurtosis(x)) }));
      expect(differences(ours, rows, { keys: ['vec', 'i'], without: ['x', 'log_GII'] })).toEqual([]);
    }
  });

  reads(['U00_nominal'], () => {
    const result = built(nominal);
    same('U00_nominal', here().month.units.map((uCode, unit) => ({ uCode, ...Object.fromEntries(result.tree.aggregates.map((place) => [nodeAt(result.tree, place).code, result.scores[place]?.[unit] ?? NaN])) })), ['uCode']);
  });

  reads(['U02_sa_scores', 'U02_sa_parameters_and_y', 'U02_sa_indices', 'U02_sa_rankstats'], () => {
    const result = built(nominal);
    const ways = new Map([{ method: 'minmax', range: [1, 100] } as const, { method: 'zscore', meanSd: [100, 15] } as const].flatMap((normalise) => (['impute', 'noimpute'] as const).map((fill) => {
      const grounds = choicesOf(result, 0, [{ normalise, ...(fill === 'noimpute' ? { fill: 'none' as const } : {}) }]);
      if (!Array.isArray(grounds)) throw new Error(grounds.message);
      return [[fill, choiceName(normalise)].join('/'), grounds[0]] as const;
    })));
    const sets = reference('outputs/U01_ua_weightsets_L2_L3.csv');
    const methods: Readonly<Record<string, 'arithmetic' | 'geometric' | 'harmonic'>> = { a_amean: 'arithmetic', a_gmean: 'geometric', a_hmean: 'harmonic' };
    const ranks = result.ranks[result.tree.root] ?? new Int32Array();
    const runs = reference('outputs/U02_sa_parameters_and_y.csv').map((row): Standing & { readonly row: Row } => {
      const ground = ways.get(`${row['imputation'] ?? ''}/${row['norm'] ?? ''}`);
      if (ground === undefined) throw new Error(`unknown run ${row['run'] ?? ''}`);
      const standing = recombined({ ...ground, aggregate: { method: { method: methods[row['aggregation'] ?? ''] ?? 'arithmetic' } } }, new Map(sets.map((set) => [set['iCode'] ?? '', figure(set[row['weights'] ?? ''] ?? '')])));
      if (!isStanding(standing)) throw new Error(standing.message);
      return { ...standing, row };
    });
    const { units } = here().month;
    same('U02_sa_scores', units.map((uCode, unit) => ({ uCode, Nominal: column(result, 'IDX')[unit] ?? NaN, ...Object.fromEntries(runs.map(({ scores }, run) => [`r_${run + 1}`, scores[unit] ?? NaN])) })), ['uCode']);
    const shifts = runs.map((run) => meanRankShift(ranks, run.ranks));
    same('U02_sa_parameters_and_y', runs.map(({ row }, run) => ({ ...row, y: shifts[run] ?? NaN })), ['run'], ['imputation', 'norm', 'weights', 'aggregation']);
    const { indices } = sensitivityIndices(Float64Array.from(shifts), 4);
    same('U02_sa_indices', ['imputation', 'norm', 'weights', 'aggregation'].map((Variable, j) => ({ Variable, Si: indices[j]?.first ?? NaN, STi: indices[j]?.total ?? NaN })), ['Variable']);
    // The reference takes the rank statistics over the runs of A and B.
    const intervals = intervalsOf(ranks, runs.slice(0, 96).map((run) => run.ranks));
    same('U02_sa_rankstats', units.map((uCode, unit) => ({ uCode, Nominal: intervals[unit]?.nominal ?? NaN, Mean: intervals[unit]?.mean ?? NaN, Median: intervals[unit]?.median ?? NaN, Q5: intervals[unit]?.low ?? NaN, Q95: intervals[unit]?.high ?? NaN })), ['uCode']);
  });

  reads(['U03_estimator_sample', 'U03_estimator_indices'], () => {
    const { indices, variance } = sensitivityIndices(Float64Array.from(reference('outputs/U03_estimator_sample.csv'), (row) => figure(row['y'] ?? '')), 3);
    same('U03_estimator_indices', ['V1', 'V2', 'V3'].map((Variable, j) => ({ Variable, Si: indices[j]?.first ?? NaN, STi: indices[j]?.total ?? NaN, Variance: variance })), ['Variable']);
  });

  it('an own stream of chance gives the picture of the reference’s thousand tries (U04): means within 0.15, quantiles within 1', () => {
    const intervals = uncertaintyOf(built(nominal), { runs: 1000, seed: 20_251_111, levels: [2, 3], choices: [{ method: 'minmax', range: [1, 100] } as const, { method: 'zscore', meanSd: [100, 15] } as const, { method: 'percent-rank' } as const].map((normalise) => ({ normalise })) });
    const far = reference('outputs/U04_ua1000_rankstats.csv').flatMap((row) => {
      const own = intervals[here().month.units.indexOf(row['uCode'] ?? '')];
      const apart = (name: string, ours: number | undefined): number => Math.abs((ours ?? NaN) - figure(row[name] ?? ''));
      return apart('Mean', own?.mean) <= 0.15 && apart('Median', own?.median) <= 1 && apart('Q5', own?.low) <= 1 && apart('Q95', own?.high) <= 1 ? [] : [{ row, own }];
    });
    expect(far).toEqual([]);
  });

  it('the limits of iMeta are the 5 % and 95 % quantiles of the first twelve months, rounded; a lower limit of 0 for counts', () => {
    const { panel, tree } = here();
    const derived = deriveLimits(referenceColumns(tree, panel, panel.columns, [...panel.periods.keys()].slice(0, 12)), { rule: { method: 'quantiles' } });
    if ('refused' in derived) throw new Error(derived.refused);
    const given = new Map(tree.indicators.map((place) => [nodeAt(tree, place).code, nodeAt(tree, place).settings]));
    const unlike = derived.limits.filter(({ code, lower, upper }) => {
      const own = given.get(code);
      return Math.abs(upper - (own?.upper ?? NaN)) > 0.0501 || (own?.lower !== 0 && Math.abs(lower - (own?.lower ?? NaN)) > 0.0501);
    });
    expect(unlike).toEqual([]);
    // Where the quantiles are equal only a person can say.
    expect(derived.limits.length + derived.findings.flatMap(({ indicators = [] }) => indicators).length).toBe(88);
    expect(derived.limits.length).toBeGreaterThan(80);
  });

  it('has a case for every file that the manifest wants', () => {
    const manifest: { readonly files: readonly { readonly file: string; readonly use: string; readonly via: string }[] } = JSON.parse(readFileSync(path.join(golden ?? '', 'manifest.json'), 'utf8'));
    const wanted = manifest.files.filter(({ use, via }) => use === 'match' && via === 'library').map(({ file }) => path.basename(file, '.csv'));
    expect(wanted.filter((file) => !checked.includes(file))).toEqual([]);
  });
});

function textOf(value: number): string {
  return value !== value ? 'NA' : String(value).replace('Infinity', 'Inf');
}
