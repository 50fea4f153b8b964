import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { declared } from '../src/apps/contracts.ts';
import { command, type Operation } from '../src/platform/core/contract.ts';
import type { Db } from '../src/platform/db.ts';
import { withDatabase } from './support/pg.ts';

// Beside test/points-firewall.pg.test.ts: ways that lead from points to a right, planted for real, each of which must be found; the words in English, pinyin and Chinese.

const rights = /benefit|welfare|subsid|allowance|relief|pension|insur|medical|medicare|hospital|health_?care|school|enrol|pupil|tuition|election|elector|\bvote|voting|ballot|candidate|credit_?(?:score|record|rating)|household_?register|hukou|huji|di_?bao|wu_?bao|te_?kun|yi_?bao|ru_?xue|xue_?ji|xuan_?ju|jiu_?zhu|bu_?tie|zheng_?xin|低保|五保|特困|救助|补贴|补助|津贴|养老金|社保|医保|新农合|就医|报销|入学|升学|学籍|招生|选举|选民|户籍|落户|征信|信用分/iu;
/** What the tables of points may name elsewhere: where, who in the office, which household, which resident, which picture. */
const mayName = new Set(['geography.area', 'identity.person', 'identity.unit', 'registry.household', 'registry.person', 'platform.file']);

/** Every way in the database's own catalogue on which points and something else hang together, and every name of theirs that is a right's. */
async function databaseBreaches(db: Db): Promise<string[]> {
  const { rows: ways } = await sql<{ from: string; to: string; how: string }>`
    select k.conrelid::regclass::text as "from", k.confrelid::regclass::text as "to", 'key' as how from pg_constraint k where k.contype = 'f' and (k.conrelid::regclass::text ~ '^points\\.') <> (k.confrelid::regclass::text ~ '^points\\.')
    union all select distinct r.ev_class::regclass::text, d.refobjid::regclass::text, 'view' from pg_depend d join pg_rewrite r on r.oid = d.objid
      where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid::regclass::text ~ '^points\\.' and r.ev_class::regclass::text !~ '^points\\.'
    union all select p.oid::regproc::text, 'points', 'function' from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname not in ('points', 'pg_catalog', 'information_schema') and p.prosrc ~ '\\mpoints\\.'
    union all select t.tgrelid::regclass::text, t.tgfoid::regproc::text, 'trigger' from pg_trigger t where not t.tgisinternal and (t.tgrelid::regclass::text ~ '^points\\.') <> (t.tgfoid::regproc::text ~ '^points\\.')
    union all select o.polrelid::regclass::text, 'points', 'policy' from pg_policy o where o.polrelid::regclass::text !~ '^points\\.' and coalesce(pg_get_expr(o.polqual, o.polrelid), '') || coalesce(pg_get_expr(o.polwithcheck, o.polrelid), '') ~ '\\mpoints\\.'
    order by 1, 2, 3`.execute(db);
  const { rows: names } = await sql<{ name: string }>`
    select c.oid::regclass || '.' || a.attname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped where n.nspname = 'points' and c.relkind in ('r', 'p', 'v', 'm')
    union all select p.oid::regproc::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'points' order by 1`.execute(db);
  expect(names.length).toBeGreaterThan(50);
  return [...ways.filter(({ from, to, how }) => !(how === 'key' && from.startsWith('points.') && mayName.has(to))).map(({ from, to, how }) => `${how}: ${from} → ${to}`),
    ...names.filter(({ name }) => rights.test(name)).map(({ name }) => `name: ${name}`)];
}

test('in the database no way leads from points to a right, and each that is planted is found', () => withDatabase(async ({ ownerDb }) => {
  expect(await databaseBreaches(ownerDb)).toEqual([]);
  const planted: readonly (readonly [string, string])[] = [
    ['alter table registry.care_need add column points_account bigint references points.account (id)', 'key: registry.care_need → points.account'],
    ['alter table points.account add column need_id uuid references registry.care_need (id)', 'key: points.account → registry.care_need'],
    ['create view registry.dibao_facts as select household_id, balance from points.account', 'view: registry.dibao_facts → points.account'],
    ['alter table points.account add column yibao_level int', 'name: points.account.yibao_level'],
    ['alter table points.book add column "入学加分" int', 'name: points.book."入学加分"'],
    [`create function registry.may_ask(p uuid) returns boolean language sql as 'select balance > 0 from points.account where household_id = p'`, 'function: registry.may_ask → points'],
    ['create policy rich on registry.person for select using (exists (select from points.account a where a.person_id = registry.person.id and a.balance > 0))', 'policy: registry.person → points'],
  ];
  for (const [statement] of planted) await sql.raw(statement).execute(ownerDb);
  const found = (await databaseBreaches(ownerDb)).map((one) => one.replace('points.book.入学加分', 'points.book."入学加分"'));
  for (const [, what] of planted) expect(found).toContain(what);
}));

/** Names of everything that an operation takes, gives, offers or refuses, however deep. */
function namesIn(operation: Operation): string[] {
  const found: string[] = [operation.name];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) { value.forEach(walk); return; }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, one] of Object.entries(value)) {
      if (key === 'properties') found.push(...Object.keys(Object(one)));
      if (key === 'enum' || key === 'const') found.push(...[one].flat().map(String));
      walk(one);
    }
  };
  for (const [schema, io] of [[operation.input, 'input'], [operation.output, 'output']] as const) walk(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
  return found.concat(operation.kind === 'command' ? operation.refusals ?? [] : []);
}

/** Counted at the village's meeting on the rules, not at an election. */
const ownVotes = new Set(['points/votes-above']);
const contractBreaches = (operations: readonly Operation[]): string[] => operations.filter(({ domain }) => domain === 'points')
  .flatMap((operation) => namesIn(operation).filter((name) => rights.test(name) && !ownVotes.has(name)).map((name) => `${operation.name}: ${name}`));

test('in the contracts of points no right is named, given or offered, and each that is planted is found', () => {
  expect(contractBreaches(declared)).toEqual([]);
  const plant = (name: string, output: z.ZodType): Operation => command({ domain: 'points', name, permission: 'signedIn', summary: 'planted', input: z.object({}), output, refusals: [] });
  for (const one of [plant('exportForSchool', z.object({})), plant('statement', z.object({ rows: z.array(z.object({ dibaoLevel: z.int() })) })), plant('spend', z.object({ on: z.enum(['soap', '医保']) })), plant('rank', z.object({ xuanjuWeight: z.int() }))]) expect([one.name, contractBreaches([one]).length]).toEqual([one.name, 1]);
});
