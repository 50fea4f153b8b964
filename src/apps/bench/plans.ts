import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import type { Actor } from '../../platform/actor.ts';
import type { Database, Db } from '../../platform/db.ts';
import { setWall, wallOf } from '../../platform/wall.ts';

// How the database goes about each question: the plan of every statement of it, without numbers and values. A list that
// reads a whole table of a city shows there before anybody waits for it. The bench asks for the plans of what it sent;
// the test is told of every plan as it is carried out, those inside the database's functions too (test/plans).

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
export const large = ['incident', 'wording', 'reporter', 'step', 'deadline', 'tally', 'event', 'audit', 'audit_link', 'command', 'digest', 'file'];

type Node = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; 'Function Name'?: string; 'CTE Name'?: string; 'Index Cond'?: string; 'Total Cost': number; Plans?: Node[] };

/** The plans of these statements as that caller, one line a node; what only sets or names something has none. */
export async function plansOf(db: Db, statements: readonly Statement[], caller: Actor): Promise<string[]> {
  const plans: string[] = [];
  for (const { sql: text, parameters } of statements) {
    if (!/^\s*(?:select|with|\()/iu.test(text) || !/\b(?:from|join)\s+(?:incidents|platform|identity|geography|dispatch)\./iu.test(text)) continue;
    const [plan] = await db.transaction().execute(async (inside) => {
      await sql`select ${setWall(wallOf(caller))}`.execute(inside);
      const { rows } = await inside.executeQuery(CompiledQuery.raw(`explain (format json) ${text}`, [...parameters]));
      return rows as { 'QUERY PLAN': [{ Plan: Node }] }[]; // what EXPLAIN answers with
    });
    if (plan) plans.push(outlined(plan['QUERY PLAN'][0].Plan, 0).join('\n'));
  }
  return plans;
}

/** Settings of a role under which each of its new connections is told the plan of everything it does, as a notice; only a superuser may set them. */
export const tellPlans: Readonly<Record<string, string>> = {
  session_preload_libraries: 'auto_explain', 'auto_explain.log_min_duration': '0', 'auto_explain.log_nested_statements': 'on', 'auto_explain.log_format': 'json', 'auto_explain.log_level': 'notice',
  // A plan for these values, however often it was asked before.
  plan_cache_mode: 'force_custom_plan',
};

/** The outline of a plan that a connection was told of; null where the notice is of something else, or no table is read. */
export function toldPlan(notice: string): string | null {
  const found = /^duration: [\d.]+ ms {2}plan:\n(?<plan>\{[\s\S]*\})$/u.exec(notice)?.groups?.['plan'];
  if (found === undefined) return null;
  const { Plan: plan } = JSON.parse(found) as { Plan: Node }; // what auto_explain says
  const lines = outlined(plan, 0);
  return lines.some((line) => / (?:on|using) /u.test(line)) ? lines.join('\n') : null;
}

/** Of a table that is read until there are so many: the share of it that the planner expects to read, from which on it is the whole. */
const nearlyAll = 0.8;

function outlined(node: Node, depth: number, above?: Node): string[] {
  const below = node.Plans ?? [];
  const stopsEarly = node['Node Type'] === 'Seq Scan' && above?.['Node Type'] === 'Limit' && above['Total Cost'] < nearlyAll * node['Total Cost'];
  // A value that is made out of nothing, as the walls' are.
  if (node['Node Type'] === 'Result' && below.length === 0 && depth > 0) return [];
  const index = node['Index Name'];
  const on = [index === undefined ? '' : `using ${index}${node['Index Cond'] === undefined && node['Node Type'] !== 'Bitmap Index Scan' ? ' in its order' : ''}`, node['Relation Name'] === undefined ? '' : `on ${node['Relation Name']}`, node['Function Name'] ?? '', node['CTE Name'] ?? ''].filter((part) => part !== '');
  return [`${'  '.repeat(depth)}${[node['Node Type'], ...on, ...(stopsEarly ? ['until there are enough'] : [])].join(' ')}`, ...below.flatMap((one) => outlined(one, depth + 1, node))];
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
