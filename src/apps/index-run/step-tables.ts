import type { Finding } from '../../domains/safety-index/rules/finding.ts';
import type { Plan } from '../../domains/safety-index/rules/plan.ts';
import type { IndexResult } from '../../domains/safety-index/rules/result.ts';
import { codesOf, effectiveWeights, nodeAt } from '../../domains/safety-index/rules/tree.ts';
import type { Cell, OutputTable } from './write-files.ts';

/** Which cells are rows, in their order, and whether a row begins with its Time. */
export type Written = { readonly cells: readonly number[]; readonly hasTime: boolean };
export type Analysed = { readonly outputs: readonly OutputTable[]; readonly findings: readonly Finding[] };

/** One file for each step that was asked for. */
export function stepTables(result: IndexResult, plan: Plan, written: Written): OutputTable[] {
  const { tree, panel } = result;
  const indicators = codesOf(tree, tree.indicators);
  const aggregates = tree.nodes.flatMap(({ isIndicator }, place) => (isIndicator ? [] : [place]));
  const table = (name: string, codes: readonly string[], columns: readonly Float64Array[]): OutputTable => ({ name, header: [...keys(written), ...codes], rows: rowsOf(result, written, columns) });
  const tables: OutputTable[] = [];
  if (plan.denominate === true) tables.push(table('denominated.csv', indicators, result.denominated));
  if (plan.impute !== undefined) tables.push({ name: 'filled.csv', header: [...keys(written), 'iCode', 'old', 'new'], rows: filledRows(result, written) });
  if (plan.treat !== undefined) tables.push(table('treated.csv', indicators, result.measured), detailsTable(result, written));
  if (plan.normalise !== undefined) tables.push(table('normalised.csv', indicators, result.normalised));
  if (plan.aggregate !== undefined) {
    const weights = effectiveWeights(tree);
    tables.push(table('scores.csv', codesOf(tree, aggregates), aggregates.map((place) => result.scores[place] ?? new Float64Array())));
    tables.push({ name: 'effective-weights.csv', header: ['iCode', 'weight'], rows: tree.nodes.map(({ code }, place) => [code, weights[place] ?? 0]) });
  }
  if (plan.rank !== undefined) {
    // Without aggregates there is nothing to rank above the indicators.
    const ranked = plan.aggregate === undefined ? tree.indicators : tree.nodes.map((_node, place) => place);
    tables.push({ name: 'ranks.csv', header: [...keys(written), ...codesOf(tree, ranked)], rows: rankRows(result, written, ranked.map((place) => result.ranks[place] ?? new Int32Array())) });
    const { group } = plan.rank;
    const grouping = group === undefined ? undefined : panel.groups.get(group);
    if (group !== undefined && grouping !== undefined) {
      const columns = ranked.map((place) => result.groupRanks?.[place] ?? new Int32Array());
      tables.push({ name: 'group-ranks.csv', header: [...keys(written), group, ...codesOf(tree, ranked)], rows: rankRows(result, written, columns, (cell) => grouping.labels[grouping.of[cell] ?? -1] ?? 'NA') });
    }
  }
  return tables;
}

/** Places in the panel of the periods that are written. */
export function writtenPeriods({ panel }: IndexResult, { cells }: Written): number[] {
  return [...new Set(cells.map((cell) => Math.floor(cell / panel.units.length)))].toSorted((a, b) => a - b);
}

export function keys({ hasTime }: Written): string[] {
  return hasTime ? ['Time', 'uCode'] : ['uCode'];
}

export function keyOf({ panel }: IndexResult, { hasTime }: Written, cell: number): Cell[] {
  const unit = panel.units[cell % panel.units.length] ?? '';
  return hasTime ? [panel.periods[Math.floor(cell / panel.units.length)] ?? '', unit] : [unit];
}

function* rowsOf(result: IndexResult, written: Written, columns: readonly Float64Array[]): Generator<Cell[]> {
  for (const cell of written.cells) {
    const row = keyOf(result, written, cell);
    for (const column of columns) row.push(column[cell] ?? NaN);
    yield row;
  }
}

function* rankRows(result: IndexResult, written: Written, columns: readonly Int32Array[], group?: (cell: number) => string): Generator<Cell[]> {
  for (const cell of written.cells) {
    const row = keyOf(result, written, cell);
    if (group !== undefined) row.push(group(cell));
    for (const column of columns) row.push((column[cell] ?? 0) === 0 ? NaN : column[cell] ?? 0);
    yield row;
  }
}

function* filledRows(result: IndexResult, written: Written): Generator<Cell[]> {
  for (const [k, place] of result.tree.indicators.entries()) {
    const { code } = nodeAt(result.tree, place);
    for (const cell of written.cells) if (result.filled?.[k]?.[cell] === 1) yield [...keyOf(result, written, cell), code, NaN, result.filledColumns[k]?.[cell] ?? NaN];
  }
}

function detailsTable(result: IndexResult, { hasTime }: Written): OutputTable {
  // Over the whole panel, or of one period, an indicator has one row.
  const isByPeriod = hasTime && result.settings.treat?.scope === 'period';
  const rows = result.tree.indicators.flatMap((place, k) => (result.treatments?.[k] ?? []).map((report, period): Cell[] => [
    ...(isByPeriod ? [result.panel.periods[period] ?? ''] : []), nodeAt(result.tree, place).code, report.treated, report.points, report.before.skew, report.before.kurt, report.after.skew, report.after.kurt,
  ]));
  return { name: 'treat-details.csv', header: [...(isByPeriod ? ['Time'] : []), 'iCode', 'treated', 'points', 'skewBefore', 'kurtBefore', 'skewAfter', 'kurtAfter'], rows };
}
