import { expect, test } from 'vitest';
import { caseIn, newCase, step } from '../../../test/support/loop.ts';
import { done, withWorld, type Name, type World } from '../../../test/support/world.ts';
import { board, getCase, history, mine } from './queries.ts';

// Who was shown a reporter's name or a number in a text is in the audit, in one line for each request.

const reporter = { name: '何婉清', phone: '13800138000' };

async function sights(world: World): Promise<{ operation: string; subject: string; saw: unknown; who: string }[]> {
  const all = await world.audited();
  return all.filter(({ input }) => 'saw' in input).map(({ operation, subject, input, person_name }) => ({ operation, subject, saw: input['saw'], who: person_name }));
}

test('the reporter of a case, with what it was for; not to the unit, which is not shown him, and not to himself', () => withWorld(async (world) => {
  const it = await newCase(world, { by: 'worker', reporter });
  const at = { at: it.at };
  done(await world.ask('desk', getCase, { caseId: it.caseId }, at));
  expect(await sights(world)).toEqual([{ operation: 'incidents.case', subject: `case:${it.caseId}`, saw: { subjects: [`case:${it.caseId}`], fields: ['reporter'], purpose: ['handle'] }, who: expect.stringMatching(/\S/u) }]);
  const sent = await step(world, await step(world, await step(world, it, 'desk', 'accept'), 'desk', 'file'), 'desk', 'dispatch', { leadUnitId: world.unit('HWS') });
  for (const who of ['handler', 'worker'] satisfies Name[]) done(await world.ask(who, getCase, { caseId: it.caseId }, { at: sent.at }));
  expect(await sights(world)).toHaveLength(1);
  const own = await newCase(world, { by: 'resident', description: '请回电 13800138000', at: sent.at });
  done(await world.ask('resident', getCase, { caseId: own.caseId }, { at: sent.at }));
  expect(await sights(world)).toHaveLength(1);
}));

test('a case that is over is read, not worked on', () => withWorld(async (world) => {
  const closed = await caseIn(world, 'closed', { by: 'worker', reporter });
  done(await world.ask('desk', getCase, { caseId: closed.caseId }, { at: closed.at }));
  done(await world.ask('desk', history, { caseId: closed.caseId }, { at: closed.at }));
  expect((await sights(world)).map(({ operation, saw }) => [operation, Reflect.get(Object(saw), 'purpose')])).toEqual([['incidents.case', ['review']], ['incidents.history', ['review']]]);
}));

test('a list with numbers in its texts is one line with every such case', () => withWorld(async (world) => {
  const first = await newCase(world, { by: 'worker', description: '路灯不亮，联系 13900139000' });
  const second = await newCase(world, { by: 'worker', description: '井盖丢失，电话 13700137000' });
  await newCase(world, { by: 'worker', description: '没有号码的一件' });
  done(await world.ask('desk', board, {}, { at: first.at }));
  expect(await sights(world)).toMatchObject([{ operation: 'incidents.board', subject: '', saw: { subjects: [`case:${first.caseId}`, `case:${second.caseId}`].sort(), fields: ['contacts'], purpose: ['list'] } }]);
}));

test('what was said last on a case that waits for somebody', () => withWorld(async (world) => {
  const it = await newCase(world, { by: 'resident' });
  const filed = await step(world, await step(world, it, 'desk', 'accept'), 'desk', 'file');
  const urged = await step(world, filed, 'resident', 'urge', { note: '请快一点，回电 13800138000' });
  const waits = done(await world.ask('desk', mine, {}, { at: urged.at })) as { todo: { message: string | null }[] }; // as the contract says
  expect(waits.todo.map(({ message }) => message)).toContain('请快一点，回电 13800138000');
  expect(await sights(world)).toMatchObject([{ operation: 'incidents.mine', subject: `case:${it.caseId}`, saw: { subjects: [`case:${it.caseId}`], fields: ['contacts'], purpose: ['list'] } }]);
}));
