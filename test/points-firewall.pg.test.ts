import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { declared } from '../src/apps/contracts.ts';
import { worldOfFile } from './support/world.ts';

// Points lead to soap, rice and honours that somebody decides on. No column, key, view, operation or file leads from them to what
// somebody is owed or chosen for: benefits, insurance, school, doctor, household register, loans, elections.

const owed = /benefit|welfare|low_?income|subsist|allowance|subsid|pension|insur|medic|hospital|clinic|doctor|school|pupil|enrol|tuition|scholar|elect(?:ion|or|ed)|candidate|ballot|voter|hukou|household_?register|residence_?permit|loan|mortgage|credit_?(?:score|rating|report)|punish|blacklist/iu;
const world = worldOfFile();

test.each(['points.account.medical_card', 'points.honour.school_id', 'registry.person.low_income_points', 'points.proposal.credit_score', 'points.export.candidateId'])('%s would be noticed', (name) => { expect(owed.test(name)).toBe(true); });

test('no column of points is about it, no key leads out of points but to people, households and areas, none leads in, and no view outside reads them', async () => {
  const { rows: columns } = await sql<{ name: string }>`select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'points'`.execute(world().ownerDb);
  expect(columns.length).toBeGreaterThan(100);
  expect(columns.filter(({ name }) => owed.test(name))).toEqual([]);
  const { rows: keys } = await sql<{ from: string; to: string }>`
    select distinct f.nspname as "from", case when t.nspname = 'points' then 'points' else t.nspname || '.' || tc.relname end as "to" from pg_constraint c
      join pg_class fc on fc.oid = c.conrelid join pg_namespace f on f.oid = fc.relnamespace join pg_class tc on tc.oid = c.confrelid join pg_namespace t on t.oid = tc.relnamespace
    where c.contype = 'f' and (f.nspname = 'points' or t.nspname = 'points')`.execute(world().ownerDb);
  expect(keys.filter(({ from }) => from !== 'points')).toEqual([]);
  expect(keys.map(({ to }) => to).toSorted()).toEqual(['geography.area', 'identity.person', 'identity.unit', 'points', 'registry.household', 'registry.person']);
  const { rows: views } = await sql<{ view: string }>`
    select distinct r.ev_class::regclass::text as view from pg_rewrite r join pg_depend d on d.objid = r.oid and d.classid = 'pg_rewrite'::regclass join pg_class read on read.oid = d.refobjid join pg_namespace n on n.oid = read.relnamespace
      join pg_class v on v.oid = r.ev_class join pg_namespace vn on vn.oid = v.relnamespace where n.nspname = 'points' and vn.nspname <> 'points'`.execute(world().ownerDb);
  expect(views).toEqual([]);
});

test('no operation of points takes or tells it, and no other domain tells points', () => {
  const names = (domain: (name: string) => boolean): string[] => declared.filter((operation) => domain(operation.domain)).flatMap((operation) => [operation.input, operation.output].flatMap((shape) => [...namesIn(z.toJSONSchema(shape, { unrepresentable: 'any', io: 'input' }))].map((name) => `${operation.domain}.${operation.name}.${name}`)));
  const own = names((domain) => domain === 'points');
  expect(own).toContain('points.propose.amount');
  expect(own.filter((name) => owed.test(name))).toEqual([]);
  expect(names((domain) => !['points', 'safety-index'].includes(domain)).filter((name) => /\.(?:points|pointsTotal|pointsBalance|householdPoints|balance)$/u.test(name))).toEqual([]);
});

test('no other domain reads points, in code or in SQL, and points publish no facts to be read', async () => {
  const folder = path.join(import.meta.dirname, '../src/domains');
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/u.test(file) && !file.startsWith('points') && !/\.test\.ts$/u.test(file))
    .filter((file) => /['"](?:\.\.\/)+points\/|\bpoints\.(?:book|account|transfer|entry|hold|award|proposal|objection|period|honour|rule_version|voucher|redemption|holder|card)\b/u.test(readFileSync(path.join(folder, file), 'utf8')));
  expect(found).toEqual([]);
  const { rows } = await sql<{ name: string }>`select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'points' and relname like '%\_facts'`.execute(world().ownerDb);
  expect(rows).toEqual([]);
});

function* namesIn(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') yield* Object.keys(Object(value));
    yield* namesIn(value);
  }
}
