import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { dataOf, metaOf, type Data, type Meta } from '../../src/apps/index-run/read-inputs.ts';
import { readTable } from '../../src/apps/index-run/read-table.ts';
import { computed } from '../../src/apps/index-run/run.ts';
import { cellText } from '../../src/apps/index-run/write-files.ts';
import type { Finding } from '../../src/domains/safety-index/rules/finding.ts';
import { isPlan, readPlan } from '../../src/domains/safety-index/rules/plan.ts';
import { planProblems } from '../../src/domains/safety-index/rules/plan-settings.ts';
import { sharedFile } from './shared.ts';

// The reference results of the index, and ours beside them. README of index-golden, section 0, says how to compare.

export type Row = Readonly<Record<string, string>>;

/** The folder of the reference; null, with a printed sentence, where it is absent. */
export const golden = sharedFile('data/index-golden');

export function readCsv(file: string): Row[] {
  // csv-parse returns records by the names of the head row.
  return parse(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true }) as Row[];
}

export function reference(name: string): Row[] {
  return readCsv(path.join(golden ?? '', name));
}

export type Ran = { readonly table: (name: string) => Row[]; readonly findings: readonly Finding[]; readonly names: readonly string[] };

/** What the command reads, computes and would write, on the reference's inputs; each input file is read once. */
export async function ran(plan: object, data = 'iData_panel.csv'): Promise<Ran> {
  const inputs = path.join(golden ?? '', 'inputs');
  const read = readPlan(JSON.parse(JSON.stringify(plan)));
  if (!isPlan(read)) throw new Error(read.map(({ path: at, message }) => `${at}: ${message}`).join('\n'));
  const meta = known.meta ??= metaOf(await readTable(path.join(inputs, 'iMeta.csv')));
  const own = known.data.get(data) ?? dataOf(await readTable(path.join(inputs, data)), meta);
  known.data.set(data, own);
  const problems = planProblems(read, meta.tree, own.panel);
  if (problems.length > 0) throw new Error(problems.map(({ path: at, message }) => `${at}: ${message}`).join('\n'));
  const { outputs, findings } = await computed({ meta, data: own, plan: read, planFile: path.join(inputs, 'plan.json') });
  const tables = new Map(outputs.flatMap((one) => ('rows' in one ? [[one.name, one] as const] : [])));
  return {
    findings, names: [...tables.keys()],
    table: (name) => {
      const found = tables.get(name);
      if (!found) throw new Error(`no ${name} was written, only ${[...tables.keys()].join(' ')}`);
      return Array.from(found.rows, (row) => Object.fromEntries(found.header.map((column, at) => [column, cellText(row[at] ?? NaN)])));
    },
  };
}

const known: { meta?: Meta; readonly data: Map<string, Data> } = { data: new Map() };

export type Likeness = {
  readonly keys: readonly string[];
  /** Our column by the reference's, where they differ. */
  readonly called?: Readonly<Record<string, string>>;
  /** Columns that are text, and equal; all others are numbers. */
  readonly texts?: readonly string[];
  /** Columns that only the reference has. */
  readonly without?: readonly string[];
  readonly tolerance?: number;
};

/** Every difference, as a sentence: rows by their keys, columns by name, missing equal to missing. Empty where they agree. */
export function differences(ours: readonly Row[], theirs: readonly Row[], { keys, called = {}, texts = [], without = [], tolerance = 1e-9 }: Likeness): string[] {
  const found: string[] = [];
  const byKey = new Map(ours.map((row) => [keyOf(row, keys.map((key) => called[key] ?? key)), row]));
  if (byKey.size !== theirs.length) found.push(`${byKey.size} rows, the reference has ${theirs.length}`);
  for (const row of theirs) {
    const key = keyOf(row, keys);
    const own = byKey.get(key);
    if (own === undefined) { found.push(`${key}: no such row`); continue; }
    for (const [name, text] of Object.entries(row)) {
      if (keys.includes(name) || without.includes(name)) continue;
      const ownText = own[called[name] ?? name];
      const isSame = ownText !== undefined && (texts.includes(name) ? ownText === text : isNear(figure(ownText), figure(text), tolerance));
      if (!isSame) found.push(`${key} ${name}: ${ownText ?? 'no such column'}, the reference has ${text}`);
    }
  }
  return found.slice(0, 10);
}

export function expectSame(ours: readonly Row[], theirs: readonly Row[], likeness: Likeness): void {
  expect(theirs.length).toBeGreaterThan(0);
  expect(differences(ours, theirs, likeness)).toEqual([]);
}

export function isNear(got: number, wanted: number, tolerance = 1e-9): boolean {
  if (Number.isNaN(wanted) || Number.isNaN(got)) return Number.isNaN(wanted) && Number.isNaN(got);
  return got === wanted || Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
}

/** A cell as a number; NA and NaN are both missing. An empty or unreadable cell throws. */
export function figure(text: string): number {
  if (text === 'NA' || text === 'NaN') return NaN;
  if (text === 'Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  const value = Number(text);
  if (text === '' || Number.isNaN(value)) throw new Error(`“${text}” is no number`);
  return value;
}

function keyOf(row: Row, keys: readonly string[]): string {
  return keys.map((key) => row[key] ?? '?').join('/');
}
