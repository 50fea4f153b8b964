import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectSame, figure, golden, ran, reference, type Likeness } from '../../../test/support/index-golden.ts';

// Every reference file that the manifest checks through the command line, one plan each.

type Case = { readonly file: string; readonly plan: object; readonly ours: string; readonly likeness: Likeness };

const month = { period: 24 } as const;
const byUnit: Likeness = { keys: ['uCode'] };
const byTime: Likeness = { keys: ['Time', 'uCode'] };
const arithmetic = { method: 'arithmetic' } as const;
const minmax = { method: 'minmax' } as const;
const goalposts = { method: 'goalposts' } as const;

const normalised = (file: string, normalise: object): Case => ({ file, plan: { ...month, normalise }, ours: 'normalised.csv', likeness: byUnit });
const normalisedPanel = (file: string, normalise: object): Case => ({ file, plan: { normalise }, ours: 'normalised.csv', likeness: byTime });
const filled = (file: string, impute: object): Case => ({ file, plan: { ...month, impute }, ours: 'filled.csv', likeness: { keys: ['uCode', 'iCode'] } });
const filledPanel = (file: string, impute: object): Case => ({ file, plan: { impute }, ours: 'filled.csv', likeness: { keys: ['Time', 'uCode', 'iCode'], without: ['src'] } });
const treated = (file: string, treat: object): Case => ({ file, plan: { ...month, treat: { method: 'chain', ...treat } }, ours: 'treated.csv', likeness: byUnit });
const scores = (file: string, plan: object): Case => ({ file, plan: { ...month, ...plan }, ours: 'scores.csv', likeness: byUnit });
const scoresPanel = (file: string, plan: object): Case => ({ file, plan, ours: 'scores.csv', likeness: byTime });
const a01 = { ...month, normalise: minmax, aggregate: arithmetic };
const a10 = { ...month, normalise: goalposts, aggregate: arithmetic };
const links: Likeness = { keys: ['uCode', 'kind', 'n'], texts: ['Code', 'Name', 'L2', 'Unit'] };
const strengths = (file: string, own: object): Case => ({ file, plan: { ...month, strengths: own }, ours: 'strengths-weaknesses.csv', likeness: links });
const correlations = (file: string, own: object, likeness: Partial<Likeness> = {}): Case => ({ file, plan: { ...a01, correlations: own }, ours: 'correlations.csv', likeness: { keys: ['Var1', 'Var2'], ...likeness } });
const u01 = { ...month, impute: { method: 'group-mean', group: 'GrpType' }, treat: { method: 'default' }, normalise: { method: 'minmax', range: [1, 100] }, aggregate: arithmetic };
const drawn = (): object => ({ ...u01, uncertainty: { sets: { weights: path.join(golden ?? '', 'outputs/U01_ua_weightsets_L2_L3.csv'), parameters: path.join(golden ?? '', 'outputs/U01_ua_parameters.csv') } } });

const cases: readonly Case[] = [
  normalised('N01_minmax_0_100', { method: 'minmax', range: [0, 100] }),
  normalised('N02_minmax_1_100', { method: 'minmax', range: [1, 100] }),
  normalised('N04_goalposts_trunc', goalposts),
  normalised('N06_zscore_0_1', { method: 'zscore' }),
  normalised('N07_zscore_100_15', { method: 'zscore', meanSd: [100, 15] }),
  normalised('N08_rank_min', { method: 'rank' }),
  normalised('N09_rank_average', { method: 'rank', ties: 'average' }),
  normalised('N10_prank', { method: 'percent-rank' }),
  normalised('N11_borda', { method: 'borda' }),
  normalised('N12_dist2targ_nocap', { method: 'distance-to-target' }),
  normalised('N16_scaled', { method: 'scaled' }),
  normalised('N18_dist2ref', { method: 'distance-to-reference', reference: 'U05' }),
  normalisedPanel('N20_panel_minmax_global', { method: 'minmax', scope: 'panel' }),
  normalisedPanel('N21_panel_minmax_perperiod_10cols', minmax),
  normalisedPanel('N22_panel_goalposts_10cols', goalposts),
  filled('I01_mean_cells', { method: 'mean' }),
  filled('I02_median_cells', { method: 'median' }),
  filled('I03_mean_grp_cells', { method: 'group-mean', group: 'GrpType' }),
  filled('I05_row_mean_group3_cells', { method: 'row-mean', withinLevel: 3 }),
  filledPanel('I10_panel_latest_cells', { method: 'last' }),
  filledPanel('I11_panel_latest_max1_cells', { method: 'last', maxPeriods: 1 }),
  filledPanel('I13_panel_constant_cells', { method: 'constant' }),
  treated('T01_default_data', {}),
  treated('T02_winmax1_combine_data', { winmax: 1, combine: true }),
  treated('T04_tight_logplus_data', { winmax: 1, skew: 1, kurt: 1, then: 'log-plus' }),
  treated('T05_boxcox_two_columns_data', { perIndicator: { P3_06_2: { method: 'boxcox', lambda: 0.5 }, P4_04_1: { method: 'boxcox', lambda: 0.5 } } }),
  scores('A01_minmax_amean', a01),
  scores('A02_minmax1_gmean', { normalise: { method: 'minmax', range: [1, 100] }, aggregate: { method: 'geometric' } }),
  scores('A03_minmax1_hmean', { normalise: { method: 'minmax', range: [1, 100] }, aggregate: { method: 'harmonic' } }),
  scores('A07_minmax_amean_equal', { normalise: minmax, aggregate: { weights: 'equal' } }),
  scores('A08_minmax_amean_thresh75', { normalise: minmax, aggregate: { availability: 0.75 } }),
  scores('A10_goalposts_amean', a10),
  scores('A11_zscore_amean', { normalise: { method: 'zscore' }, aggregate: arithmetic }),
  scores('A13_rank_amean', { normalise: { method: 'rank' }, aggregate: arithmetic }),
  scores('A14_dist2targ_amean', { normalise: { method: 'distance-to-target' }, aggregate: arithmetic }),
  scores('A21_denominate_minmax_amean', { denominate: true, normalise: minmax, aggregate: arithmetic }),
  scoresPanel('A30_panel_minmax_global_amean', { normalise: { method: 'minmax', scope: 'panel' }, aggregate: arithmetic }),
  scoresPanel('A31_panel_goalposts_amean', { period: 'all', normalise: goalposts, aggregate: arithmetic }),
  scoresPanel('A32_panel_minmax_perperiod_amean_L1', { normalise: minmax, aggregate: arithmetic }),
  { file: 'R01_ranks_minmax_amean', plan: { ...a01, rank: {} }, ours: 'ranks.csv', likeness: { ...byUnit, tolerance: 0 } },
  { file: 'R02b_ranks_goalposts_amean_rounded9', plan: { ...a10, rank: { decimals: 9 } }, ours: 'ranks.csv', likeness: { ...byUnit, tolerance: 0 } },
  { file: 'R04_panel_ranks_goalposts_L1', plan: { normalise: goalposts, aggregate: arithmetic, rank: {} }, ours: 'ranks.csv', likeness: { ...byTime, tolerance: 0 } },
  strengths('S01_strweak_raw_default', { data: 'raw', hideLast: true }),
  strengths('S03_strweak_raw_unq40', { data: 'raw', uniqueShare: 0.4 }),
  correlations('C01_L2_L1_parent', { level: 2, with: 3, withParent: true }),
  correlations('C02_L1_index', { level: 3, with: 4 }),
  correlations('C03_ind_index', { level: 1, with: 4 }),
  correlations('C04_L1_L1_spearman', { level: 3, with: 3, kind: 'spearman' }),
  correlations('C05_L1_L1_kendall', { level: 3, with: 3, kind: 'kendall' }),
  correlations('C06_ind_parent', { level: 1, with: 2, withParent: true }),
  { file: 'W01_effective_weights', plan: a01, ours: 'effective-weights.csv', likeness: { keys: ['iCode'], called: { EffWeight: 'weight' }, without: ['Level', 'Weight'], tolerance: 1e-12 } },
  { file: 'W04_remove_L2_scores', plan: { ...a01, leaveOneOut: 2 }, ours: 'leave-one-out-scores.csv', likeness: byUnit },
  { file: 'W04_remove_L2_meanabsdiff', plan: { ...a01, leaveOneOut: 2 }, ours: 'leave-one-out-mean-abs-rank-change.csv', likeness: { keys: ['removed'] } },
  { file: 'E01_contributions_t24_goalposts_amean', plan: { ...a10, explain: true }, ours: 'contributions.csv', likeness: { keys: ['uCode', 'iCode'], called: { weight_adjusted: 'weight' }, without: ['weight_nominal'] } },
  { file: 'U01_ua_scores', plan: drawn(), ours: 'uncertainty-scores.csv', likeness: byUnit },
  { file: 'U01_ua_ranks', plan: drawn(), ours: 'uncertainty-ranks.csv', likeness: { ...byUnit, tolerance: 0 } },
  { file: 'U01_ua_rankstats', plan: drawn(), ours: 'uncertainty.csv', likeness: { ...byUnit, called: { Nominal: 'nominal', Mean: 'mean', Median: 'median', Q5: 'q05', Q95: 'q95' } } },
  { file: 'U01_ua_nominal', plan: drawn(), ours: 'uncertainty-scores.csv', likeness: { ...byUnit, called: { Score: 'Nominal' }, without: ['Rank'] } },
  { file: 'U01_ua_nominal', plan: drawn(), ours: 'uncertainty.csv', likeness: { ...byUnit, called: { Rank: 'nominal' }, without: ['Score'] } },
];

describe.skipIf(golden === null)('the reference through the command line', () => {
  it.each(cases.map((one) => [`${one.file} (${one.ours})`, one] as const))('%s', async (_name, { file, plan, ours, likeness }) => {
    expectSame((await ran(plan)).table(ours), reference(`outputs/${file}.csv`), likeness);
  });

  it('U01: what says how to draw has no effect beside sets that were drawn, and says so', async () => {
    const plan = drawn();
    const { findings } = await ran({ ...plan, uncertainty: { ...('uncertainty' in plan && typeof plan.uncertainty === 'object' ? plan.uncertainty : {}), runs: 200, seed: 1 } });
    expect(findings.filter(({ step }) => step === 'uncertainty').map(({ code }) => code)).toEqual(['drawn-before']);
  });

  it('C07_family_L1inds: each group with its dimension, and with the index', async () => {
    const theirs = reference('outputs/C07_family_L1inds.csv');
    const families: readonly [string, number][] = [['L1', 3], ['Index', 4]];
    for (const [label, level] of families) {
      const ours = (await ran({ ...a01, correlations: { level: 2, with: level, withParent: true } })).table('correlations.csv').map((row) => ({ ...row, Var1: label }));
      expectSame(ours, theirs.filter((row) => row['Var1'] === label), { keys: ['Var1', 'Var2'] });
    }
  });

  it('E02_index_t23_t24: the effects of all indicators sum to the change of the index', async () => {
    const rows = (await ran({ period: 'all', normalise: goalposts, aggregate: arithmetic, change: [23, 24] })).table('change.csv');
    for (const unit of reference('outputs/E02_index_t23_t24.csv')) {
      const sum = rows.filter((row) => row['uCode'] === unit['uCode']).reduce((all, row) => all + figure(row['score_effect'] ?? '') + figure(row['coverage_effect'] ?? ''), 0);
      expect(sum).toBeCloseTo(figure(unit['IDX_t24'] ?? '') - figure(unit['IDX_t23'] ?? ''), 9);
    }
  });

  it('has a case for every file that the manifest wants', () => {
    const manifest: { readonly files: readonly { readonly file: string; readonly use: string; readonly via: string }[] } = JSON.parse(readFileSync(path.join(golden ?? '', 'manifest.json'), 'utf8'));
    const wanted = manifest.files.filter(({ use, via }) => use === 'match' && via === 'cli').map(({ file }) => path.basename(file, '.csv'));
    const have = new Set([...cases.map(({ file }) => file), 'C07_family_L1inds']);
    expect(wanted.filter((file) => !have.has(file))).toEqual([]);
  });
});
