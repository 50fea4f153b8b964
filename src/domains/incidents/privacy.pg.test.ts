import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { commands, step, type Case } from '../../../test/support/loop.ts';
import { openStream } from '../../../test/support/stream.ts';
import { webOfFile } from '../../../test/support/web.ts';
import { classes, done, morning, points, said, type Name } from '../../../test/support/world.ts';
import { actions, type Action } from './rules/steps.ts';
import * as reads from './queries.ts';
import type { Moved } from './contract.ts';
import type { Story } from './contract-shapes.ts';

// INVENTED: what a resident might leave in every text that he and others may type.
const mobile = '13912345678';
const spaced = '139 1234 5678';
const home = '0635-8412345';
const identity = '37150219900307001X';
const canaries = [mobile, spaced, home, identity, '欧阳青岚', '8613912345678'];
const leak = (text: string): string[] => canaries.filter((canary) => text.includes(canary));
const talkative = `回电${mobile}或${spaced}，家里${home}，身份证${identity}，国际+8613912345678`;

const web = webOfFile();
const units = () => ({ leadUnitId: web().world.unit('HWS'), coUnitIds: [web().world.unit('ZFD')] });

/** A case in which everybody typed the reporter's numbers everywhere, up to its last round. */
async function talkedAbout(by: Name | null = 'resident'): Promise<Case> {
  const { world } = web();
  const proof = (): object => (by === null ? { number: it.number, code: world.house.followCodes.of(it.caseId) } : {});
  const moved = done<Moved>(await world.do(by, commands.report, {
    class: classes.lost,
    // Its first sixty characters end within a telephone number.
    description: `${'柳街路口捡到一串钥匙，上面有一个红色的小牌子，看着像是附近小区的，请失主来取，也可以打我的电话号码来问，号码'.slice(0, 52)}${mobile} ${talkative}`,
    place: { areaId: world.area('990101001001001').id, address: `柳街12号 ${mobile}` }, reporter: { name: '欧阳青岚', phone: mobile },
  }));
  let it: Case = { caseId: moved.caseId, number: moved.number, at: morning };
  const next = async (who: Name | null, action: Action, input: object = {}): Promise<void> => { it = await step(world, it, who, action, input, 150); };
  await next('desk', 'accept', { note: talkative });
  await next('desk', 'file', { note: talkative });
  await next('desk', 'dispatch', { ...units(), note: talkative });
  await next('handler', 'return', { ruleCode: 'not-our-duty', reason: talkative });
  await next('desk', 'dispatch', { ...units(), note: talkative });
  await next('handler', 'acknowledge', { note: talkative });
  await next('handler', 'handle', { note: talkative });
  await next(by, 'urge', { note: talkative, ...proof() });
  await next('leader', 'supervise', { level: 'yellow', reason: talkative });
  await next('desk', 'message', { unitId: world.unit('HWS'), text: talkative });
  await next('desk', 'message', { unitId: world.unit('KD1'), text: talkative });
  await next('handler', 'deliver', { result: talkative, lossAvoidedYuan: 10, lossMethod: talkative });
  await next('worker', 'check', { result: 'pass', note: talkative });
  await next('desk', 'feedback', { text: talkative });
  await next(by, 'rate', { satisfied: false, comment: talkative, ...proof() });
  await next(by, 'reopen', { reason: talkative, ...proof() });
  await next('desk', 'dispatch', units());
  await next('handler', 'acknowledge');
  await next('handler', 'requestExtension', { workingDays: 1, reason: talkative });
  return it;
}

describe('the unit that handles a case', () => {
  // Everybody who may read it and may not know who reported it; the checkpoint only heard a message.
  const readers: readonly Name[] = ['handler', 'colleague', 'coHandler', 'leader', 'clerk', 'worker', 'gridLeader', 'policeman', 'checkpoint', 'cityLeader', 'machine'];

  test('reads no name, no telephone and no identity number of the reporter, wherever they were typed', async () => {
    for (const by of ['resident', null] as const) {
      const it = await talkedAbout(by);
      const wrong: string[] = [];
      let read = 0;
      for (const who of readers) {
        for (const path of [`case?caseId=${it.caseId}`, `case?number=${it.number}`, `history?caseId=${it.caseId}`, `story?number=${it.number}`, 'mine', 'board?limit=200', 'map', 'messages', 'digest', 'counts', 'inbox',
          'board?sort=newest&limit=50', `suggestion?caseId=${it.caseId}`, `similar?caseId=${it.caseId}`]) {
          const answer = await web().call(who, 'GET', `/api/incidents/${path}`, undefined, { 'x-jingwei-clock': it.at.toISOString() });
          expect(answer.status).toBeLessThan(500);
          if (answer.status === 200) read += 1;
          for (const found of leak(answer.text)) wrong.push(`${who} ${path}: ${found}`);
          const personId = by === null ? -1 : web().world.id('resident');
          if (answer.text.includes(`"personId":${personId},`)) wrong.push(`${who} ${path}: the person`);
        }
      }
      expect(wrong).toEqual([]);
      expect(read).toBeGreaterThan(60);
    }
  }, 120_000);

  test('and the desk of the place, the reporter and his number do read them', async () => {
    const it = await talkedAbout();
    const { world } = web();
    const seen = JSON.stringify(done(await world.ask('desk', reads.getCase, { caseId: it.caseId })));
    expect(leak(seen)).toEqual(canaries.filter((one) => one !== '8613912345678' || seen.includes(one)));
    expect(seen).toContain('"reporter":{"name":"欧阳青岚","phone":"13912345678"}');
    expect(leak(JSON.stringify(done(await world.ask('resident', reads.getCase, { caseId: it.caseId }))))).toContain(mobile);
    // The number is on everybody's screen: whoever knows it reads the story with telephone numbers covered.
    const byNumber = done<Story>(await world.ask(null, reads.story, { number: it.number.toLowerCase() }));
    expect([byNumber.own, byNumber.proven, leak(JSON.stringify(byNumber))]).toEqual([null, false, []]);
    expect(byNumber.feedback[0]?.text).toContain('回电***********');
    // What was written to him is his, and what he wrote, by his account or by his code.
    for (const story of [await world.ask('resident', reads.story, { number: it.number }), await world.ask(null, reads.story, { number: it.number, code: world.house.followCodes.of(it.caseId) })].map((one) => done<Story>(one))) {
      expect([story.proven, leak(story.feedback[0]?.text ?? '').includes(mobile), story.own?.description.includes(mobile)]).toEqual([true, true, true]);
    }
    // Staff with no part in it are nobody in particular, whatever they type.
    for (const who of ['otherDesk', 'neighbour', 'otherHandler', 'system', 'audit'] as const) {
      for (const code of [undefined, world.house.followCodes.of(it.caseId)]) {
        const story = done<Story>(await world.ask(who, reads.story, { number: it.number, ...(code === undefined ? {} : { code }) }));
        expect([who, story.own, story.proven, story.mayRate, story.mayReopen, story.mayUrge, leak(JSON.stringify(story))]).toEqual([who, null, false, false, false, false, []]);
      }
    }
    expect((await web().call('otherDesk', 'GET', `/api/incidents/case?caseId=${it.caseId}`)).status).toBe(404);
  });

  test('does not become the reporter by knowing the number, nor does anybody else who works on it', async () => {
    const it = await talkedAbout();
    const { world } = web();
    for (const who of ['handler', 'coHandler', 'worker', 'leader', 'desk'] as const) {
      for (const code of [undefined, world.house.followCodes.of(it.caseId)]) {
        const answer = await world.do(who, commands.rate, { caseId: it.caseId, number: it.number, satisfied: true, ...(code === undefined ? {} : { code }) }, { at: it.at });
        expect([who, said(answer)]).toEqual([who, 'incidents/not-yours']);
      }
    }
    for (const who of ['checkpoint', 'otherHandler', 'otherDesk'] as const) {
      expect([who, said(await world.do(who, commands.rate, { caseId: it.caseId, number: it.number, satisfied: true }, { at: it.at }))]).toEqual([who, 'incidents/case-unknown']);
    }
  });

  test('is not told by events, nor by the sentences of refusals', async () => {
    const stream = await openStream(web().url, await web().world.token('handler'));
    await stream.until((told) => told.length > 0);
    const it = await talkedAbout();
    await stream.until((told) => told.filter((one) => one.data['subject'] === it.caseId).length > 8);
    expect(leak(JSON.stringify(stream.told))).toEqual([]);
    stream.close();
    for (const action of actions) {
      if (action === 'report') continue;
      const answer = await web().call('handler', 'POST', `/api/incidents/${action}`, { caseId: it.caseId, reason: '理由充分', result: 'pass', ruleCode: 'x', number: it.number });
      expect(leak(answer.text)).toEqual([]);
    }
  });

  test('a worker who reports as a citizen and rates is not named to the unit', async () => {
    const { world } = web();
    const moved = done<Moved>(await world.do('worker', commands.report, { class: classes.lost, description: '捡到钥匙', place: points.street, reporter: { name: '欧阳青岚', phone: mobile } }));
    let it: Case = { caseId: moved.caseId, number: moved.number, at: morning };
    const steps: readonly (readonly [Name, Action, object])[] = [
      ['desk', 'accept', {}], ['desk', 'file', {}], ['desk', 'dispatch', units()], ['handler', 'acknowledge', {}], ['handler', 'handle', {}], ['worker', 'urge', {}], ['handler', 'deliver', { result: '已处理' }],
      ['clerk', 'check', { result: 'pass' }], ['desk', 'feedback', { text: '已处理' }], ['worker', 'rate', { satisfied: true }], ['worker', 'reopen', { reason: '又有了' }], ['desk', 'dispatch', units()],
    ];
    for (const [who, action, input] of steps) it = await step(world, it, who, action, input, 150);
    const { name } = await world.actor('worker');
    const { steps: told } = done<{ steps: { action: string; by: { name: string } | null }[] }>(await world.ask('handler', reads.history, { caseId: it.caseId }));
    expect(told.filter((one) => ['report', 'urge', 'rate', 'reopen'].includes(one.action)).map((one) => one.by)).toEqual([null, null, null, null]);
    expect(JSON.stringify(told)).not.toContain(name);
    expect(JSON.stringify(done(await world.ask('desk', reads.history, { caseId: it.caseId })))).toContain(name);
  });
});

describe('an absent case and one that is not yours', () => {
  test('are answered alike, to the last character', async () => {
    const it = await talkedAbout();
    const nothing = randomUUID();
    const strangers: readonly Name[] = ['otherDesk', 'otherWorker', 'otherHandler', 'neighbour', 'system', 'audit'];
    for (const who of strangers) {
      for (const query of ['case', 'history', 'suggestion', 'similar']) {
        const [absent, foreign] = [await web().call(who, 'GET', `/api/incidents/${query}?caseId=${nothing}`), await web().call(who, 'GET', `/api/incidents/${query}?caseId=${it.caseId}`)];
        expect([who, query, foreign.status, foreign.text]).toEqual([who, query, absent.status, absent.text]);
        expect([403, 404]).toContain(absent.status);
      }
      for (const action of actions) {
        if (action === 'report') continue;
        const body = { reason: '理由充分', result: 'pass', note: '', text: '好', agreed: true, satisfied: true, level: 'red', unitId: 1, leadUnitId: 1, participantUnitIds: [1, 2], minutes: '会商', ruleCode: 'x', until: '2027-01-01', workingDays: 1, intoCaseId: nothing, revision: 3 };
        const [absent, foreign] = [await web().call(who, 'POST', `/api/incidents/${action}`, { ...body, caseId: nothing }), await web().call(who, 'POST', `/api/incidents/${action}`, { ...body, caseId: it.caseId })];
        expect([who, action, foreign.status, foreign.text]).toEqual([who, action, absent.status, absent.text]);
        expect([action, [400, 403, 404].includes(absent.status)]).toEqual([action, true]);
      }
    }
    // To merge into a case of another township is to merge into nothing.
    const own = done<Moved>(await web().world.do('otherWorker', commands.report, { class: classes.lost, description: '桑园捡到钥匙', place: { areaId: web().world.area('990101002001').id } }));
    const [absent, foreign] = [
      await web().call('otherDesk', 'POST', '/api/incidents/merge', { caseId: own.caseId, intoCaseId: nothing }), await web().call('otherDesk', 'POST', '/api/incidents/merge', { caseId: own.caseId, intoCaseId: it.caseId }),
    ];
    expect([foreign.status, foreign.text]).toEqual([404, absent.text]);
  }, 120_000);

  test('lists, counts and maps know only one\'s own', async () => {
    const it = await talkedAbout();
    const { world } = web();
    for (const who of ['otherDesk', 'otherWorker', 'neighbour'] as const) {
      const { items } = done<{ items: { id: string }[] }>(await world.ask(who, reads.board, { limit: 200 }));
      expect(items.some((one) => one.id === it.caseId)).toBe(false);
      const points = done<{ features: { id: string }[] }>(await world.ask(who, reads.map, {}));
      expect(points.features.some((one) => one.id === it.caseId)).toBe(false);
      const asked = done<{ total: { reported: number } }>(await world.ask(who, reads.counts, { areaId: world.area('990101001000').id }));
      expect([who, asked.total.reported]).toEqual([who, 0]);
      for (const filter of [{ areaId: world.area('990101001000').id }, { unitId: world.unit('HWS') }, { text: it.number }, { text: '钥匙' }]) {
        expect(done<{ items: unknown[] }>(await world.ask(who, reads.board, filter)).items.some((one) => JSON.stringify(one).includes(it.caseId))).toBe(false);
      }
    }
  });
});
