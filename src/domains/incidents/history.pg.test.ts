import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { caseIn, commands, newCase, step, type Case } from '../../../test/support/loop.ts';
import { theCalendar, tosses, walkSeed, type Toss } from '../../../test/support/loop-walk.ts';
import { classes, hoursLater, points, said, withWorld, worldOfFile, type Name, type World } from '../../../test/support/world.ts';
import type { Answer } from '../../platform/action.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { fold, type CaseState, type Step } from './rules/case.ts';
import { tick, type Clock } from './rules/clocks.ts';
import { actions, judge, type StepAction } from './rules/steps.ts';
import { classByCode } from '../dispatch/actions.ts';
import { stepsOf } from './store/detail.ts';
import { findCase } from './store/write.ts';
import { runs } from '../../../test/support/size.ts';

const street = worldOfFile();

describe('the row and the deadlines are what the history adds up to', () => {
  test('after any steps through the door, refused ones among them', async () => {
    const seen = new Set<string>();
    await fc.assert(fc.asyncProperty(tosses(30), fc.boolean(), async (walk, dispute) => {
      const it = await newCase(street(), { class: dispute ? classes.dispute : classes.lost });
      const other = await caseIn(street(), 'filed', { by: 'machine' });
      let at = it.at;
      for (const toss of walk) {
        at = new Date(at.getTime() + (toss.minutes + 121) * 60_000);
        const now = await sumOf(it.caseId);
        const [who, action, input] = chosen(now, toss, other, at);
        const outcome = said(await street().do(who, commands[action], { caseId: it.caseId, ...input }, { at }));
        if (outcome === 'done') seen.add(action);
        expect(outcome).not.toMatch(/^(?:invalid|platform)/u);
      }
      await expectSum(it.caseId);
      await expectSum(other.caseId);
    }), { seed: walkSeed, numRuns: runs(12) });
    expect(seen.size).toBeGreaterThan(20);
  }, 120_000);

  test('merged, unmerged and merged again: the lead counts its duplicates, and each goes on where it stood', async () => {
    const lead = await caseIn(street(), 'handling');
    const one = await caseIn(street(), 'dispatched');
    const merged = await step(street(), one, 'desk', 'merge', { intoCaseId: lead.caseId }, 60);
    expect(await duplicatesOf(lead)).toBe(1);
    const back = await step(street(), merged, 'desk', 'unmerge', {}, 60);
    expect([await duplicatesOf(lead), (await sumOf(one.caseId)).state]).toEqual([0, 'dispatched']);
    await step(street(), back, 'desk', 'merge', { intoCaseId: lead.caseId }, 60);
    expect(await duplicatesOf(lead)).toBe(1);
    await expectSum(one.caseId);
    await expectSum(lead.caseId);
  });
});

describe('of people who act at one instant', () => {
  test('two dispatchers who accept the same report: one does, the other is told', async () => {
    for (let round = 0; round < 10; round += 1) {
      const it = await newCase(street());
      const answers = await Promise.all((['desk', 'secondDesk'] as const).map((who) => street().do(who, commands.accept, { caseId: it.caseId, ...(round % 2 === 0 ? { revision: 0 } : {}) })));
      expect(answers.map(said).sort()).toEqual(['done', round % 2 === 0 ? 'incidents/moved-meanwhile' : 'incidents/step-not-allowed']);
      const refused = answers.find((answer) => answer.kind === 'refused');
      expect(refused?.kind === 'refused' ? refused.refusal.nature : '').toBe(round % 2 === 0 ? 'overtaken' : 'rule');
      await expectSum(it.caseId);
    }
  });

  test('two who merge two cases into each other: one does', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [await caseIn(street(), 'filed'), await caseIn(street(), 'filed')];
      const answers = await Promise.all([
        street().do('desk', commands.merge, { caseId: a.caseId, intoCaseId: b.caseId }, { at: hoursLater(1) }),
        street().do('secondDesk', commands.merge, { caseId: b.caseId, intoCaseId: a.caseId }, { at: hoursLater(1) }),
      ]);
      expect(answers.map(said).filter((one) => one === 'done')).toHaveLength(1);
      expect([(await sumOf(a.caseId)).state, (await sumOf(b.caseId)).state].sort()).toEqual(['filed', 'merged']);
    }
  });

  test('twenty steps on one case: a history without gaps', async () => {
    const it = await caseIn(street(), 'handling');
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => {
      const who: Name = index % 2 === 0 ? 'handler' : 'coHandler';
      return street().do(who, commands.handle, { caseId: it.caseId, note: `第 ${index} 次` }, { at: hoursLater(1, it.at) });
    }));
    expect(answers.map(said)).toEqual(Array.from({ length: 20 }, () => 'done'));
    expect(new Set(answers.map((answer) => (answer.kind === 'done' ? JSON.stringify(answer.output) : ''))).size).toBe(20);
    await expectSum(it.caseId);
  });

  test('fifty equal reports, forty times, by key or by id: one effect, fifty equal answers', async () => {
    for (let round = 0; round < 40; round += 1) {
      const [id, key] = [randomUUID(), randomUUID()];
      const description = `第 ${round} 回：柳街路口有积水 ${id}`;
      const byId = round % 2 === 0;
      const answers = await Promise.all(Array.from({ length: 50 }, () => street().do('resident', commands.report, { ...(byId ? { id } : {}), description, place: points.street }, byId ? {} : { key })));
      const outputs = new Set(answers.map((answer) => (answer.kind === 'done' ? JSON.stringify(answer.output) : answer.kind)));
      expect([round, outputs.size, answers.filter((answer) => answer.kind === 'done' && !answer.replayed).length]).toEqual([round, 1, 1]);
      const { rows } = await sql<{ cases: number; steps: number; events: number; lines: number }>`
        select count(*)::int as cases, (select count(*)::int from incidents.step s join incidents.incident i on i.id = s.case_id where i.description = ${description}) as steps,
          (select count(*)::int from platform.event e join incidents.incident i on i.id::text = e.subject where i.description = ${description}) as events,
          (select count(*)::int from platform.audit a join incidents.incident i on a.subject = 'case:' || i.id where i.description = ${description}) as lines
        from incidents.incident where description = ${description}`.execute(street().ownerDb);
      expect(rows).toEqual([{ cases: 1, steps: 1, events: 1, lines: 1 }]);
    }
  }, 120_000);

  test('equal answers also for those who give the same key another body at the same instant', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => street().do('resident', commands.report, { description: index % 2 === 0 ? '甲' : '乙', place: points.street }, { key })));
    const kinds = answers.map((answer: Answer) => (answer.kind === 'refused' ? `${answer.refusal.refused} ${answer.refusal.nature}` : answer.kind));
    expect(new Set(kinds)).toEqual(new Set(['done', 'platform/key-reused clash']));
    expect(kinds.filter((kind) => kind === 'done')).toHaveLength(10);
    expect(new Set(answers.flatMap((answer) => (answer.kind === 'done' ? [JSON.stringify(answer.output)] : []))).size).toBe(1);
  });
});

describe('the past is only ever added to', () => {
  test('the app may neither change nor take away a step, an event, a line of the audit, a reporter', () => withWorld(async ({ db, ownerDb }) => {
    for (const table of ['incidents.step', 'platform.event', 'platform.audit', 'incidents.reporter', 'platform.file']) {
      const column = table === 'incidents.reporter' ? 'phone' : table === 'platform.file' ? 'media_type' : 'at';
      for (const statement of [`update ${table} set ${column} = ${column}`, `delete from ${table}`, `truncate ${table} cascade`]) {
        const refused = await sql.raw(statement).execute(db).then(() => 'done', (error: unknown) => String(Reflect.get(Object(error), 'code')));
        expect([statement, refused]).toEqual([statement, '42501']);
      }
    }
    for (const table of ['incidents.incident', 'incidents.deadline', 'incidents.digest', 'platform.command']) {
      const refused = await sql.raw(`delete from ${table}`).execute(db).then(() => 'done', (error: unknown) => String(Reflect.get(Object(error), 'code')));
      expect([table, refused]).toEqual([table, '42501']);
    }
    const { rows } = await sql<{ rolname: string }>`select rolname from pg_roles where rolname = 'jingwei_app' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`.execute(ownerDb);
    expect(rows).toEqual([]);
  }));
});

/** The case as it is kept. */
async function sumOf(caseId: string): Promise<CaseState> {
  const loaded = await findCase(street().ownerDb, { caseId });
  if (!loaded) throw new Error('there is no such case');
  return loaded.folded;
}

/** Row, revision, columns and deadlines against the history, told once more from its beginning. */
async function expectSum(caseId: string): Promise<void> {
  const { ownerDb: db } = street();
  const loaded = await findCase(db, { caseId });
  const history = (await stepsOf(db, caseId)).map((row): Step => ({ action: row.action, from: row.from, to: row.to, at: row.at.toISOString(), personId: row.personId, photos: row.photos, data: row.data }));
  expect(loaded?.folded).toEqual(fold(history));
  expect(loaded?.revision).toBe(history.length - 1);
  let clocks: Clock[] = [];
  for (const [index, one] of history.entries()) {
    const after = fold(history.slice(0, index + 1));
    const handling = (await classByCode(db, after.class ?? ''))?.deadline ?? { amount: 5, unit: 'workingDays' as const };
    clocks = tick(clocks, index === 0 ? null : fold(history.slice(0, index)), after, one, handling, theCalendar);
  }
  expect(loaded?.clocks).toEqual(clocks);
  const { rows } = await sql<Record<string, unknown>>`
    select state, round, class, verifier_id as "verifierId", checker_id as "checkerId", lead_unit_id as "leadUnitId", co_unit_ids as "coUnitIds", returns, reworks, urges, card, satisfied,
      merged_into as "mergedInto", photos, needs_request as "needsRequest" from incidents.incident where id = ${caseId}`.execute(db);
  const sum = fold(history);
  expect(rows[0]).toEqual({
    state: sum.state, round: sum.round, class: sum.class, verifierId: sum.verifierId, checkerId: sum.checkerId, leadUnitId: sum.leadUnitId, coUnitIds: sum.coUnitIds, returns: sum.returns,
    reworks: sum.reworks, urges: sum.urges, card: sum.card, satisfied: sum.satisfied, mergedInto: sum.mergedInto, photos: sum.photos, needsRequest: sum.request !== null,
  });
}

async function duplicatesOf({ caseId }: Case): Promise<number> {
  return (await findCase(street().ownerDb, { caseId }))?.duplicates ?? -1;
}

const stepActions = actions.filter((action): action is StepAction => action !== 'report');
const whoDoes: Partial<Record<StepAction, Name>> = {
  verify: 'worker', settle: 'worker', check: 'clerk', acknowledge: 'handler', return: 'handler', handle: 'handler', deliver: 'handler', requestSuspension: 'handler',
  requestExtension: 'handler', rate: 'resident', reopen: 'resident', urge: 'leader', supervise: 'leader', forceClose: 'leader', escalate: 'desk', consent: 'worker',
};

/** Mostly a step that the rule allows to somebody, now and then any step at all. */
function chosen(sum: CaseState, toss: Toss, other: Case, at: Date): readonly [Name, StepAction, object] {
  const asker = { parties: ['desk', 'supervisor', 'gridWorker', 'lead', 'reporter'] as const, isReporter: false, hasHandled: false, askedRequest: false };
  const facts = { ...factsFor(sum) };
  const next = (action: StepAction) => judge(action, facts, asker, { result: 'pass', photos: 9, note: '有', agreed: true, target: { state: 'filed', same: false } });
  const allowed = stepActions.filter((action) => typeof next(action) === 'string');
  const onward = allowed.filter((action) => next(action) !== sum.state && !['decline', 'forceClose', 'merge', 'settle', 'return', 'escalate', 'reopen'].includes(action));
  const pool = toss.coin === 1 ? stepActions : toss.coin % 4 === 0 || onward.length === 0 ? allowed : onward;
  const action = pool[toss.pick % pool.length] ?? 'urge';
  const isDispute = sum.disputeLevel !== null;
  const unitOf = { courtyard: 'DJY', village: 'TJW', township: 'SFS' } as const;
  const lead = sum.disputeLevel === null ? 'HWS' : unitOf[sum.disputeLevel];
  const doer = isDispute && whoDoes[action] === 'handler' ? ({ courtyard: 'courtyard', village: 'mediator', township: 'justice' } as const)[sum.disputeLevel ?? 'courtyard'] : whoDoes[action] ?? 'desk';
  return [doer, action, inputOf(action, toss, lead, other, at)];
}

function factsFor(sum: CaseState) {
  return {
    state: sum.state, class: sum.class, needsVerification: sum.needsVerification, verification: sum.verification, settleable: true, evidencePhotos: 0, returns: sum.returns, triaged: sum.triaged,
    request: sum.request?.kind ?? null, extensions: sum.extensions, card: sum.card, everFiled: sum.filedAt !== null, fedBack: sum.fedBackAt !== null, rated: sum.satisfied !== null,
    satisfied: sum.satisfied, hasReporter: sum.hasReporter, stateBeforeMerge: sum.stateBeforeMerge, duplicates: 0,
    dispute: sum.disputeLevel === null ? null : { level: sum.disputeLevel, consent: sum.disputeConsent }, minutesSinceUrge: null, daysSinceEnd: null, lead: null,
  };
}

function inputOf(action: StepAction, toss: Toss, lead: string, other: Case, at: Date): object {
  const world: World = street();
  const sending = { leadUnitId: world.unit(lead), coUnitIds: toss.coin % 2 === 0 ? [world.unit('ZFD')] : [] };
  switch (action) {
    case 'accept': return toss.coin % 2 === 0 ? { verifierId: world.id('worker') } : {};
    case 'verify': return { result: (['exists', 'unable', 'exists', 'notExists'] as const)[toss.coin % 4] };
    case 'decline': case 'forceClose': case 'refuse': case 'reopen': case 'escalate': return { reason: '说明理由' };
    case 'merge': return { intoCaseId: other.caseId };
    case 'dispatch': return sending;
    case 'triage': return { ...sending, participantUnitIds: [world.unit(lead), world.unit('NFZ')], minutes: '会商纪要' };
    case 'return': return { ruleCode: 'not-our-duty', reason: '不属于本单位职责' };
    case 'settle': case 'deliver': return { result: '已处理', ...(toss.coin % 3 === 0 ? { lossAvoidedYuan: 12.5, lossMethod: '按市价' } : {}) };
    case 'requestSuspension': return { until: dayOf(hoursLater(24 * (1 + toss.coin), at)), reason: '等材料' };
    case 'requestExtension': return { workingDays: 1 + (toss.coin % 5), reason: '量大' };
    case 'supervise': return { level: (['yellow', 'red', 'black'] as const)[toss.coin % 3], reason: '拖延' };
    case 'check': return { result: (['pass', 'fail', 'unable'] as const)[toss.coin % 3] };
    case 'feedback': return { text: '已处理完毕' };
    case 'rate': return { satisfied: toss.coin % 2 === 0 };
    case 'close': return { note: '已说明' };
    case 'message': return { unitId: world.unit('KD1'), text: '请注意' };
    case 'consent': return { agreed: toss.coin !== 3 };
    default: return {};
  }
}
