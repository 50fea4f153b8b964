import { sql } from 'kysely';
import { askersOf } from '../../src/apps/bench/askers.ts';
import { asks, type Scope } from '../../src/apps/bench/asks.ts';
import { scans, tellPlans, toldPlan } from '../../src/apps/bench/plans.ts';
import { diceOf } from '../../src/apps/demo/world.ts';
import type { House } from '../../src/platform/action.ts';
import { openDb, type Db } from '../../src/platform/db.ts';

// The plans of every question that the product answers, as the database carries them out: one section for each way of
// asking, in it one part for each kind of desk that is answered in another way. No numbers, no values.

/** A county's are like one of these. */
const desks: readonly Scope[] = ['city', 'township', 'grid'];

export type Plans = { readonly texts: ReadonlyMap<string, string>; readonly scans: readonly string[] };

/** Connections of the app in this database are told their plans from now on. @returns false where that needs more than the server allows */
export async function tellPlansIn(admin: Db, database: string, appRole: string): Promise<boolean> {
  const { rows: [server] } = await sql<{ superuser: boolean; there: boolean }>`
    select current_setting('is_superuser')::boolean as superuser, exists (select from pg_ls_dir(setting) file where file in ('auto_explain.so', 'auto_explain.dylib', 'auto_explain.dll')) as there
    from pg_config where name = 'PKGLIBDIR'`.execute(admin).catch(() => ({ rows: [] }));
  if (server?.superuser !== true || !server.there) return false;
  for (const [name, value] of Object.entries(tellPlans)) await sql`alter role ${sql.ref(appRole)} in database ${sql.ref(database)} set ${sql.raw(name)} = ${sql.lit(value)}`.execute(admin);
  return true;
}

/**
 * Asks everything once and writes down how it was answered.
 * @param tables those of which a scan from end to end is a fault
 * @param only questions by name; all, where not said
 */
export async function plansOfQuestions(appUrl: string, house: House, tables: readonly string[], only: readonly string[] = Object.keys(asks)): Promise<Plans> {
  const open = openDb(appUrl, { applicationName: 'the plans', max: 1 });
  let told: string[] = [];
  open.pool.on('connect', (client) => client.on('notice', ({ message }) => {
    const plan = toldPlan(message ?? '');
    if (plan !== null) told.push(plan);
  }));
  try {
    const askers = await askersOf({ ...house, db: open.db, reads: open.db });
    const texts = new Map<string, string>();
    const faults: string[] = [];
    for (const name of only) {
      for (const way of asks[name] ?? []) {
        const title = way.how === '' ? name : `${name}: ${way.how}`;
        const answered = new Map<string, string[]>();
        for (const scope of desks.filter((one) => way.at?.includes(one) ?? true)) {
          const dice = diceOf(11);
          const { seen, caller } = await askers.at(scope, dice, way.by);
          const input = way.input(seen, dice);
          // Once to fill what a process keeps in memory, and once to see.
          if (answered.size === 0) await askers.ask(name, input, caller);
          await sql`select 1`.execute(open.db);
          told = [];
          await askers.ask(name, input, caller);
          // The end of what only read is not waited for, and with it its last plan is told.
          await sql`select 1`.execute(open.db);
          const plans = [...new Set(told)].sort().join('\n--\n');
          answered.set(plans, [...answered.get(plans) ?? [], scope]);
          for (const line of new Set(scans(plans, tables))) faults.push(`${title} @ ${scope}: ${line}`);
        }
        texts.set(title, [...answered].map(([plans, where]) => `@ ${where.join(', ')}\n${plans}`).join('\n\n'));
      }
    }
    return { texts, scans: faults };
  } finally {
    await open.close();
  }
}

/** By domain: `=== question` and how it is answered. */
export function filesOf(texts: ReadonlyMap<string, string>): Map<string, string> {
  const domains = Map.groupBy(texts, ([title]) => title.split('.')[0] ?? '');
  return new Map([...domains].map(([domain, sections]) => [`${domain}.txt`, `${head}\n${sections.map(([title, text]) => `=== ${title}\n${text}\n`).join('\n')}`]));
}

const head = `How PostgreSQL answers each question of this domain; written anew by: PLANS=write npx vitest run --project pg test/city.pg.test.ts
A plan that changed is looked at before it is kept: a "Seq Scan" of a table that grows is a fault wherever it stands.
`;

/** The questions of such a file. */
export function titlesOf(text: string): string[] {
  return [...text.matchAll(/^=== (?<title>.*)$/gmu)].map(({ groups }) => groups?.['title'] ?? '');
}

/** The same of the list of all questions. */
export function allTitles(): string[] {
  return Object.entries(asks).flatMap(([name, ways]) => ways.map(({ how }) => (how === '' ? name : `${name}: ${how}`)));
}
