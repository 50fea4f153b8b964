import type { BoundCommand } from '../../src/platform/action.ts';
import * as loop from '../../src/domains/incidents/actions.ts';
import type { Moved } from '../../src/domains/incidents/contract.ts';
import type { Action, State } from '../../src/domains/incidents/rules/steps.ts';
import { classes, done, hoursLater, morning, points, type Name, type World } from './world.ts';

// A case brought to where a test wants it, by the people of the street and through the door.

export type Case = { readonly caseId: string; readonly number: string; readonly at: Date };

export const commands = {
  report: loop.report, accept: loop.accept, verify: loop.verify, file: loop.file, decline: loop.decline, merge: loop.merge, unmerge: loop.unmerge,
  dispatch: loop.dispatch, acknowledge: loop.acknowledge, return: loop.returnCase, triage: loop.triage, settle: loop.settle, handle: loop.handle, deliver: loop.deliver,
  requestSuspension: loop.requestSuspension, requestExtension: loop.requestExtension, approve: loop.approve, refuse: loop.refuseRequest, resume: loop.resume,
  urge: loop.urge, supervise: loop.supervise, check: loop.check, feedback: loop.feedback, rate: loop.rate, close: loop.close, forceClose: loop.forceClose,
  evaluate: loop.evaluate, reopen: loop.reopen, message: loop.message, escalate: loop.escalate, consent: loop.consent,
} as const satisfies Record<Action, BoundCommand>;

export type Start = {
  readonly class?: string; readonly by?: Name | null; readonly at?: Date; readonly description?: string;
  readonly reporter?: { readonly name: string; readonly phone: string };
  readonly lead?: string; readonly coUnits?: readonly string[];
};

export async function newCase(world: World, start: Start = {}): Promise<Case> {
  const at = start.at ?? morning;
  const moved = done<Moved>(await world.do(start.by === undefined ? 'resident' : start.by, loop.report, {
    class: start.class ?? classes.lost, description: start.description ?? '柳街路口捡到一串钥匙', place: points.street, ...(start.reporter ? { reporter: start.reporter } : {}),
  }, { at }));
  return { caseId: moved.caseId, number: moved.number, at };
}

/** One step, minutes after the one before; the case as it then stands. */
export async function step(world: World, it: Case, who: Name | null, action: Action, input: object = {}, minutes = 1): Promise<Case> {
  const at = new Date(it.at.getTime() + minutes * 60_000);
  done(await world.do(who, commands[action], { caseId: it.caseId, ...input }, { at }));
  return { ...it, at };
}

/** The shortest honest way from a report to each state. */
export async function caseIn(world: World, state: State, start: Start = {}): Promise<Case> {
  const lead = world.unit(start.lead ?? 'HWS');
  const photos = start.class === classes.litter ? [await world.photo()] : [];
  const from = (before: State): Promise<Case> => caseIn(world, before, start);
  switch (state) {
    case 'reported': return newCase(world, start);
    case 'accepted': return step(world, await from('reported'), 'desk', 'accept');
    case 'verifying': return step(world, await from('reported'), 'desk', 'accept', { verifierId: world.id('worker') });
    case 'filed': return step(world, await from('accepted'), 'desk', 'file');
    case 'declined': return step(world, await from('accepted'), 'desk', 'decline', { reason: '不属受理范围' });
    case 'merged': { const other = await caseIn(world, 'filed', { ...start, by: 'machine' }); return step(world, await from('accepted'), 'desk', 'merge', { intoCaseId: other.caseId }); }
    case 'dispatched': return step(world, await from('filed'), 'desk', 'dispatch', { leadUnitId: lead, coUnitIds: (start.coUnits ?? ['ZFD']).map(world.unit) });
    case 'acknowledged': return step(world, await from('dispatched'), 'handler', 'acknowledge');
    case 'returned': return step(world, await from('dispatched'), 'handler', 'return', { ruleCode: 'not-our-duty', reason: '不属于本单位职责' });
    case 'handling': return step(world, await from('acknowledged'), 'handler', 'handle', { note: '已派人' });
    case 'suspended': {
      const asked = await step(world, await from('handling'), 'handler', 'requestSuspension', { until: '2026-12-04', reason: '等待材料' });
      return step(world, asked, 'desk', 'approve');
    }
    case 'handled': return step(world, await from('checking'), 'worker', 'check', { result: 'unable' });
    case 'checking': return step(world, await from('handling'), 'handler', 'deliver', { result: '已处理', photos });
    case 'rework': return step(world, await from('checking'), 'worker', 'check', { result: 'fail', note: '没有处理干净' });
    case 'feedback': return step(world, await from('checking'), 'worker', 'check', { result: 'pass' });
    case 'closed': return step(world, await step(world, await from('feedback'), 'desk', 'feedback', { text: '已处理完毕' }), 'desk', 'close');
    case 'evaluated': return step(world, await from('closed'), 'desk', 'evaluate');
  }
}

/** Well after the last step, so that nothing is too soon. */
export function afterwards(it: Case): Date {
  return hoursLater(3, it.at);
}
