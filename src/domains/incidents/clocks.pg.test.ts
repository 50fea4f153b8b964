import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { caseIn, commands, newCase, step } from '../../../test/support/loop.ts';
import { done, hoursLater, morning, withWorld, type World } from '../../../test/support/world.ts';
import { actorIn } from '../../../test/support/acting.ts';
import { look, perform } from '../../platform/action.ts';
import { importCalendar } from '../dispatch/actions.ts';
import { sweepClocks, sweepProvisional } from './jobs.ts';
import { queries } from './contract.ts';
import * as reads from './queries.ts';
import { digestRead } from './actions.ts';
import { fireDue, mostTold } from './store/due.ts';

type Digested = { at: string | null; cases: { caseId: string; kind: string; dueAt: string }[] };
const digestOf = async (world: World, who: 'desk' | 'secondDesk' | 'worker' | 'handler' | 'colleague' | 'leader' | 'otherDesk' | 'resident', at: Date): Promise<Digested> => done<Digested>(await world.ask(who, reads.digest, {}, { at }));

async function deadlines(world: World): Promise<{ kind: string; fired: boolean; due: string }[]> {
  const { rows } = await sql<{ kind: string; fired: boolean; due: string }>`
    select kind, fired_at is not null as fired, to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as due from incidents.deadline order by case_id, stage_no`.execute(world.ownerDb);
  return rows;
}

describe('a deadline that passes unmet', () => {
  test('fires once, tells the person or unit whose step is late and the desk of the place, and nobody else', () => withWorld(async (world) => {
    await caseIn(world, 'verifying');
    await caseIn(world, 'dispatched');
    expect(await sweepClocks(world.db, hoursLater(1))).toBe(0);
    // Verifying: four working hours from 10:01 end at 16:01; acknowledging: from 10:03 at 16:03 (a break from 12:00 to 14:00).
    const late = new Date('2026-11-24T17:00:00+08:00');
    expect(await sweepClocks(world.db, late)).toBe(2);
    expect(await sweepClocks(world.db, late)).toBe(0);
    expect((await deadlines(world)).filter((one) => one.fired)).toEqual([expect.objectContaining({ kind: expect.stringMatching(/verify|acknowledge/u) }), expect.objectContaining({ kind: expect.stringMatching(/verify|acknowledge/u) })]);
    const kinds = async (who: Parameters<typeof digestOf>[1]): Promise<string[]> => (await digestOf(world, who, late)).cases.map((one) => one.kind).sort();
    expect(await kinds('worker')).toEqual(['verify']);
    expect(await kinds('handler')).toEqual(['acknowledge']);
    expect(await kinds('colleague')).toEqual(['acknowledge']);
    expect(await kinds('desk')).toEqual(['acknowledge', 'verify']);
    expect(await kinds('secondDesk')).toEqual(['acknowledge', 'verify']);
    for (const who of ['leader', 'otherDesk', 'resident'] as const) expect([who, await kinds(who)]).toEqual([who, []]);
    const events = (await world.events()).filter((event) => event.kind === 'incidents.late');
    expect(events.map((event) => event.data['clock']).sort()).toEqual(['acknowledge', 'verify']);
  }));

  test('what was done since, though late, is no longer on anybody\'s list; what is still waited for is', () => withWorld(async (world) => {
    const [waits, moves] = [await caseIn(world, 'dispatched'), await caseIn(world, 'dispatched')];
    const late = new Date('2026-11-24T17:00:00+08:00');
    expect(await sweepClocks(world.db, late)).toBe(2);
    await step(world, { ...moves, at: late }, 'handler', 'acknowledge');
    const told = await digestOf(world, 'desk', hoursLater(1, late));
    expect(told.cases.map((one) => one.caseId)).toEqual([waits.caseId]);
    await step(world, { ...waits, at: late }, 'handler', 'acknowledge');
    expect(await digestOf(world, 'desk', hoursLater(1, late))).toEqual({ at: null, cases: [] });
  }));

  test('of a case that moved on, stands still or has ended never fires', () => withWorld(async (world) => {
    for (const state of ['suspended', 'merged', 'closed', 'declined'] as const) await caseIn(world, state);
    const muchLater = hoursLater(24 * 200);
    await sweepClocks(world.db, muchLater);
    const fired = (await deadlines(world)).filter((one) => one.fired).map((one) => one.kind).sort();
    // The suspension's own end, and the lead of the merged case, which goes on by itself.
    expect(fired).toEqual(['close', 'dispatch', 'resume']);
  }));

  test('after an outage of eight hours, by four sweepers at once: each of three thousand once, one message a person', () => withWorld(async (world) => {
    await thousands(world, 3_000);
    const late = new Date('2026-11-24T20:00:00+08:00');
    const swept = await Promise.all(Array.from({ length: 4 }, () => sweepClocks(world.db, late)));
    expect(swept.reduce((sum, one) => sum + one, 0)).toBe(3_000);
    const { rows } = await sql<{ fired: number; late: number; messages: number; people: number; told: number }>`
      select (select count(*)::int from incidents.deadline where fired_at is not null) as fired, (select count(*)::int from platform.event where kind = 'incidents.late') as late,
        count(*)::int as messages, count(distinct person_id)::int as people, max(jsonb_array_length(cases))::int as told from incidents.digest`.execute(world.ownerDb);
    expect(rows).toEqual([{ fired: 3_000, late: 3_000, messages: 2, people: 2, told: mostTold }]);
    const { cases, at } = await digestOf(world, 'desk', late);
    // The latest of them; the message does not grow with every month that nobody looks.
    expect(new Set(cases.map((one) => one.caseId)).size).toBe(mostTold);
    const { rows: [earlier] } = await sql<{ n: number }>`select count(*)::int as n from incidents.deadline where fired_at is not null and due_at < ${cases[0]?.dueAt}::timestamptz`.execute(world.ownerDb);
    expect(earlier?.n).toBeGreaterThanOrEqual(2_000 - 20);
    // Read up to its moment; what falls due later is a message of its own.
    expect(done(await world.do('desk', digestRead, { at }, { at: late }))).toEqual({ read: 1 });
    expect((await digestOf(world, 'desk', late)).cases).toEqual([]);
    await newCase(world, { at: late });
    await sweepClocks(world.db, hoursLater(24, late));
    expect((await digestOf(world, 'desk', hoursLater(24, late))).cases).toHaveLength(1);
    expect((await digestOf(world, 'secondDesk', hoursLater(24, late))).cases).toHaveLength(mostTold);
  }), 120_000);

  test('a message that is read by the clock on the wall is read: its moment has microseconds, the reader\'s has none', () => withWorld(async (world) => {
    await thousands(world, 1, '2000-01-03T09:00:00+08:00');
    expect(await sweepClocks(world.db)).toBe(1);
    const desk = await world.actor('desk');
    const seen = done<Digested>(await look(world.house, reads.digest, {}, { actor: desk, key: null, clock: null }));
    expect(done(await perform(world.house, digestRead, { at: seen.at }, { actor: desk, key: null, clock: null }))).toEqual({ read: 1 });
  }));

  test('oldest first, so that a sweep that is cut short has told of the worst', () => withWorld(async (world) => {
    await thousands(world, 1_200);
    const late = new Date('2026-11-24T20:00:00+08:00');
    await world.ownerDb.transaction().execute(async (cut) => {
      await sql`select set_config('jingwei.clock', ${late.toISOString()}, true)`.execute(cut);
      expect(await fireDue(cut, 500)).toBe(500);
    });
    const { rows } = await sql<{ orderly: boolean }>`
      select (select max(due_at) from incidents.deadline where fired_at is not null) <= (select min(due_at) from incidents.deadline where fired_at is null) as orderly`.execute(world.ownerDb);
    expect(rows).toEqual([{ orderly: true }]);
  }));

  test('while somebody takes the step: it is one or the other, and the case adds up', () => withWorld(async (world) => {
    const late = new Date('2026-11-24T17:00:00+08:00');
    const cases = await Promise.all(Array.from({ length: 12 }, () => newCase(world)));
    const [, , ...answers] = await Promise.all([sweepClocks(world.db, late), sweepClocks(world.db, late), ...cases.map((it) => world.do('desk', commands.accept, { caseId: it.caseId }, { at: late }))]);
    for (const answer of answers) done(answer);
    const { rows } = await sql<{ open: number; over: number }>`
      select count(*) filter (where ended_at is null and kind = 'accept')::int as open, count(*) filter (where ended_at is not null and kind = 'accept')::int as over from incidents.deadline`.execute(world.ownerDb);
    expect(rows).toEqual([{ open: 0, over: 12 }]);
  }));
});

describe('a new calendar', () => {
  test('moves what rested on a guess, says so in the audit, and leaves what was official', () => withWorld(async (world) => {
    const it = await caseIn(world, 'dispatched', { at: new Date('2026-12-31T14:30:00+08:00'), class: '150301' });
    const before = new Map((await clocksOf(world, it.caseId)).map((clock) => [clock.kind, clock]));
    expect([before.get('close')?.provisional, before.get('accept')?.provisional]).toEqual([true, false]);
    // The year 2027 is published: the first week of January is off.
    const system = actorIn(world.area('990100000000').path, ['dispatch.manage'], { personId: world.id('system'), name: '系统管理员' });
    const answer = await perform(world.house, importCalendar, {
      year: 2027, source: '国务院办公厅关于2027年部分节假日安排的通知',
      days: ['04', '05', '06', '07', '08'].map((day) => ({ day: `2027-01-${day}`, kind: 'off', name: '元旦' })),
    }, { actor: system, key: null, clock: morning });
    expect(answer.kind).toBe('done');
    expect(await sweepProvisional(world.db)).toBe(1);
    expect(await sweepProvisional(world.db)).toBe(0);
    const after = new Map((await clocksOf(world, it.caseId)).map((clock) => [clock.kind, clock]));
    expect([after.get('close')?.provisional, after.get('acknowledge')?.provisional]).toEqual([false, false]);
    expect(after.get('accept')).toEqual(before.get('accept'));
    const moved = [...after.values()].filter((clock) => clock.due !== before.get(clock.kind)?.due).map((clock) => clock.kind).sort();
    expect(moved).toEqual(['close', 'handle']);
    const line = (await world.audited()).filter((one) => one.operation === 'incidents.recompute');
    expect(line).toMatchObject([{ subject: `case:${it.caseId}`, outcome: 'done' }]);
    const told = line[0]?.input['moved'] as { kind: string; from: string; to: string }[]; // our own audit line
    expect(told.map(({ kind, from, to }) => [kind, new Date(from).toISOString(), new Date(to).toISOString()]).sort()).toEqual(
      moved.map((kind) => [kind, new Date(before.get(kind)?.due ?? '').toISOString(), new Date(after.get(kind)?.due ?? '').toISOString()]));
    const { rows } = await sql<{ row: string; clock: string }>`
      select i.closing_due_at::text as row, d.due_at::text as clock from incidents.incident i join incidents.deadline d on d.case_id = i.id and d.kind = 'close' where i.id = ${it.caseId}`.execute(world.ownerDb);
    expect(rows[0]?.row).toBe(rows[0]?.clock);
  }));
});

describe('the arithmetic is shown', () => {
  test('with its pause and its extension, line by line', () => withWorld(async (world) => {
    let it = await caseIn(world, 'handling', { class: '150301' });
    const at = (hours: number): { at: Date } => ({ at: hoursLater(hours, morning) });
    done(await world.do('handler', commands.requestExtension, { caseId: it.caseId, workingDays: 2, reason: '量大' }, at(1)));
    done(await world.do('desk', commands.approve, { caseId: it.caseId }, at(1.5)));
    done(await world.do('handler', commands.requestSuspension, { caseId: it.caseId, until: '2026-12-20', reason: '等材料' }, at(4)));
    done(await world.do('desk', commands.approve, { caseId: it.caseId }, at(5)));
    done(await world.do('desk', commands.resume, { caseId: it.caseId }, at(29)));
    it = { ...it, at: at(29).at };
    const { clocks } = done<{ clocks: { kind: string; arithmetic: { what: string; text: string }[]; pausedMinutes: number; usedMinutes: number; leftMinutes: number; dueAt: string }[] }>(await world.ask('handler', reads.getCase, { caseId: it.caseId }, { at: hoursLater(1, it.at) }));
    const handle = clocks.find((clock) => clock.kind === 'handle');
    expect(handle?.arithmetic.map((line) => line.what)).toEqual(['base', 'extension', 'pause']);
    expect(handle?.arithmetic[1]?.text).toBe('2 workingDays');
    // From Tuesday 15:00 to Wednesday 15:00: seven working hours.
    expect(handle?.pausedMinutes).toBe(7 * 60);
    expect(queries.case.output.safeParse(done(await world.ask('desk', reads.getCase, { caseId: it.caseId }))).success).toBe(true);
  }));
});

async function clocksOf(world: World, caseId: string): Promise<{ kind: string; due: string; provisional: boolean }[]> {
  const { rows } = await sql<{ kind: string; due: string; provisional: boolean }>`
    select kind, to_json(due_at)#>>'{}' as due, provisional from incidents.deadline where case_id = ${caseId} order by stage_no`.execute(world.ownerDb);
  return rows;
}

/** So many reports that wait to be accepted since nine in the morning, made as rows: the desk slept, not the reporters. */
async function thousands(world: World, count: number, since = '2026-11-24T09:00:00+08:00'): Promise<void> {
  const { caseId } = await newCase(world);
  await sql`
    insert into incidents.incident (id, number, state, description, source, area_id, area_path, reported_at, has_reporter, folded, text_key)
    select gen_random_uuid(), '2611-' || lpad(n::text, 9, '0'), 'reported', '第 ' || n || ' 件', 'resident', area_id, area_path, reported_at, true, folded, 'k' || n
    from incidents.incident, generate_series(1, ${count - 1}::int) as n where id = ${caseId}`.execute(world.ownerDb);
  await sql`delete from incidents.deadline`.execute(world.ownerDb);
  await sql`
    insert into incidents.deadline (case_id, stage_no, kind, started_at, duration, due_at, provisional, calendar_version)
    select id, 1, 'accept', ${since}::timestamptz, '{"amount":2,"unit":"workingHours"}', ${since}::timestamptz + row_number() over () * interval '1 second', false, 'x' from incidents.incident`.execute(world.ownerDb);
}
