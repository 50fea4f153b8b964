import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { caseIn, commands, newCase, step, type Case } from '../../../test/support/loop.ts';
import { webOfFile } from '../../../test/support/web.ts';
import { classes, done, hoursLater, morning, points, said, type Name } from '../../../test/support/world.ts';
import type { CaseDetail, Story } from './contract-shapes.ts';
import type { Moved } from './contract.ts';
import * as reads from './queries.ts';
import type { Action } from './rules/steps.ts';

// A reporter without an account: what number and 查询码 open, and that nobody else comes by the code.

const web = webOfFile();
const clock = (at: Date): Record<string, string> => ({ 'x-jingwei-clock': at.toISOString() });
const proofOf = (it: Case): { number: string; code: string } => ({ number: it.number, code: web().world.house.followCodes.of(it.caseId) });
const report = (more: object = {}): object => ({ description: '柳街路口井盖缺失', class: classes.lost, place: points.street, ...more });

async function taken(it: Case, steps: readonly (readonly [Name | null, Action, object])[]): Promise<Case> {
  let now = it;
  for (const [who, action, input] of steps) now = await step(web().world, now, who, action, input, 30);
  return now;
}

/** Answered and closed, with a second report of the same matter merged into it. */
async function merged(by: Name | null): Promise<{ lead: Case; copy: Case }> {
  const { world } = web();
  const copy = await newCase(world, { by, description: '楼下井盖没了，骑车的差点摔了' });
  const lead = await caseIn(world, 'handling', { by: 'machine' });
  const joined = await taken({ ...copy, at: lead.at }, [['desk', 'accept', {}], ['desk', 'merge', { intoCaseId: lead.caseId }]]);
  const ended = await taken({ ...lead, at: joined.at }, [['handler', 'deliver', { result: '已补盖' }], ['worker', 'check', { result: 'pass' }], ['desk', 'feedback', { text: '井盖已补' }], ['desk', 'close', {}]]);
  return { lead: ended, copy: { ...joined, at: ended.at } };
}

describe('the code', () => {
  test('is told to nobody but a reporter who is not signed in, and kept nowhere', async () => {
    const made = await web().call(null, 'POST', '/api/incidents/report', report());
    const code = String(made.body['followCode']);
    expect([made.status, code]).toEqual([200, web().world.house.followCodes.of(String(made.body['caseId']))]);
    for (const who of ['resident', 'worker', 'desk', 'machine'] as const) expect((await web().call(who, 'POST', '/api/incidents/report', report())).body).not.toHaveProperty('followCode');
    for (const who of ['desk', 'leader', 'resident'] as const) {
      for (const query of ['case', 'history', 'suggestion', 'similar']) expect((await web().call(who, 'GET', `/api/incidents/${query}?caseId=${String(made.body['caseId'])}`)).text).not.toContain(code);
    }
    const wrong = await web().call(null, 'POST', '/api/incidents/urge', { caseId: made.body['caseId'], number: made.body['number'], code: '7777-7777' });
    expect([wrong.status, wrong.body['refused']]).toEqual([403, 'incidents/follow-code-wrong']);
    expect((await web().call(null, 'POST', '/api/incidents/urge', { caseId: made.body['caseId'], number: made.body['number'], code })).status).toBe(200);
    for (const table of ['platform.command', 'platform.audit', 'platform.event', 'incidents.incident', 'incidents.step', 'incidents.reporter']) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} t where strpos(t::text, ${code}) > 0 or strpos(t::text, '7777-7777') > 0`.execute(web().world.ownerDb);
      expect([table, rows[0]?.n]).toEqual([table, 0]);
    }
  });

  test('is told again to whoever repeats his report under his own key; not to somebody who copies a report that he reads', async () => {
    const [id, key] = [randomUUID(), { 'idempotency-key': `phone.${randomUUID()}` }];
    const first = await web().call(null, 'POST', '/api/incidents/report', report({ id }), key);
    const soon = await web().call(null, 'POST', '/api/incidents/report', report({ id }));
    expect([soon.status, soon.body, soon.headers.get('idempotency-replayed')]).toEqual([200, first.body, 'true']);
    await sql`update platform.command set at = at - interval '11 minutes'`.execute(web().world.ownerDb);
    expect((await web().call(null, 'POST', '/api/incidents/report', report({ id }), key)).body).toEqual(first.body);
    const { followCode: _secret, ...known } = first.body;
    const forged = { 'idempotency-key': randomUUID() };
    for (const headers of [{}, { 'idempotency-key': id }, { 'idempotency-key': id.toUpperCase() }, forged, forged]) {
      const copied = await web().call(null, 'POST', '/api/incidents/report', report({ id }), headers);
      expect([copied.status, copied.body]).toEqual([200, known]);
    }
  });

  test('a missing one is told where to find it, a wrong one counts as a guess, and whoever guesses has to wait', async () => {
    const it = await caseIn(web().world, 'closed', { by: null });
    const guesser = { 'x-forwarded-for': '198.51.100.23', ...clock(hoursLater(3, it.at)) };
    const input = { caseId: it.caseId, number: it.number, satisfied: true };
    const missing = await web().call(null, 'POST', '/api/incidents/rate', input, guesser);
    expect([missing.status, missing.body['refused'], missing.body['detail']]).toEqual([403, 'incidents/follow-code-missing', expect.stringContaining('上报成功的页面')]);
    let last = missing;
    for (let tries = 0; tries < 70 && last.status === 403; tries += 1) last = await web().call(null, 'POST', '/api/incidents/rate', { ...input, code: `2222-${2_000 + tries}` }, guesser);
    expect([last.status, last.body['refused'], Number(last.headers.get('retry-after')) > 0]).toEqual([429, 'platform/too-many', true]);
    expect((await web().call(null, 'POST', '/api/incidents/story', { number: it.number, code: '22222222' }, guesser)).status).toBe(429);
    // He may still report; and somebody else with the right code is not kept waiting.
    expect((await web().call(null, 'POST', '/api/incidents/report', report(), guesser)).status).toBe(200);
    expect((await web().call(null, 'POST', '/api/incidents/rate', { ...input, code: proofOf(it).code }, clock(hoursLater(3, it.at)))).status).toBe(200);
  });

  test('opens his own words in the body alone: an address is kept in logs', async () => {
    const it = await newCase(web().world, { by: null, description: '柳街路口井盖缺失，电话13912345678' });
    const { number, code } = proofOf(it);
    const byBody = await web().call(null, 'POST', '/api/incidents/story', { number, code: `${code.slice(0, 4)} ${code.slice(4).toLowerCase()}` });
    const byAddress = await web().call(null, 'GET', `/api/incidents/story?number=${number}&code=${code}`);
    expect([byBody.status, byAddress.status, byAddress.body['path'], byAddress.body['detail']]).toEqual([200, 400, 'code', expect.stringContaining('正文')]);
    expect(byBody.body).toMatchObject({ proven: true, mayUrge: true, own: { description: '柳街路口井盖缺失，电话13912345678' } });
    expect((await web().call(null, 'POST', '/api/incidents/story', { number, code: '22222222' })).body).toMatchObject({ status: 403, refused: 'incidents/follow-code-wrong' });
    // The code of one case says nothing about another; without the right number it says nothing at all.
    const other = await newCase(web().world, { by: null });
    expect(said(await web().world.do(null, commands.urge, { caseId: other.caseId, number: other.number, code }))).toBe('incidents/follow-code-wrong');
    expect(said(await web().world.do(null, commands.urge, { caseId: it.caseId, code }))).toBe('incidents/case-unknown');
    expect(said(await web().world.do(null, commands.urge, { caseId: it.caseId, number: other.number, code }))).toBe('incidents/case-unknown');
    // A resident's account permits nothing, so he may have reported before he signed in.
    expect(said(await web().world.do('resident', commands.urge, { caseId: it.caseId, number, code }))).toBe('done');
  });
});

describe('the reporter of a merged case', () => {
  test.each(['resident', null] as const)('says of the common result what he thinks, for himself (%s)', async (by) => {
    const { world } = web();
    const { lead, copy } = await merged(by);
    const at = { at: hoursLater(1, copy.at) };
    const proof = by === null ? proofOf(copy) : {};
    const before = done<Story>(await world.ask(by, reads.story, { ...proofOf(copy), ...(by === null ? {} : { code: '' }) }, at));
    expect(before).toMatchObject({ state: 'closed', mayRate: true, mayReopen: true, rating: null, feedback: [{ text: '井盖已补' }] });
    if (by === null) expect(said(await world.do(by, commands.rate, { caseId: copy.caseId, number: copy.number, satisfied: false }, at))).toBe('incidents/follow-code-missing');
    expect(done<Moved>(await world.do(by, commands.rate, { caseId: copy.caseId, ...proof, satisfied: false, comment: '井盖还在晃' }, at)).state).toBe('merged');
    const after = done<Story>(await world.ask(by, reads.story, { number: copy.number, ...proof }, at));
    expect([after.rating, after.mayRate, after.mayReopen]).toEqual([{ satisfied: false, comment: '井盖还在晃' }, false, true]);
    expect(after.steps.map((one) => one.action)).toEqual(['report', 'accept', 'merge', 'deliver', 'check', 'feedback', 'close', 'rate']);
    const desk = done<CaseDetail>(await world.ask('desk', reads.getCase, { caseId: lead.caseId }, at));
    expect([desk.rating, desk.merged.map(({ number, satisfied }) => [number, satisfied])]).toEqual([null, [[copy.number, false]]]);
  });

  test('has his own taken up again; the lead case keeps its end and one fewer beside it', async () => {
    const { world } = web();
    const { lead, copy } = await merged(null);
    const at = { at: hoursLater(2, copy.at) };
    for (const who of ['desk', 'leader'] as const) expect([who, said(await world.do(who, commands.reopen, { caseId: copy.caseId, reason: '他说没好' }, at))]).toEqual([who, 'incidents/step-not-allowed']);
    expect(said(await world.do(null, commands.reopen, { caseId: copy.caseId, ...proofOf(copy), reason: '井盖还在晃' }, { at: hoursLater(24 * 31, copy.at) }))).toBe('incidents/reopen-window-over');
    expect(done<Moved>(await world.do(null, commands.reopen, { caseId: copy.caseId, ...proofOf(copy), reason: '井盖还在晃' }, at)).state).toBe('reported');
    const own = done<CaseDetail>(await world.ask('desk', reads.getCase, { caseId: copy.caseId }, at));
    expect([own.state, own.round, own.mergedInto, own.clock?.kind, own.clock?.paused]).toEqual(['reported', 2, null, 'accept', false]);
    const other = done<CaseDetail>(await world.ask('desk', reads.getCase, { caseId: lead.caseId }, at));
    expect([other.state, other.duplicates, other.merged]).toEqual(['closed', 0, []]);
    // And it goes on like any other.
    await taken({ ...copy, at: at.at }, [['desk', 'accept', {}], ['desk', 'file', {}], ['desk', 'dispatch', { leadUnitId: world.unit('HWS') }]]);
  });

  test('waits while his lead case does', async () => {
    const { world } = web();
    const copy = await newCase(world, { by: null });
    const lead = await caseIn(world, 'handling', { by: 'machine' });
    const joined = await taken({ ...copy, at: lead.at }, [['desk', 'accept', {}], ['desk', 'merge', { intoCaseId: lead.caseId }]]);
    const at = { at: hoursLater(1, joined.at) };
    expect(said(await world.do(null, commands.rate, { caseId: copy.caseId, ...proofOf(copy), satisfied: true }, at))).toBe('incidents/no-feedback-yet');
    expect(said(await world.do(null, commands.reopen, { caseId: copy.caseId, ...proofOf(copy), reason: '还没好' }, at))).toBe('incidents/no-feedback-yet');
  });
});

test('a dispatch names its co-handlers in the history', async () => {
  const { world } = web();
  const it = await caseIn(world, 'dispatched', { coUnits: ['ZFD', 'NFZ'] });
  const { steps } = done<{ steps: { action: string; data: Record<string, unknown> }[] }>(await world.ask('desk', reads.history, { caseId: it.caseId }));
  expect(steps.find((one) => one.action === 'dispatch')?.data['coNames']).toEqual(['柳镇综合执法队', '柳镇农业服务中心']);
});

test('a declined case that was taken up again is looked at again', async () => {
  const { world } = web();
  const seen = await taken(await caseIn(world, 'verifying'), [['worker', 'verify', { result: 'notExists' }], ['desk', 'decline', { reason: '现场没有发现' }], ['resident', 'reopen', { reason: '在另一边' }]]);
  const again = await taken(seen, [['desk', 'accept', { verifierId: world.id('clerk') }]]);
  expect(said(await world.do('desk', commands.file, { caseId: again.caseId }, { at: hoursLater(1, again.at) }))).toBe('incidents/not-verified');
  const verified = await taken(again, [['clerk', 'verify', { result: 'exists' }], ['desk', 'file', {}]]);
  const { state, round, verification } = done<CaseDetail>(await world.ask('desk', reads.getCase, { caseId: verified.caseId }, { at: hoursLater(1, verified.at) }));
  expect([state, round, verification, morning < verified.at]).toEqual(['filed', 2, 'exists', true]);
});
