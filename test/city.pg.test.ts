import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { ensureCity } from '../src/apps/demo.ts';
import { castOf } from '../src/apps/demo/cast.ts';
import { casesOfDay } from '../src/apps/demo/city/cases.ts';
import { copied, originalsOf } from '../src/apps/demo/city/copies.ts';
import { daysUntil } from '../src/apps/demo/city/days.ts';
import { gridWorkers } from '../src/apps/demo/city/people.ts';
import { quiet } from '../src/apps/demo/city/progress.ts';
import type { Lines } from '../src/apps/demo/city/rows.ts';
import { worldOf, type Pictures } from '../src/apps/demo/city/world.ts';
import { scenes } from '../src/apps/demo/scenes.ts';
import { diceOf } from '../src/apps/demo/world.ts';
import { classIndex, currentCalendar } from '../src/domains/dispatch/actions.ts';
import { allGrids } from '../src/domains/geography/example.ts';
import { apply, fold, type CaseState, type Step } from '../src/domains/incidents/rules/case.ts';
import { paused, tick, type Clock } from '../src/domains/incidents/rules/clocks.ts';
import { countCasesBy, stepsOf, type StepRow } from '../src/domains/incidents/store/detail.ts';
import { countByTally } from '../src/domains/incidents/store/tally.ts';
import { findCase, saveStep } from '../src/domains/incidents/store/write.ts';
import * as queries from '../src/domains/incidents/queries.ts';
import { look, type BoundQuery } from '../src/platform/action.ts';
import { asHouse } from '../src/platform/wall.ts';
import type { Query } from '../src/platform/core/contract.ts';
import { checkPlans } from './plans/check.ts';
import { withGround } from './support/demo-place.ts';

const until = new Date('2026-11-19T10:20:00+08:00');
const small = { seed: 5, cases: 400, days: 8, until, threads: 0 };

it('a small city is what the loop itself would have stored, every list answers on it, and none reads from end to end what grows', { timeout: 900_000 }, () => withGround(async (place) => {
  const { ground, config, ownerDb } = place;
  const before = await dressOf();
  const made = await ensureCity(ground, config, small, quiet);
  expect(made).toMatchObject({ cases: 400, areas: 1 + 11 + 136 + 2_408 + allGrids });
  expect(await ensureCity(ground, config, small, quiet)).toBeNull();
  const { db } = ground.open;
  const { rows: [there] } = await sql<object>`
    select (select count(*)::int from geography.area where assessment_unit or kind in ('county', 'developmentZone')) as units, (select count(*)::int from geography.area where kind = 'township') as townships,
      (select count(*)::int from geography.area where kind = 'community') as villages, (select count(*)::int from geography.area where kind = 'grid') as grids,
      (select count(*)::int from identity.post where role = 'gridWorker') as workers, (select count(*)::int from identity.unit where kind = 'department' and level = 'city') as departments`.execute(ownerDb);
  expect(there).toEqual({ units: 11, townships: 136, villages: 2_408, grids: allGrids, workers: gridWorkers, departments: 28 });
  // The indexes and constraints that went while the rows came in are all back.
  expect(await dressOf()).toEqual(before);

  const calendar = await currentCalendar(db);
  const { byCode } = await classIndex(db);
  const { rows: cases } = await sql<{ id: string; folded: CaseState }>`select id, folded from incidents.incident order by id`.execute(ownerDb);
  expect(cases).toHaveLength(400);
  const seen = new Set<string>();
  for (const { id, folded } of cases) {
    const rows = await stepsOf(ownerDb, id);
    const steps = rows.map((row): Step => ({ ...row, at: row.at.toISOString() }));
    expect(JSON.parse(JSON.stringify(fold(steps)))).toEqual(folded);
    const { clocks, state, firedLater } = clocksOf(steps);
    const stored = await findCase(ownerDb, { caseId: id });
    expect(stored?.clocks.map(plainClock).sort(byStage)).toEqual(firedLater.map(plainClock).sort(byStage));
    seen.add(folded.state);
    await againByTheStore(id, rows, state, clocks);
  }
  expect([...seen]).toEqual(expect.arrayContaining(['reported', 'verifying', 'dispatched', 'handling', 'checking', 'feedback', 'closed', 'evaluated', 'merged', 'declined']));

  const { rows: [sums] } = await sql<{ wordless: number; unfired: number; ahead: number; duplicates: number; merged: number }>`
    select (select count(*)::int from incidents.incident i where not exists (select from incidents.wording w where w.case_id = i.id and w.words = i.description || ' ' || i.address)) as wordless,
      (select count(*)::int from incidents.deadline where fired_at is null and ended_at is null and not paused and due_at <= ${until}) as unfired,
      (select count(*)::int from incidents.step where at > ${until}) as ahead,
      (select coalesce(sum(duplicates), 0)::int from incidents.incident) as duplicates, (select count(*)::int from incidents.incident where state = 'merged') as merged`.execute(ownerDb);
  expect(sums).toMatchObject({ wordless: 0, unfired: 0, ahead: 0, duplicates: sums?.merged });

  // Through the real door, by somebody who signs in there.
  const { rows: [one] } = await sql<{ id: number }>`select id from identity.person where account = 'shizhihuia'`.execute(ownerDb);
  const desk = (await castOf(db, {}, {})).actor(one?.id ?? 0, until);
  const ask = async <Op extends Query>(bound: BoundQuery<Op>, input: object) => {
    const answer = await look(ground.house, bound, input, { actor: desk, key: null, clock: until });
    if (answer.kind !== 'done') throw new Error(`${bound.operation.name}: ${answer.kind}`);
    return answer.output;
  };
  expect(await ask(queries.board, { sort: 'newest', limit: '20' })).toMatchObject({ total: 400 });
  const inbox = await ask(queries.inbox, {});
  const { rows: [waiting] } = await sql<{ n: number }>`select count(*)::int as n from incidents.incident where state not in ('declined', 'merged', 'evaluated')`.execute(ownerDb);
  expect(inbox).toMatchObject({ steps: expect.any(Array) });
  expect((inbox as { steps: { open: number }[] }).steps.reduce((sum, { open }) => sum + open, 0)).toBe(waiting?.n);
  expect(await ask(queries.counts, { by: 'area' })).toMatchObject({ total: { reported: 400 } });
  // The sums that were filled in one go are what a recount finds.
  const { rows: [city] } = await sql<{ id: number; path: string; children: number[] }>`select id, path, array(select id from geography.area where parent_id = city.id) as children from geography.area city where kind = 'city'`.execute(ownerDb);
  const { rows: [sum] } = await sql<Record<string, number>>`select sum(reported)::int as reported, sum(handled)::int as handled, sum(loss)::float8 as loss from incidents.tally where by_what = 'unit' and grain = 'month'`.execute(ownerDb);
  for (const period of [{ since: new Date(0), until: new Date('2100-01-01T00:00:00+08:00') }, { since: new Date('2026-11-14T00:00:00+08:00'), until: new Date('2026-11-18T00:00:00+08:00') }]) {
    const counted = await asHouse(db, 'survey', (inside) => countByTally(inside, 'area', { path: city?.path ?? '', ids: [city?.id ?? 0, ...city?.children ?? []] }, period, until));
    const recounted = await countCasesBy(ownerDb, 'area', { within: [city?.path ?? ''], areaPath: city?.path ?? '' }, period, until);
    const busy = recounted.filter(({ key, ...counts }) => key !== '' && Object.values(counts).some((count) => count !== 0));
    expect(busy.length).toBeGreaterThan(5);
    expect(counted.filter(({ key, ...counts }) => key !== '' && Object.values(counts).some((count) => count !== 0)).sort(byStage)).toEqual(busy.sort(byStage).map((row) => expect.objectContaining(row)));
  }
  expect(sum).toMatchObject({ reported: 400 });
  for (const { id } of cases.slice(0, 40)) expect(await ask(queries.getCase, { caseId: id })).toMatchObject({ id });

  // The same seed makes the same cases, another makes others.
  const pictures = Object.fromEntries(Object.keys(scenes).map((scene) => [scene, { found: ['a'], done: ['b', 'c'] }])) as unknown as Pictures; // one entry for each scene
  const written = async (seed: number, count = 300, days = 3): Promise<Lines[]> => {
    const world = await worldOf(db, pictures);
    return daysUntil(until, { cases: count, days }, world.calendar, diceOf(seed)).map((day) => casesOfDay(world, day, until.getTime(), seed, true));
  };
  const once = await written(9);
  expect(await written(9)).toEqual(once);
  expect(await written(10)).not.toEqual(once);

  // What is there again, further back, is a case like any other: what it is now is what its own steps add up to.
  const month = await written(9, 900, 28);
  const all = { incident: month.flatMap(({ incident }) => incident) };
  const originals = month.map(originalsOf);
  const fieldsOf = (line: string): string[] => line.trimEnd().split('\t');
  const again = [1, 2, 14].flatMap((back) => originals.map((one) => copied(one, back, true)));
  const [rows, steps] = [again.flatMap(({ incident }) => incident.map(fieldsOf)), Map.groupBy(again.flatMap(({ step }) => step.map(fieldsOf)), ([id]) => id)];
  expect(rows.length).toBeGreaterThan(1_000);
  const [ids, numbers] = [0, 1].map((field) => new Set([...all.incident.map((line) => line.split('\t')[field]), ...rows.map((row) => row[field])]));
  expect([ids?.size, numbers?.size]).toEqual([all.incident.length + rows.length, all.incident.length + rows.length]);
  expect(new Set(rows.map(([, number]) => number?.slice(0, 4)))).toEqual(new Set(['2509', '2510', '2608', '2609', '2610']));
  const plainJson = (field: string | undefined): unknown => JSON.parse((field ?? '').replaceAll('\\\\', '\\'));
  for (const row of rows) {
    const told = (steps.get(row[0]) ?? []).map(([, , action, from, to, at, , personId, , , , , , , data, photos]) => ({
      action, from: from === '\\N' ? null : from, to, at, personId: personId === '\\N' ? null : Number(personId), photos: photos === '{}' ? [] : photos?.slice(1, -1).split(','), data: plainJson(data),
    }) as Step);
    expect(JSON.parse(JSON.stringify(fold(told)))).toEqual(plainJson(row[17]));
    expect([row[3], row[14]]).toEqual([told.at(-1)?.to, told[0]?.at]);
  }
  const merged = rows.filter((row) => row[3] === 'merged');
  expect(merged.length).toBeGreaterThan(0);
  expect(merged.filter((row) => !rows.some(([id]) => id === row[38]))).toEqual([]);

  await checkPlans(place, ground.house, until, pictures);

  async function dressOf(): Promise<unknown> {
    const { rows } = await sql`
      select 'index' as what, indexname as name, indexdef as text from pg_indexes where schemaname = 'incidents'
      union all select 'constraint', conname, conrelid::regclass || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated::text from pg_constraint where connamespace = 'incidents'::regnamespace
      union all select 'trigger', tgname, pg_get_triggerdef(oid) || ' ' || tgenabled::text from pg_trigger where not tgisinternal and tgrelid::regclass::text like 'incidents.%' order by 1, 2, 3`.execute(ownerDb);
    return rows;
  }

  /** The clocks as the steps move them, each fired at its stored moment between two of them. */
  function clocksOf(steps: readonly Step[]): { clocks: Clock[]; state: CaseState; firedLater: Clock[] } {
    let clocks: Clock[] = [];
    let state: CaseState | null = null;
    const fired = (all: Clock[], to: string): Clock[] => all.map((clock) =>
      (clock.endedAt === null && clock.firedAt === null && !paused(clock) && clock.dueAt <= to ? { ...clock, firedAt: 'fired' } : clock));
    for (const step of steps) {
      clocks = fired(clocks, step.at);
      const after: CaseState = state === null ? fold([step]) : apply(state, step);
      clocks = tick(clocks, state, after, step, (after.class === null ? undefined : byCode.get(after.class))?.deadline ?? { amount: 5, unit: 'workingDays' }, calendar);
      state = after;
    }
    if (!state) throw new Error('a case without a step');
    return { clocks, state, firedLater: fired(clocks, until.toISOString()) };
  }

  /** The store's own statement for the last step changes nothing of what is there. */
  async function againByTheStore(id: string, rows: readonly StepRow[], after: CaseState, clocks: readonly Clock[]): Promise<void> {
    const last = rows.at(-1);
    if (!last || last.seq === 0) return;
    const whole = () => sql`select to_jsonb(i) as row, (select jsonb_agg(to_jsonb(d) order by stage_no, kind) from incidents.deadline d where d.case_id = i.id) as clocks,
      (select jsonb_agg(to_jsonb(s) order by seq) from incidents.step s where s.case_id = i.id) as steps from incidents.incident i where id = ${id}`;
    await ownerDb.transaction().execute(async (inside) => {
      const { rows: [was] } = await whole().execute(inside);
      await sql`delete from incidents.step where case_id = ${id} and seq = ${last.seq}`.execute(inside);
      const { at, happenedAt, personName, post, unitName, inNameOf, asReporter, note, ...step } = last;
      await saveStep(inside, id, {
        step: { ...step, at: at.toISOString() }, seq: last.seq, after, clocks, calendarVersion: calendar.version,
        author: { personName, post, unitName, inNameOf, asReporter, note, happenedAt: happenedAt.toISOString() },
      });
      const { rows: [is] } = await whole().execute(inside);
      expect(is).toEqual(was);
    });
  }
}));

function plainClock(clock: Clock): object {
  return { ...clock, firedAt: clock.firedAt === null ? null : 'fired' };
}
function byStage(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
