import { calendarOf } from '../../domains/safety-index/rules/calendar.ts';
import type { Finding } from '../../domains/safety-index/rules/finding.ts';
import { groupingOf, panelOf, type Grouping, type Panel } from '../../domains/safety-index/rules/panel.ts';
import { codesOf, isTree, treeOf, type IndicatorSettings, type IndexTree, type NodeInput } from '../../domains/safety-index/rules/tree.ts';
import { StartError } from '../../platform/start-error.ts';
import { columnOf, isMissing, numberOf, Problems, type Table } from './read-table.ts';

export type Meta = {
  readonly tree: IndexTree;
  /** Codes of the columns that are denominators and of those that are groups. */
  readonly denominators: readonly string[];
  readonly groups: readonly string[];
};

export type Data = {
  readonly panel: Panel;
  /** False where the file has no column `Time`: there is one period without a name. */
  readonly hasTime: boolean;
  /** Cells of the panel in the order of the file's rows. */
  readonly cells: Int32Array;
  readonly findings: readonly Finding[];
};

const types = ['Indicator', 'Aggregate', 'Denominator', 'Group', 'Other'];

/** `iMeta.csv`: the tree, its weights and what the methods need. Throws every problem at once. */
export function metaOf(table: Table): Meta {
  const problems = new Problems();
  const [iCode, parent, direction, type, weight] = ['iCode', 'Parent', 'Direction', 'Type', 'Weight'].map((name) => columnOf(table, name, problems));
  problems.throwAny();
  const at = (row: readonly string[], column: number | undefined): string => row[column ?? -1] ?? '';
  const optional = (name: string): number => table.header.indexOf(name);
  const inputs: NodeInput[] = [];
  const lineByCode = new Map<string, number>();
  const denominators: string[] = [];
  const groups: string[] = [];
  for (const [index, row] of table.rows.entries()) {
    const line = table.lines[index] ?? 0;
    const code = at(row, iCode);
    const cell = (name: string) => (): string => `${table.file} 第 ${line} 行（${code}）的 ${name} `;
    const figure = (name: string): number => numberOf(at(row, optional(name)), cell(name), problems);
    const kind = at(row, type);
    if (lineByCode.has(code)) problems.add(`${table.file} 第 ${line} 行：编码“${code}”在第 ${lineByCode.get(code) ?? 0} 行已经有了。`);
    lineByCode.set(code, line);
    if (isMissing(code)) problems.add(`${table.file} 第 ${line} 行没有编码（iCode）。`);
    if (!types.includes(kind)) { problems.add(`${cell('Type')()}是“${kind}”，可以写：${types.join('、')}。`); continue; }
    if (kind === 'Denominator') denominators.push(code);
    if (kind === 'Group') groups.push(code);
    if (kind !== 'Indicator' && kind !== 'Aggregate') continue;
    const isIndicator = kind === 'Indicator';
    const isRoot = isMissing(at(row, parent));
    const toward = at(row, direction);
    const isUnsaid = isMissing(toward) && !isIndicator;
    if (!isUnsaid && toward !== '1' && toward !== '-1' && toward !== '+1') problems.add(`${cell('Direction')()}是“${toward}”，只能是 1（越大越好）或 -1（越小越好）。`);
    const given = figure('Weight');
    if (Number.isNaN(given) && isMissing(at(row, weight)) && !isRoot) problems.add(`${cell('Weight')()}没有填。`);
    const level = figure('Level');
    if (!Number.isNaN(level) && (!Number.isInteger(level) || level < 1)) problems.add(`${cell('Level')()}是 ${level}，要一个从 1 起的整数。`);
    const [lower, upper] = [figure('goalpost_lower'), figure('goalpost_upper')];
    if (lower > upper) problems.add(`${cell('goalpost_lower')()}是 ${lower}，大于 goalpost_upper ${upper}。`);
    const denominator = at(row, optional('Denominator'));
    const [scale, target] = [figure('goalpost_scale'), figure('Target')];
    const truncate = yesNo(at(row, optional('goalpost_trunc2posts')), cell('goalpost_trunc2posts'), problems);
    const capAtTarget = yesNo(at(row, optional('dist2targ_cap_max')), cell('dist2targ_cap_max'), problems);
    const settings: IndicatorSettings = {
      ...(Number.isNaN(lower) ? {} : { lower }), ...(Number.isNaN(upper) ? {} : { upper }), ...(Number.isNaN(scale) ? {} : { scale }), ...(Number.isNaN(target) ? {} : { target }),
      ...(truncate === undefined ? {} : { truncate }), ...(capAtTarget === undefined ? {} : { capAtTarget }), ...(isMissing(denominator) ? {} : { denominator }),
    };
    const name = at(row, optional('iName'));
    const unit = at(row, optional('Unit'));
    inputs.push({
      code, name: isMissing(name) ? code : name, parent: isRoot ? undefined : at(row, parent), weight: Number.isNaN(given) ? 1 : given, direction: toward === '-1' ? -1 : 1,
      unit: isMissing(unit) ? '' : unit, isIndicator, settings, ...(Number.isNaN(level) ? {} : { level }),
    });
  }
  problems.throwAny();
  const tree = treeOf(inputs);
  if (!isTree(tree)) {
    for (const { code, message } of tree) problems.add(`${table.file}${lineByCode.has(code) ? ` 第 ${lineByCode.get(code) ?? 0} 行` : ''}：${message}`);
    problems.throwAny();
    throw new StartError('index/tree', `${table.file} 不成指标体系。`);
  }
  for (const place of tree.indicators) {
    const { code, settings: { denominator } } = tree.nodes[place] ?? { code: '', settings: {} };
    if (denominator !== undefined && !denominators.includes(denominator)) problems.add(`${table.file} 第 ${lineByCode.get(code) ?? 0} 行（${code}）的 Denominator“${denominator}”没有自己的一行（Type 为 Denominator）。`);
  }
  problems.throwAny();
  return { tree, denominators, groups };
}

/** `iData.csv`: a row for each unit and period. Throws every problem at once. */
export function dataOf(table: Table, { tree, denominators, groups }: Meta): Data {
  const problems = new Problems();
  const unitColumn = columnOf(table, 'uCode', problems);
  const timeColumn = table.header.indexOf('Time');
  const codes = codesOf(tree, tree.indicators);
  const valueColumns = [...codes, ...denominators].map((code) => columnOf(table, code, problems));
  problems.throwAny();
  if (table.rows.length === 0) throw new StartError('index/no-rows', `${table.file} 只有表头，一行数据也没有。`);
  const times = table.rows.map((row) => (timeColumn < 0 ? '' : row[timeColumn] ?? ''));
  const { periods, positions } = calendarOf(times);
  const units = [...new Set(table.rows.map((row) => row[unitColumn] ?? ''))];
  const unitPlaces = new Map(units.map((unit, place) => [unit, place]));
  const periodPlaces = new Map(periods.map((period, place) => [period, place]));
  for (const [place, at] of positions.entries()) if (place > 0 && at === positions[place - 1]) problems.add(`${table.file}：Time“${periods[place - 1] ?? ''}”和“${periods[place] ?? ''}”是同一期，写法要统一。`);
  const size = units.length * periods.length;
  const lines = new Int32Array(size);
  const cells = new Int32Array(table.rows.length);
  for (const [index, row] of table.rows.entries()) {
    const line = table.lines[index] ?? 0;
    const unit = row[unitColumn] ?? '';
    const time = times[index] ?? '';
    if (isMissing(unit)) problems.add(`${table.file} 第 ${line} 行没有单位（uCode）。`);
    if (timeColumn >= 0 && isMissing(time)) problems.add(`${table.file} 第 ${line} 行没有时间（Time）。`);
    const cell = (periodPlaces.get(time) ?? 0) * units.length + (unitPlaces.get(unit) ?? 0);
    if (lines[cell] !== 0) problems.add(`${table.file} 第 ${line} 行：单位“${unit}”${timeColumn < 0 ? '' : `的 Time ${time} `}在第 ${lines[cell] ?? 0} 行已经有了。`);
    lines[cell] = line;
    cells[index] = cell;
  }
  problems.throwAny();
  const columns = valueColumns.map((at, k) => {
    const name = [...codes, ...denominators][k] ?? '';
    const column = new Float64Array(size).fill(NaN);
    for (const [index, row] of table.rows.entries()) column[cells[index] ?? 0] = numberOf(row[at] ?? '', () => `${table.file} 第 ${table.lines[index] ?? 0} 行（${row[unitColumn] ?? ''}）的 ${name} `, problems);
    return column;
  });
  problems.throwAny();
  const known = new Set(['uCode', 'uName', 'Time', ...codes, ...denominators, ...groups]);
  const unused = table.header.filter((name) => !known.has(name));
  const panel = panelOf({
    units, periods, positions, columns: columns.slice(0, codes.length), present: Uint8Array.from(lines, (line) => (line === 0 ? 0 : 1)),
    groups: new Map(groups.flatMap((name): [string, Grouping][] => (table.header.includes(name) ? [[name, groupsOf(table, name, cells, size)]] : []))),
    denominators: new Map(denominators.map((code, at) => [code, columns[codes.length + at] ?? new Float64Array(size)])),
  });
  if (!('units' in panel)) throw new Error(`the panel was refused: ${panel.refused}`);
  const findings = unused.length === 0 ? [] : [{ step: 'read', code: 'unused-columns', message: `${table.file} 的 ${unused.length} 列在指标体系里没有，没有使用：${unused.slice(0, 12).join('、')}。` }];
  return { panel, hasTime: timeColumn >= 0, cells, findings };
}

function groupsOf(table: Table, name: string, cells: Int32Array, size: number): Grouping {
  const labels = new Array<string | undefined>(size).fill(undefined);
  const at = table.header.indexOf(name);
  for (const [index, row] of table.rows.entries()) {
    const label = row[at] ?? '';
    if (!isMissing(label)) labels[cells[index] ?? 0] = label;
  }
  return groupingOf(labels);
}

function yesNo(text: string, where: () => string, problems: Problems): boolean | undefined {
  if (isMissing(text)) return undefined;
  const isYes = ['TRUE', 'T', '1'].includes(text.toUpperCase());
  if (!isYes && !['FALSE', 'F', '0'].includes(text.toUpperCase())) problems.add(`${where()}是“${text}”，要 TRUE 或 FALSE。`);
  return isYes;
}
