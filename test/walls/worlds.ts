import { sql } from 'kysely';
import { seedDefaults } from '../../src/domains/dispatch/example.ts';
import { fold, type CaseState } from '../../src/domains/incidents/rules/case.ts';
import { states, type State } from '../../src/domains/incidents/rules/steps.ts';
import type { TestDatabase } from '../support/pg.ts';
import { worldOn, type World } from '../support/world.ts';
import { matters, permissionsOf } from './cells.ts';
import { roles, type Matter, type Post, type Somebody } from './oracle.ts';

// A random city: three counties of three townships of four grids, forty people with posts, five hundred cases in which
// everybody may be anything. INVENTED throughout.

export type City = {
  readonly world: World;
  readonly people: readonly Somebody[];
  readonly all: readonly Matter[];
  readonly permits: ReadonlyMap<string, ReadonlySet<string>>;
  /** Case → units to which a message about it went. */
  readonly messages: ReadonlyMap<string, readonly number[]>;
  readonly withPoint: ReadonlySet<string>;
  readonly withWord: ReadonlySet<string>;
};

export const word = '青石井';
const size = { people: 42, cases: 500 };

export async function randomCity(database: TestDatabase, seed: number): Promise<City> {
  let state = seed;
  const below = (n: number): number => { state = (state * 48_271) % 2_147_483_647; return state % n; };
  const one = <T>(list: readonly T[]): T => { const found = list[below(list.length)]; if (found === undefined) throw new Error('an empty list'); return found; };
  const { ownerDb } = database;
  await seedDefaults(database.db);

  const areas: { id: number; kind: string; code: string; name: string; parent: number | null; path: string }[] = [{ id: 1, kind: 'city', code: '990100000000', name: '锦绣市', parent: null, path: '1.' }];
  const add = (kind: string, code: string, parent: (typeof areas)[number]): (typeof areas)[number] => {
    const id = areas.length + 1;
    const area = { id, kind, code, name: `${kind} ${id}`, parent: parent.id, path: `${parent.path}${id}.` };
    areas.push(area);
    return area;
  };
  const [city] = areas;
  if (!city) throw new Error('no city');
  for (let county = 1; county <= 3; county += 1) {
    const c = add('county', `99010${county}000000`, city);
    for (let township = 1; township <= 3; township += 1) {
      const t = add('township', `99010${county}00${township}000`, c);
      const village = add('community', `99010${county}00${township}001`, t);
      for (let grid = 1; grid <= 4; grid += 1) add('grid', `99010${county}00${township}00100${grid}`, village);
    }
  }
  await sql`insert into geography.area (id, kind, code, name, parent_id, path, valid_from)
    select id, kind, code, name, parent, path, '2011-01-01' from jsonb_to_recordset(${JSON.stringify(areas)}::jsonb) as a(id int, kind text, code text, name text, parent int, path text)`.execute(ownerDb);
  const ofKind = (kind: string) => areas.filter((area) => area.kind === kind);

  const units = Array.from({ length: 8 }, (_, index) => ({ id: index + 1, code: `U${index}0`, name: `单位 ${index}`, area: one(ofKind('township')).id }));
  await sql`insert into identity.unit (id, code, name, kind, level, area_id) overriding system value
    select id, code, name, 'department', 'township', area from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as u(id int, code text, name text, area int)`.execute(ownerDb);

  // Every role, at whatever height, some with two posts, some without any.
  const posts: { person: number; role: string; area: number; path: string; unit: number | null }[] = [];
  for (let person = 1; person <= size.people; person += 1) {
    for (let n = person % 13 === 0 ? 0 : 1 + (person % 9 === 0 ? 1 : 0); n > 0; n -= 1) {
      const role = roles[(person + n) % roles.length] ?? 'resident';
      const at = one(ofKind(one(role === 'gridWorker' ? ['grid'] : role === 'resident' ? ['grid', 'community'] : ['county', 'township', 'community', 'grid', 'township'])));
      posts.push({ person, role, area: at.id, path: at.path, unit: role === 'handler' || below(4) === 0 ? one(units).id : null });
    }
  }
  await sql`insert into identity.person (id, account, name, must_change_password) overriding system value
    select n, 'person' || n, '某' || n, false from generate_series(1, ${size.people}::int) n`.execute(ownerDb);
  await sql`insert into identity.post (person_id, role, area_id, unit_id, valid_from)
    select person, role, area, unit, '2011-01-01' from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) as p(person int, role text, area int, unit int)`.execute(ownerDb);

  const cases = Array.from({ length: size.cases }, (_, n) => caseOf(n));
  const leads = cases.filter(({ state: at }) => at !== 'merged');
  function caseOf(n: number) {
    const at = one(areas.slice(1));
    const in_: State = one(states);
    const [sent, person] = [below(3) > 0, (): number | null => (below(4) === 0 ? 1 + below(size.people) : null)];
    const [lead, co, verifier, checker, reporter] = [sent ? one(units).id : null, sent && below(2) === 0 ? [one(units).id] : [], person(), person(), person()];
    return {
      id: `00000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`, number: `2611-0000-${String(n).padStart(4, '0')}`, state: in_, area: at.id, path: at.path, lead, co, verifier, checker, reporter,
      description: `${below(2) === 0 ? `${word}边` : '路口'}的第 ${n} 件，电话 139${String(10_000_000 + n)}`, longitude: below(3) > 0 ? 116 + below(100) / 1_000 : null, latitude: 36, phone: `139${String(10_000_000 + n)}`,
      key: `key ${below(60)}`, message: below(5) === 0 ? one(units).id : null, mergedInto: null as string | null, folded: null as CaseState | null,
    };
  }
  for (const it of cases) {
    if (it.state === 'merged') it.mergedInto = one(leads).id;
    const first = fold([{ action: 'report', from: null, to: 'reported', at: '2026-11-20T01:00:00.000Z', personId: it.reporter, photos: [], data: { hasReporter: true } }]);
    it.folded = { ...first, state: it.state, leadUnitId: it.lead, coUnitIds: it.co, verifierId: it.verifier, checkerId: it.checker, mergedInto: it.mergedInto };
  }
  const rows = JSON.stringify(cases.map((it) => ({ ...it, longitude: it.longitude, latitude: it.longitude === null ? null : it.latitude })));
  const table = sql`jsonb_to_recordset(${rows}::jsonb) as c(id uuid, number text, state text, area int, path text, lead int, co int[], verifier int, checker int, reporter int, description text,
    longitude float8, latitude float8, phone text, key text, message int, "mergedInto" uuid, folded jsonb)`;
  await sql`insert into incidents.incident (id, number, state, description, source, area_id, area_path, longitude, latitude, reported_at, reporter_person_id, has_reporter, folded, lead_unit_id, co_unit_ids,
      verifier_id, checker_id, merged_into, text_key, due_at, due_kind, duplicates)
    select id, number, state, description, 'resident', area, path, longitude, latitude, '2026-11-20T01:00:00Z', reporter, true, folded, lead, co, verifier, checker, "mergedInto", key,
      case when state in ('closed', 'evaluated', 'declined', 'merged') then null else '2026-11-21T01:00:00Z'::timestamptz end, case when state in ('closed', 'evaluated', 'declined', 'merged') then null else 'close' end,
      (select count(*)::int from jsonb_to_recordset(${rows}::jsonb) as d("mergedInto" uuid) where d."mergedInto" = c.id)
    from ${table}`.execute(ownerDb);
  await sql`insert into incidents.wording select id, description from incidents.incident`.execute(ownerDb);
  await sql`insert into incidents.reporter select id, '报告人', phone from ${table}`.execute(ownerDb);
  await sql`insert into incidents.step (case_id, seq, action, to_state, at, happened_at, person_id, person_name, post, as_reporter) select id, 0, 'report', 'reported', '2026-11-20T01:00:00Z', '2026-11-20T01:00:00Z', reporter, '报告人', '', true from ${table}`.execute(ownerDb);
  await sql`insert into incidents.step (case_id, seq, action, to_state, at, happened_at, person_name, post, data)
    select id, 1, 'message', state, '2026-11-23T01:00:00Z', '2026-11-23T01:00:00Z', '调度员', '', jsonb_build_object('unitId', message, 'unitName', '单位', 'text', '请留意') from ${table} where message is not null`.execute(ownerDb);
  await sql`insert into incidents.deadline (case_id, stage_no, kind, started_at, duration, due_at, provisional, calendar_version, fired_at)
    select id, 1, 'close', '2026-11-20T01:00:00Z', '{"amount":2,"unit":"hours"}', '2026-11-21T01:00:00Z', false, 'x', '2026-11-21T01:00:00Z' from incidents.incident`.execute(ownerDb);
  // Everybody was told of thirty cases, wherever they lie: he may have moved since.
  await sql`insert into incidents.digest (person_id, at, cases)
    select p.id, '2026-11-21T02:00:00Z', (select jsonb_agg(jsonb_build_object('caseId', i.id, 'number', i.number, 'kind', 'close', 'dueAt', '2026-11-21T01:00:00Z')) from (select * from incidents.incident order by md5(id::text || p.id) limit 30) i)
    from identity.person p`.execute(ownerDb);
  await sql`analyze incidents.incident, incidents.step, incidents.wording`.execute(ownerDb);

  const world = await worldOn(database);
  const people = Array.from({ length: size.people }, (_, index): Somebody => ({
    name: `person${index + 1}`, personId: index + 1,
    posts: posts.filter(({ person }) => person === index + 1).map(({ role, path, unit }): Post => ({ role, path, unit })),
  }));
  return {
    world, people, all: await matters(world), permits: await permissionsOf(world),
    messages: new Map(cases.flatMap(({ id, message }) => (message === null ? [] : [[id, [message]] as const]))),
    withPoint: new Set(cases.flatMap(({ id, longitude }) => (longitude === null ? [] : [id]))), withWord: new Set(cases.flatMap(({ id, description }) => (description.includes(word) ? [id] : []))),
  };
}
