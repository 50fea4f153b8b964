import path from 'node:path';
import { buildIndex, isBuilt } from '../../domains/safety-index/rules/build.ts';
import type { Finding } from '../../domains/safety-index/rules/finding.ts';
import { isPlan, readPlan, type Plan } from '../../domains/safety-index/rules/plan.ts';
import { planProblems, settingsOf } from '../../domains/safety-index/rules/plan-settings.ts';
import { StartError } from '../../platform/start-error.ts';
import { analysesOf } from './analyses.ts';
import { dataOf, metaOf, type Data, type Meta } from './read-inputs.ts';
import { bytesOf, readTable } from './read-table.ts';
import { stepTables, type Written } from './step-tables.ts';
import { writeFiles, type OutputFile } from './write-files.ts';

export type IndexFiles = { readonly meta: string; readonly data: string; readonly plan: string; readonly out: string };
export type Inputs = { readonly meta: Meta; readonly data: Data; readonly plan: Plan; readonly planFile: string };

/** Reads everything, computes everything, writes everything: nothing is written where something is refused. Throws StartError. */
export async function runIndex(files: IndexFiles): Promise<{ readonly names: readonly string[]; readonly findings: readonly Finding[] }> {
  const inputs = await readInputs(files);
  const { outputs, findings } = await computed(inputs);
  const all: OutputFile[] = [...outputs, { name: 'findings.json', text: `${JSON.stringify(findings, null, 1)}\n` }];
  await writeFiles(files.out, all);
  return { names: all.map(({ name }) => name), findings };
}

export async function readInputs({ meta: metaFile, data: dataFile, plan: planFile }: Omit<IndexFiles, 'out'>): Promise<Inputs> {
  const plan = await readPlanFile(planFile);
  const meta = metaOf(await readTable(metaFile));
  const data = dataOf(await readTable(dataFile), meta);
  const problems = planProblems(plan, meta.tree, data.panel);
  if (problems.length > 0) throw planError(planFile, problems);
  return { meta, data, plan, planFile };
}

/** The tables that the plan asks for, ready to be written, and what could not be done. */
export async function computed({ meta, data, plan, planFile }: Inputs): Promise<{ readonly outputs: readonly OutputFile[]; readonly findings: readonly Finding[] }> {
  const result = buildIndex(meta.tree, data.panel, settingsOf(plan, data.panel));
  if (!isBuilt(result)) throw new StartError('index/refused', result.message);
  const written = writtenOf(data, plan, result.panel.periods.length === data.panel.periods.length);
  const steps = stepTables(result, plan, written);
  const analyses = await analysesOf(result, plan, written, path.dirname(planFile));
  return { outputs: [...steps, ...analyses.outputs], findings: [...data.findings, ...result.findings, ...analyses.findings] };
}

/** Which cells are rows, in the order of the file, and whether they begin with `Time`. */
function writtenOf({ panel, cells, hasTime }: Data, { period }: Plan, isWhole: boolean): Written {
  if (period === undefined || period === 'all') return { cells: [...cells], hasTime };
  const first = panel.periods.indexOf(String(period)) * panel.units.length;
  const own = [...cells].filter((cell) => cell >= first && cell < first + panel.units.length);
  // A file of one period is its own panel; of more, the build has cut it out.
  return { cells: isWhole ? own : own.map((cell) => cell - first), hasTime: false };
}

async function readPlanFile(file: string): Promise<Plan> {
  const text = new TextDecoder('utf-8').decode(await bytesOf(file));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new StartError('index/plan-json', `${file} 不是 JSON：${error instanceof Error ? error.message : ''}`, 2, error);
  }
  const plan = readPlan(json);
  if (!isPlan(plan)) throw planError(file, plan);
  return plan;
}

function planError(file: string, problems: readonly { readonly path: string; readonly message: string }[]): StartError {
  return new StartError('index/plan', problems.map(({ path: at, message }) => `${file}${at === '' ? '' : ` 的 ${at}`}：${message}。`).join('\n'), 2);
}
