import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { afterwards, caseIn, commands, newCase, step, type Case, type Start } from '../../../test/support/loop.ts';
import { classes, done, hoursLater, morning, points, said, worldOfFile, type Name } from '../../../test/support/world.ts';
import * as contract from './contract.ts';
import type { Moved } from './contract.ts';
import { actions, type Action, type State } from './rules/steps.ts';

const street = worldOfFile();

/** Tried three hours after the last step, so that nothing is too soon. */
const tried = async (who: Name | null, action: Action, it: Case, input: object = {}): Promise<string> =>
  said(await street().do(who, commands[action], { caseId: it.caseId, ...input }, { at: afterwards(it) }));
const units = () => ({ leadUnitId: street().unit('HWS'), coUnitIds: [street().unit('ZFD')] });
const why = { ruleCode: 'not-our-duty', reason: '不属于本单位职责' };
const dispute: Start = { class: classes.dispute, description: '隔壁夜里跺脚', lead: 'DJY' };

describe('each command is done, kept in the audit, and told', () => {
  type Happy = { readonly who: Name; readonly from: State; readonly to: State; readonly input?: () => object; readonly start?: Start; readonly tells?: readonly Name[]; readonly tellsUnits?: readonly string[] };
  const happy: Record<Exclude<Action, 'report'>, Happy> = {
    accept: { who: 'desk', from: 'reported', to: 'verifying', input: () => ({ verifierId: street().id('worker') }), tells: ['worker', 'resident'] },
    verify: { who: 'worker', from: 'verifying', to: 'verifying', input: () => ({ result: 'exists', note: '属实' }) },
    file: { who: 'desk', from: 'accepted', to: 'filed' },
    decline: { who: 'desk', from: 'accepted', to: 'declined', input: () => ({ reason: '不属受理范围' }) },
    merge: { who: 'desk', from: 'accepted', to: 'merged', input: () => ({ intoCaseId: lead.caseId }) },
    unmerge: { who: 'desk', from: 'merged', to: 'accepted' },
    dispatch: { who: 'desk', from: 'filed', to: 'dispatched', input: units, tellsUnits: ['HWS', 'ZFD'] },
    acknowledge: { who: 'handler', from: 'dispatched', to: 'acknowledged' },
    return: { who: 'handler', from: 'dispatched', to: 'returned', input: () => why, tellsUnits: ['HWS', 'ZFD'] },
    triage: { who: 'desk', from: 'returned', to: 'dispatched', input: () => ({ ...units(), participantUnitIds: [street().unit('HWS'), street().unit('NFZ')], minutes: '会商：由环卫所主办' }), tellsUnits: ['HWS', 'ZFD', 'NFZ'] },
    settle: { who: 'worker', from: 'reported', to: 'feedback', input: () => ({ result: '失主已取走', lossAvoidedYuan: 100, lossMethod: '按市价' }) },
    handle: { who: 'coHandler', from: 'handling', to: 'handling', input: () => ({ note: '到场' }) },
    deliver: { who: 'handler', from: 'handling', to: 'checking', input: () => ({ result: '已处理' }), tells: ['worker'] },
    requestSuspension: { who: 'handler', from: 'handling', to: 'handling', input: () => ({ until: '2026-12-01', reason: '等材料' }) },
    requestExtension: { who: 'handler', from: 'handling', to: 'handling', input: () => ({ workingDays: 2, reason: '量大' }) },
    approve: { who: 'desk', from: 'handling', to: 'suspended' },
    refuse: { who: 'desk', from: 'handling', to: 'handling', input: () => ({ reason: '抓紧办理' }) },
    resume: { who: 'handler', from: 'suspended', to: 'handling' },
    urge: { who: 'resident', from: 'handling', to: 'handling', input: () => ({ note: '请快一点' }) },
    supervise: { who: 'leader', from: 'handling', to: 'handling', input: () => ({ level: 'red', reason: '拖延' }) },
    check: { who: 'worker', from: 'checking', to: 'feedback', input: () => ({ result: 'pass' }) },
    feedback: { who: 'desk', from: 'feedback', to: 'feedback', input: () => ({ text: '已处理完毕' }) },
    rate: { who: 'resident', from: 'closed', to: 'closed', input: () => ({ satisfied: false, comment: '太慢' }) },
    close: { who: 'desk', from: 'feedback', to: 'closed' },
    forceClose: { who: 'leader', from: 'handling', to: 'closed', input: () => ({ reason: '当事人撤回' }) },
    evaluate: { who: 'desk', from: 'closed', to: 'evaluated' },
    reopen: { who: 'resident', from: 'closed', to: 'filed', input: () => ({ reason: '又出现了' }) },
    message: { who: 'desk', from: 'handling', to: 'handling', input: () => ({ unitId: street().unit('KD1'), text: '请东卡点注意' }), tellsUnits: ['KD1'] },
    escalate: { who: 'desk', from: 'filed', to: 'filed', start: dispute, input: () => ({ reason: '大院谈不拢' }) },
    consent: { who: 'worker', from: 'filed', to: 'feedback', start: dispute, input: () => ({ agreed: false, note: '一方不愿意' }) },
  };
  let lead: Case = { caseId: '', number: '', at: morning };
  const stepActions = actions.filter((action): action is Exclude<Action, 'report'> => action !== 'report');

  test.each(stepActions)('%s', async (action) => {
    const { who, from, to, input = () => ({}), start, tells = [], tellsUnits = [] } = happy[action];
    if (action === 'merge') lead = await caseIn(street(), 'filed', { by: 'machine' });
    let it = await caseIn(street(), from, start);
    if (action === 'approve') it = await step(street(), it, 'handler', 'requestSuspension', { until: '2026-12-01', reason: '等材料' });
    if (action === 'refuse') it = await step(street(), it, 'handler', 'requestExtension', { workingDays: 1, reason: '量大' });
    if (action === 'close') it = await step(street(), it, 'desk', 'feedback', { text: '已处理' });
    if (action === 'triage') {
      it = await step(street(), await step(street(), it, 'desk', 'dispatch', units()), 'handler', 'return', why);
    }
    const before = { audit: (await street().audited()).length, events: (await street().events()).length, revision: await revisionOf(it) };
    const moved = done<Moved>(await street().do(who, commands[action], { caseId: it.caseId, revision: before.revision, ...input() }, { at: afterwards(it) }));
    expect(moved).toEqual({ caseId: it.caseId, number: it.number, state: to, revision: before.revision + 1 });
    const [line, ...others] = (await street().audited()).slice(before.audit);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ operation: `incidents.${action}`, outcome: 'done', refused: null, subject: `case:${it.caseId}`, person_name: await nameOf(who) });
    expect(line?.post).not.toBe('');
    const [event, ...more] = (await street().events()).slice(before.events);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ kind: `incidents.${action}`, subject: it.caseId, area_path: street().area('990101001001001').path, data: { state: to, revision: before.revision + 1 } });
    expect(event?.person_ids).toEqual(expect.arrayContaining(tells.map((name) => street().id(name))));
    expect(event?.unit_ids).toEqual(expect.arrayContaining(tellsUnits.map((code) => street().unit(code))));
  });

  test('report: a case with a number, told to the place and to the reporter; name, telephone and words stay out of the audit', async () => {
    const [audit, events] = [(await street().audited()).length, (await street().events()).length];
    const id = randomUUID();
    const moved = done<Moved>(await street().do('resident', commands.report, {
      id, class: classes.litter, description: '柳街垃圾没人清', place: { ...points.street }, reporter: { name: '程𠮷安', phone: '13800138000' }, photos: [await street().photo()], source: 'resident',
    }));
    expect(moved).toMatchObject({ caseId: id, state: 'reported', revision: 0 });
    expect(moved.number).toMatch(/^2611-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/u);
    const line = (await street().audited())[audit];
    expect(line).toMatchObject({ operation: 'incidents.report', outcome: 'done', subject: `case:${id}` });
    expect(JSON.stringify(line?.input)).not.toMatch(/13800138000|程𠮷安|垃圾/u);
    expect((await street().events()).slice(events)).toMatchObject([{ kind: 'incidents.report', subject: id, person_ids: [street().id('resident')], data: { state: 'reported', revision: 0 } }]);
  });
});

describe('each refusal that a command declares is given, and leaves nothing behind', () => {
  const onTheSpot = () => ({ result: '当场清走' });
  /** By somebody who knows the number. */
  const code = (action: 'urge' | 'rate' | 'reopen', input: object = {}) => ({
    'follow-code-missing': async () => { const it = await caseIn(street(), 'closed', { by: null }); return tried(null, action, it, { ...input, number: it.number }); },
    'follow-code-wrong': async () => { const it = await caseIn(street(), 'closed', { by: null }); return tried(null, action, it, { ...input, number: it.number, code: '0000-0000' }); },
  });
  const refusals: Record<Action, Record<string, () => Promise<string>>> = {
    report: {
      'place-outside': () => reported({ place: points.outside }),
      'area-unknown': () => reported({ place: { areaId: 2_000_000_000 } }),
      'class-unknown': () => reported({ class: 'nonsense' }),
      'photo-unknown': () => reported({ photos: ['0'.repeat(64)] }),
      'happened-in-future': () => reported({ happenedAt: hoursLater(1).toISOString() }),
      'phone-wrong': () => reported({ reporter: { phone: '一三八' } }),
      'id-taken': async () => {
        const { caseId } = await newCase(street());
        return reported({ id: caseId, description: '别的事' });
      },
    },
    accept: {
      'class-unknown': async () => tried('desk', 'accept', await newCase(street()), { class: 'nonsense' }),
      'verifier-is-reporter': async () => tried('desk', 'accept', await newCase(street(), { by: 'worker' }), { verifierId: street().id('worker') }),
      'person-unknown': async () => tried('desk', 'accept', await newCase(street()), { verifierId: 2_000_000_000 }),
    },
    verify: {
      'verifier-is-reporter': async () => tried('worker', 'verify', await step(street(), await newCase(street(), { by: 'worker' }), 'desk', 'accept', { verifierId: street().id('clerk') }), { result: 'exists' }),
      'already-verified': async () => tried('clerk', 'verify', await step(street(), await caseIn(street(), 'verifying'), 'worker', 'verify', { result: 'notExists' }), { result: 'exists' }),
    },
    file: {
      'class-missing': async () => tried('desk', 'file', await step(street(), await unclassed(), 'desk', 'accept')),
      'class-unknown': async () => tried('desk', 'file', await caseIn(street(), 'accepted'), { class: 'nonsense' }),
      'not-verified': async () => tried('desk', 'file', await caseIn(street(), 'verifying')),
      'verified-not-existing': async () => tried('desk', 'file', await step(street(), await caseIn(street(), 'verifying'), 'worker', 'verify', { result: 'notExists' })),
    },
    decline: {},
    merge: {
      'merge-into-itself': async () => { const it = await caseIn(street(), 'filed'); return tried('desk', 'merge', it, { intoCaseId: it.caseId }); },
      'merge-into-merged': async () => tried('desk', 'merge', await caseIn(street(), 'filed'), { intoCaseId: (await caseIn(street(), 'merged')).caseId }),
      'merge-into-ended': async () => tried('desk', 'merge', await caseIn(street(), 'filed'), { intoCaseId: (await caseIn(street(), 'declined')).caseId }),
      'case-unknown': async () => tried('desk', 'merge', await caseIn(street(), 'filed'), { intoCaseId: randomUUID() }),
      'has-duplicates': async () => {
        const it = await caseIn(street(), 'filed');
        await step(street(), await caseIn(street(), 'filed'), 'desk', 'merge', { intoCaseId: it.caseId }, 60);
        return tried('desk', 'merge', it, { intoCaseId: (await caseIn(street(), 'filed')).caseId });
      },
    },
    unmerge: {},
    dispatch: {
      'unit-unknown': async () => tried('desk', 'dispatch', await caseIn(street(), 'filed'), { leadUnitId: 2_000_000_000 }),
      'needs-triage': async () => tried('desk', 'dispatch', await returnedTwice(), units()),
      'consent-missing': async () => tried('desk', 'dispatch', await caseIn(street(), 'filed', dispute), { leadUnitId: street().unit('DJY') }),
      'level-skipped': async () => tried('desk', 'dispatch', await agreed(), { leadUnitId: street().unit('SFS') }),
    },
    acknowledge: {},
    return: {
      'return-rule-unknown': async () => tried('handler', 'return', await caseIn(street(), 'dispatched'), { ...why, ruleCode: 'because' }),
      'triage-is-binding': async () => tried('handler', 'return', await step(street(), await returnedTwice(), 'desk', 'triage', { ...units(), participantUnitIds: [street().unit('HWS'), street().unit('ZFD')], minutes: '会商' }), why),
    },
    triage: {
      'unit-unknown': async () => tried('desk', 'triage', await returnedTwice(), { ...units(), participantUnitIds: [street().unit('HWS'), 2_000_000_000], minutes: '会商' }),
      'triage-too-early': async () => tried('desk', 'triage', await caseIn(street(), 'returned'), { ...units(), participantUnitIds: [street().unit('HWS'), street().unit('ZFD')], minutes: '会商' }),
      'consent-missing': async () => tried('desk', 'triage', await withdrawn(await disputeReturnedTwice()), { leadUnitId: street().unit('DJY'), participantUnitIds: [street().unit('DJY'), street().unit('TJW')], minutes: '会商' }),
      'level-skipped': async () => tried('desk', 'triage', await disputeReturnedTwice(), { leadUnitId: street().unit('SFS'), participantUnitIds: [street().unit('DJY'), street().unit('SFS')], minutes: '会商' }),
    },
    settle: {
      'not-settleable': async () => tried('worker', 'settle', await newCase(street(), { class: classes.advice }), onTheSpot()),
      'evidence-missing': async () => tried('worker', 'settle', await newCase(street(), { class: classes.litter }), onTheSpot()),
      'loss-needs-method': async () => tried('worker', 'settle', await newCase(street()), { ...onTheSpot(), lossAvoidedYuan: 5, lossMethod: '  ' }),
    },
    handle: {},
    deliver: {
      'evidence-missing': async () => tried('handler', 'deliver', await inHand(classes.litter), { result: '已清运' }),
      'loss-needs-method': async () => tried('handler', 'deliver', await caseIn(street(), 'handling'), { result: '已处理', lossAvoidedYuan: 1 }),
      'request-pending': async () => tried('handler', 'deliver', await asked(), { result: '已处理' }),
    },
    requestSuspension: {
      'request-pending': async () => tried('handler', 'requestSuspension', await asked(), { until: '2026-12-30', reason: '等材料' }),
      'until-not-ahead': async () => tried('handler', 'requestSuspension', await caseIn(street(), 'handling'), { until: '2026-11-24', reason: '等材料' }),
    },
    requestExtension: {
      'request-pending': async () => tried('handler', 'requestExtension', await asked(), { workingDays: 1, reason: '量大' }),
      'extended-twice': async () => {
        const once = await step(street(), await asked(), 'desk', 'approve');
        return tried('handler', 'requestExtension', await step(street(), await step(street(), once, 'handler', 'requestExtension', { workingDays: 1, reason: '量大' }), 'desk', 'approve'), { workingDays: 1, reason: '量大' });
      },
    },
    approve: {
      'no-request': async () => tried('desk', 'approve', await caseIn(street(), 'handling')),
      'own-request': async () => tried('secondDesk', 'approve', await askedByTheDesk()),
    },
    refuse: {
      'no-request': async () => tried('desk', 'refuse', await caseIn(street(), 'handling'), { reason: '不同意' }),
      'own-request': async () => tried('secondDesk', 'refuse', await askedByTheDesk(), { reason: '不同意' }),
    },
    resume: {},
    urge: { ...code('urge'), 'urged-recently': async () => { const it = await step(street(), await caseIn(street(), 'filed'), 'leader', 'urge', {}, 100); return said(await street().do('desk', commands.urge, { caseId: it.caseId }, { at: hoursLater(1.9, it.at) })); } },
    supervise: { 'card-not-higher': async () => tried('leader', 'supervise', await step(street(), await caseIn(street(), 'filed'), 'desk', 'supervise', { level: 'red', reason: '拖延' }), { level: 'yellow', reason: '拖延' }) },
    check: {
      'checker-is-handler': async () => tried('policeman', 'check', await byThePolice(), { result: 'pass' }),
      'photos-outstanding': async () => tried('worker', 'check', await step(street(), await inHand(classes.litter), 'handler', 'deliver', { result: '已清运', photos: ['e'.repeat(64)], photosFollow: true }), { result: 'pass' }),
    },
    feedback: {},
    rate: {
      ...code('rate', { satisfied: true }),
      'no-feedback-yet': async () => tried('resident', 'rate', await caseIn(street(), 'feedback'), { satisfied: true }),
      'already-rated': async () => tried('resident', 'rate', await step(street(), await caseIn(street(), 'closed'), 'resident', 'rate', { satisfied: true }), { satisfied: false }),
    },
    close: {
      'no-feedback-yet': async () => tried('desk', 'close', await caseIn(street(), 'feedback')),
      'reporter-not-satisfied': async () => tried('desk', 'close', await step(street(), await step(street(), await caseIn(street(), 'feedback'), 'desk', 'feedback', { text: '好了' }), 'resident', 'rate', { satisfied: false })),
    },
    forceClose: {},
    evaluate: {},
    reopen: {
      ...code('reopen', { reason: '没有解决' }),
      'reopen-window-over': async () => { const it = await caseIn(street(), 'closed'); return tried('resident', 'reopen', { ...it, at: hoursLater(31 * 24, it.at) }, { reason: '又出现了' }); },
      'no-feedback-yet': async () => tried('resident', 'reopen', await caseIn(street(), 'feedback'), { reason: '没有解决' }),
    },
    message: { 'unit-unknown': async () => tried('desk', 'message', await caseIn(street(), 'filed'), { unitId: 2_000_000_000, text: '请注意' }) },
    escalate: {
      'not-a-dispute': async () => tried('desk', 'escalate', await caseIn(street(), 'filed'), { reason: '谈不拢' }),
      'top-level': async () => tried('desk', 'escalate', await step(street(), await step(street(), await caseIn(street(), 'filed', dispute), 'desk', 'escalate', { reason: '谈不拢' }), 'desk', 'escalate', { reason: '谈不拢' }), { reason: '谈不拢' }),
    },
    consent: { 'not-a-dispute': async () => tried('desk', 'consent', await caseIn(street(), 'filed'), { agreed: true }) },
  };
  /** Given by every step; their own tests are below. */
  const shared = ['incidents/step-not-allowed', 'incidents/not-yours', 'incidents/moved-meanwhile', 'incidents/photo-unknown'];
  const declared = { report: contract.report, ...contract.stepCommands };

  test('none is declared without being shown here, and the other way round', () => {
    for (const action of actions) {
      const own = declared[action].refusals.filter((refused) => action === 'report' || !shared.includes(refused)).map((refused) => refused.replace('incidents/', ''));
      expect([action, Object.keys(refusals[action]).sort()]).toEqual([action, own.sort()]);
    }
  });

  const cells = actions.flatMap((action) => Object.entries(refusals[action]).map(([name, scene]) => [action, name, scene] as const));
  test.each(cells)('%s: %s', async (action, name, scene) => {
    expect(await scene()).toBe(`incidents/${name}`);
    const line = (await street().audited()).at(-1);
    expect(line).toMatchObject({ operation: `incidents.${action}`, outcome: name === 'case-unknown' || name.startsWith('follow-code') ? 'denied' : 'refused', refused: `incidents/${name}` });
    expect(line?.input).not.toHaveProperty('code');
    const subject = line?.subject.replace('case:', '') ?? '';
    // What was refused left no step and no event: the last event is of an earlier command, and the row is the sum of its steps.
    if (subject !== '') expect(await revisionOf({ caseId: subject })).toBe(await lastSeq(subject));
  });
});

describe('what every step refuses alike', () => {
  test('a picture that is not there, a revision that is not the present one, a wrong state, a wrong person', async () => {
    const it = await caseIn(street(), 'handling');
    expect(await tried('handler', 'handle', it, { photos: ['f'.repeat(64)] })).toBe('incidents/photo-unknown');
    const moved = await street().do('handler', commands.handle, { caseId: it.caseId, revision: 1 }, { at: afterwards(it) });
    expect(moved).toMatchObject({ kind: 'refused', refusal: { refused: 'incidents/moved-meanwhile', nature: 'overtaken', params: { state: '@incidents.state.handling', revision: await revisionOf(it) } } });
    expect(await tried('handler', 'acknowledge', it)).toBe('incidents/step-not-allowed');
    expect(await tried('handler', 'approve', it)).toBe('platform/not-permitted');
    expect(await tried('coHandler', 'deliver', it, { result: '已处理' })).toBe('incidents/not-yours');
  });

  test('the same picture twice is one piece of evidence', async () => {
    const [one, other] = [await street().photo(), await street().photo()];
    const it = await inHand(classes.crowdedFlat);
    expect(await tried('handler', 'deliver', it, { result: '已拆除隔断', photos: [one, one] })).toBe('incidents/evidence-missing');
    expect(await tried('handler', 'deliver', it, { result: '已拆除隔断', photos: [one, other] })).toBe('done');
  });
});

async function reported(input: object): Promise<string> {
  return said(await street().do('resident', commands.report, { description: '柳街路口捡到一串钥匙', place: points.street, ...input }));
}
async function unclassed(): Promise<Case> {
  const moved = done<Moved>(await street().do('worker', commands.report, { description: '说不清是什么事', place: points.street }));
  return { caseId: moved.caseId, number: moved.number, at: morning };
}
async function returnedTwice(): Promise<Case> {
  return step(street(), await step(street(), await caseIn(street(), 'returned'), 'desk', 'dispatch', units()), 'handler', 'return', why);
}
async function agreed(): Promise<Case> {
  return step(street(), await caseIn(street(), 'filed', dispute), 'worker', 'consent', { agreed: true });
}
async function disputeReturnedTwice(): Promise<Case> {
  let it = await agreed();
  for (let round = 0; round < 2; round += 1) {
    it = await step(street(), await step(street(), it, 'desk', 'dispatch', { leadUnitId: street().unit('DJY') }), 'courtyard', 'return', why);
  }
  return it;
}
/** No steps lead here, since a refusal ends the case; the table guards against it all the same. */
async function withdrawn(it: Case): Promise<Case> {
  await sql`update incidents.incident set folded = jsonb_set(folded, '{disputeConsent}', 'null') where id = ${it.caseId}`.execute(street().ownerDb);
  return it;
}
async function inHand(code: string): Promise<Case> {
  const it = await step(street(), await newCase(street(), { class: code }), 'desk', 'accept');
  const filed = await step(street(), await step(street(), it, 'worker', 'verify', { result: 'exists' }), 'desk', 'file');
  const sent = await step(street(), filed, 'desk', 'dispatch', units());
  return step(street(), await step(street(), sent, 'handler', 'acknowledge'), 'handler', 'handle');
}
async function asked(): Promise<Case> {
  return step(street(), await caseIn(street(), 'handling'), 'handler', 'requestExtension', { workingDays: 1, reason: '量大' });
}
/** 环卫所 borrows a dispatcher: he asks for time in its name and would approve it at his own desk. */
async function askedByTheDesk(): Promise<Case> {
  const { ownerDb } = street();
  await sql`insert into identity.post (person_id, role, area_id, unit_id, title, valid_from)
    select ${street().id('secondDesk')}, 'handler', ${street().area('990101001000').id}, ${street().unit('HWS')}, '环卫所借调', '2011-01-01'
    where not exists (select from identity.post where person_id = ${street().id('secondDesk')} and role = 'handler')`.execute(ownerDb);
  const it = await caseIn(street(), 'handling');
  return step(street(), it, 'secondDesk', 'requestExtension', { workingDays: 1, reason: '量大' });
}
async function byThePolice(): Promise<Case> {
  const sent = await step(street(), await caseIn(street(), 'filed'), 'desk', 'dispatch', { leadUnitId: street().unit('PCS') });
  return step(street(), await step(street(), await step(street(), sent, 'police', 'acknowledge'), 'police', 'handle'), 'police', 'deliver', { result: '已处理' });
}
async function revisionOf({ caseId }: { caseId: string }): Promise<number> {
  const { rows } = await sql<{ revision: number }>`select revision from incidents.incident where id = ${caseId}`.execute(street().ownerDb);
  return rows[0]?.revision ?? -1;
}
async function lastSeq(caseId: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select max(seq) as seq from incidents.step where case_id = ${caseId}`.execute(street().ownerDb);
  return rows[0]?.seq ?? -1;
}
async function nameOf(who: Name): Promise<string> {
  return (await street().actor(who)).name;
}
