import type { Finding } from './finding.ts';
import type { Panel } from './panel.ts';
import { codesOf, type IndexTree } from './tree.ts';

/**
 * What one step has to say of one column: the crumbs of which findings are made. Kept by column, so that a change of one
 * cell replaces those of its column alone.
 */
export type Note = {
  readonly step: string;
  readonly code: string;
  /** Place of the node in the tree. */
  readonly place: number;
  /** Of the panel; undefined where it is of all periods. */
  readonly period?: number;
  readonly units?: readonly number[];
  /** Goes into the sentence. */
  readonly detail?: string;
};

/** What a note means, for a reader. */
const sentences: Readonly<Record<string, string>> = {
  'denominate/unknown-denominator': '分母在数据里找不到，没有相除',
  'denominate/zero-denominator': '分母是 0 或缺失，相除没有结果，按缺失处理',
  'impute/left-missing': '没有可用来填补的数，仍然缺失',
  'treat/undefined': '缩尾过程中各值变得完全相同，偏度无法计算，保留原值',
  'treat/still-failing': '处理之后仍未通过偏度和峰度检验',
  'treat/not-needed': '已通过偏度和峰度检验，没有处理',
  'normalise/constant': '各单位的数值全部相同，不含信息，没有得分',
  'normalise/constant-rank': '各单位的数值全部相同，名次不含信息',
  'normalise/too-few': '只有一个数值，无法比较，没有得分',
  'normalise/empty': '没有任何数值',
  'normalise/no-limits': '没有上下限，没有得分',
  'normalise/equal-limits': '上限与下限相同，等于它的数值没有得分',
  'normalise/no-target': '没有目标值，没有得分',
  'normalise/target-not-above': '目标值不优于最差的数值，得分没有意义或方向相反',
  'normalise/reference-missing': '参照单位没有数值，没有得分',
  'normalise/infinite': '得分是无穷大',
  'aggregate/zero-weights': '下级的权重全部是 0，没有得分',
  'aggregate/below-availability': '有数据的下级不到规定的比例，没有得分',
  'aggregate/empty': '下级全部没有得分，因此没有得分，它的权重分给了同级',
  'aggregate/infinite': '得分是无穷大',
};

const mostNamed = 12;
/** In the order of the work; a sort keeps the order of the tree within each. */
const steps = ['denominate', 'impute', 'treat', 'normalise', 'aggregate'];

/** One finding for each step and code, in the order of the tree; one for each indicator where it is about single units. */
export function findingsOf(tree: IndexTree, panel: Panel, notes: Iterable<Note>): Finding[] {
  const byKey = new Map<string, { places: Set<number>; units: Set<number>; periods: Set<number>; details: Set<string>; step: string; code: string }>();
  for (const { step, code, place, period, units, detail } of notes) {
    const key = units === undefined ? `${step}/${code}` : `${step}/${code}/${place}`;
    const entry = byKey.get(key) ?? { places: new Set(), units: new Set(), periods: new Set(), details: new Set(), step, code };
    byKey.set(key, entry);
    entry.places.add(place);
    if (period !== undefined) entry.periods.add(period);
    if (detail !== undefined) entry.details.add(detail);
    for (const unit of units ?? []) entry.units.add(unit);
  }
  const entries = [...byKey.values()].toSorted((a, b) => steps.indexOf(a.step) - steps.indexOf(b.step));
  return entries.map(({ step, code, places, units, periods, details }) => {
    const indicators = codesOf(tree, [...places].toSorted((a, b) => a - b));
    const named = [...units].toSorted((a, b) => a - b).map((unit) => panel.units[unit] ?? '');
    const when = panel.periods.length < 2 || periods.size === 0 ? '' : periods.size === panel.periods.length ? '（各期）' : `（${listed([...periods].toSorted((a, b) => a - b).map((period) => panel.periods[period] ?? ''), '期')}）`;
    const who = named.length > 0 ? `；单位：${listed(named, '个')}` : '';
    const why = details.size > 0 ? `；${[...details].join('；')}` : '';
    return { step, code, indicators, ...(named.length > 0 ? { units: named } : {}), message: `${listed(indicators, '项')}${when}：${sentences[`${step}/${code}`] ?? code}${who}${why}。` };
  });
}

function listed(names: readonly string[], measure: string): string {
  const shown = names.slice(0, mostNamed).join('、');
  return names.length > mostNamed ? `${shown} 等 ${names.length} ${measure}` : shown;
}
