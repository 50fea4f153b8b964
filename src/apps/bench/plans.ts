import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import type { Actor } from '../../platform/actor.ts';
import type { Database, Db } from '../../platform/db.ts';
import { setWall, wallOf } from '../../platform/wall.ts';

// How the database goes about each question: the plan of every statement of it, without numbers and values, kept in
// the repository. A list that reads a whole table of a city shows there before anybody waits for it.

type Statement = { readonly sql: string; readonly parameters: readonly unknown[] };
export type Watched = { readonly db: Db; readonly taken: () => Statement[] };

/** A second handle on the same connections that remembers what was asked. */
export function watching(pool: pg.Pool): Watched {
  let statements: Statement[] = [];
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    log: (event) => { if (event.level === 'query') statements.push({ sql: event.query.sql, parameters: event.query.parameters }); },
  });
  return { db, taken: () => { const taken = statements; statements = []; return taken; } };
}

/** Tables that grow with the city's cases. Whoever reads one of them from end to end waits longer every year. */
export const large = ['incident', 'wording', 'reporter', 'step', 'deadline', 'tally', 'event', 'audit', 'command', 'digest', 'file'];

type Node = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; 'Function Name'?: string; 'CTE Name'?: string; 'Subplan Name'?: string; Plans?: Node[] };

/** The plans of these statements as that caller, one line a node; what only sets or names something has none. */
export async function plansOf(db: Db, statements: readonly Statement[], caller: Actor): Promise<string[]> {
  const plans: string[] = [];
  for (const { sql: text, parameters } of statements) {
    if (!/^\s*(?:select|with|\()/iu.test(text) || !/\b(?:from|join)\s+(?:incidents|platform|identity|geography|dispatch)\./iu.test(text)) continue;
    const [plan] = await db.transaction().execute(async (inside) => {
      await sql`select ${setWall(wallOf(caller))}`.execute(inside);
      const { rows } = await inside.executeQuery(CompiledQuery.raw(`explain (format json, costs off) ${text}`, [...parameters]));
      return rows as { 'QUERY PLAN': [{ Plan: Node }] }[]; // what EXPLAIN answers with
    });
    if (plan) plans.push(outlined(plan['QUERY PLAN'][0].Plan, 0).join('\n'));
  }
  return plans;
}

function outlined(node: Node, depth: number): string[] {
  const on = [node['Index Name'] === undefined ? '' : `using ${node['Index Name']}`, node['Relation Name'] === undefined ? '' : `on ${node['Relation Name']}`, node['Function Name'] ?? '', node['CTE Name'] ?? ''].filter((part) => part !== '');
  return [`${'  '.repeat(depth)}${[node['Node Type'], ...on].join(' ')}`, ...(node.Plans ?? []).flatMap((below) => outlined(below, depth + 1))];
}

/** Those of them that are large where it is asked. */
export async function largeHere(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_class where relkind = 'r' and relname = any(${large}::text[]) and reltuples > 20000`.execute(db);
  return rows.map(({ name }) => name);
}

/** Lines of a plan that read one of these tables from end to end. */
export function scans(plan: string, tables: readonly string[]): string[] {
  return plan.split('\n').map((line) => line.trim()).filter((line) => tables.some((table) => line === `Seq Scan on ${table}`));
}

export const planFile = path.join(import.meta.dirname, 'plans', 'boards.txt');

/** `=== title` and its plans, in the order of titles. */
export function written(plans: ReadonlyMap<string, readonly string[]>): string {
  return [...plans].sort(([a], [b]) => (a < b ? -1 : 1)).map(([title, each]) => `=== ${title}\n${each.join('\n--\n')}\n`).join('\n');
}

export async function keptPlans(): Promise<string> {
  return readFile(planFile, 'utf8').catch(() => '');
}
