import { seededChance } from '../../domains/safety-index/rules/chance.ts';
import type { Finding } from '../../domains/safety-index/rules/finding.ts';
import type { Normalising } from '../../domains/safety-index/rules/normalise.ts';
import type { Plan } from '../../domains/safety-index/rules/plan.ts';
import { combinable, type Combinable } from '../../domains/safety-index/rules/recombine.ts';
import type { IndexResult } from '../../domains/safety-index/rules/result.ts';
import { choicesOf, drawn, isTried, tryDraws, unknownCodes, type Draw } from '../../domains/safety-index/rules/uncertainty.ts';
import { StartError } from '../../platform/start-error.ts';
import { columnOf, numberOf, Problems, readTable } from './read-table.ts';
import { keyOf, keys, writtenPeriods, type Analysed, type Written } from './step-tables.ts';
import type { Cell } from './write-files.ts';

type Asked = NonNullable<Plan['uncertainty']>;
/** What is drawn once and tried in every period. */
type Draws = { readonly draws: readonly Draw[]; readonly choices: readonly Normalising[] };

/** Usual number of tries and seed, where the plan says nothing. */
const usual = { runs: 1_000, seed: 1 } as const;

export async function uncertaintyTables(result: IndexResult, asked: Asked, written: Written, found: (name: string) => string): Promise<Analysed> {
  const { draws, choices } = asked.sets === undefined ? drawnHere(result, asked) : await drawnBefore(result, asked.sets, found);
  const width = result.panel.units.length;
  const intervals: Cell[][] = [];
  const scores: Cell[][] = [];
  const ranks: Cell[][] = [];
  const findings: Finding[] = unusedBeside(asked);
  for (const period of writtenPeriods(result, written)) {
    const grounds = choicesOf(result, period, choices.map((normalise) => ({ normalise })));
    if (!isChoices(grounds)) throw new StartError('index/refused', grounds.message);
    const tried = tryDraws(combinable(result, period), choices.length === 0 ? [combinable(result, period)] : grounds, draws);
    if (!isTried(tried)) throw new StartError('index/refused', tried.message);
    if (tried.failed > 0) findings.push({ step: 'uncertainty', code: 'failed-runs', message: `${draws.length} 次试算中有 ${tried.failed} 次因为平均数不能用于其中的数值而没有结果，没有计入。` });
    for (const cell of written.cells) {
      if (Math.floor(cell / width) !== period) continue;
      const unit = cell % width;
      const key = keyOf(result, written, cell);
      const one = tried.intervals[unit];
      intervals.push([...key, one?.nominal ?? NaN, one?.mean ?? NaN, one?.median ?? NaN, one?.low ?? NaN, one?.high ?? NaN]);
      scores.push([...key, tried.nominal.scores[unit] ?? NaN, ...tried.runs.map((run) => run.scores[unit] ?? NaN)]);
      ranks.push([...key, tried.nominal.ranks[unit] || NaN, ...tried.runs.map((run) => run.ranks[unit] || NaN)]);
    }
  }
  const header = [...keys(written), 'Nominal', ...draws.map((_draw, at) => `r_${at + 1}`)];
  return {
    outputs: [
      { name: 'uncertainty.csv', header: [...keys(written), 'nominal', 'mean', 'median', 'q05', 'q95'], rows: intervals },
      { name: 'uncertainty-scores.csv', header, rows: scores }, { name: 'uncertainty-ranks.csv', header, rows: ranks },
    ],
    findings,
  };
}

function drawnHere(result: IndexResult, { runs = usual.runs, seed = usual.seed, weightNoise, levels, normalisations = [] }: Asked): Draws {
  const draws = drawn(result.tree, { runs, choices: Math.max(1, normalisations.length), ...(weightNoise === undefined ? {} : { weightNoise }), ...(levels === undefined ? {} : { levels }) }, seededChance(seed));
  return { draws, choices: normalisations };
}

/** With sets that were drawn before, what says how to draw has no effect. */
function unusedBeside({ sets, ...how }: Asked): Finding[] {
  const unused = sets === undefined ? [] : Object.keys(how);
  return unused.length === 0 ? [] : [{ step: 'uncertainty', code: 'drawn-before', message: `权重和参数取自给出的文件，没有另外抽取，${unused.join('、')} 没有起作用。` }];
}

/** Reads which weights and which way to normalise each try used. */
async function drawnBefore(result: IndexResult, sets: NonNullable<Asked['sets']>, found: (name: string) => string): Promise<Draws> {
  const weights = await readTable(found(sets.weights));
  const parameters = await readTable(found(sets.parameters));
  const problems = new Problems();
  const codeColumn = columnOf(weights, 'iCode', problems);
  const setColumn = columnOf(parameters, 'weights', problems);
  const wayColumn = columnOf(parameters, 'norm', problems);
  problems.throwAny();
  const codes = weights.rows.map((row) => row[codeColumn] ?? '');
  for (const code of unknownCodes(result.tree, codes)) problems.add(`${weights.file}：指标体系里没有编码“${code}”。`);
  const setByName = new Map(weights.header.flatMap((name, at) => (at === codeColumn ? [] : [[name, new Map(codes.map((code, row) => [code, weightOf(weights.rows[row]?.[at] ?? '', `${weights.file} 第 ${weights.lines[row] ?? 0} 行的 ${name} `, problems)]))] as const])));
  const ways = new Map<string, number>();
  const choices: Normalising[] = [];
  const draws = parameters.rows.map((row, at): Draw => {
    const [name, way] = [row[setColumn] ?? '', row[wayColumn] ?? ''];
    const where = `${parameters.file} 第 ${parameters.lines[at] ?? 0} 行`;
    const set = setByName.get(name);
    if (set === undefined) problems.add(`${where}：${weights.file} 里没有权重组“${name}”。`);
    const normalise = normaliseNamed(way);
    if (normalise === undefined) problems.add(`${where}：不认识标准化方法“${way}”；可以写 minmax<最低>_<最高>、zscore<平均>_<标准差>、prank 或方法名。`);
    if (!ways.has(way)) { ways.set(way, choices.length); choices.push(normalise ?? {}); }
    return { weights: set ?? new Map(), choice: ways.get(way) ?? 0 };
  });
  problems.throwAny();
  return { draws, choices };
}

function weightOf(text: string, where: string, problems: Problems): number {
  const weight = numberOf(text, () => where, problems);
  if (!(weight >= 0)) problems.add(`${where}是“${text}”，要一个不小于 0 的数。`);
  return weight;
}

/** `minmax1_100`, `zscore100_15`, `prank` as the reference's files say, or the name of a method without settings. */
function normaliseNamed(name: string): Normalising | undefined {
  const [, method, first, second] = /^(minmax|zscore)(-?[\d.]+)_(-?[\d.]+)$/u.exec(name) ?? [];
  const pair = [Number(first), Number(second)] as const;
  if (method === 'minmax') return { method, range: pair };
  if (method === 'zscore') return { method, meanSd: pair };
  if (name === 'prank') return { method: 'percent-rank' };
  return (['minmax', 'goalposts', 'zscore', 'rank', 'percent-rank', 'borda', 'distance-to-target', 'distance-to-max', 'scaled', 'none'] as const).flatMap((one) => (one === name ? [{ method: one }] : []))[0];
}

function isChoices(value: ReturnType<typeof choicesOf>): value is Combinable[] {
  return Array.isArray(value);
}
