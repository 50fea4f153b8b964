import type { Calendar } from '../../platform/core/calendar.ts';
import type { ResolvedClass } from '../../domains/dispatch/actions.ts';
import type { Course } from '../timeline.ts';
import { NotAnswered, type Answered, type Caller } from './api.ts';
import type { Message } from './messages.ts';
import { momentsAfter, momentsBetween } from './moments.ts';
import type { Staff } from './staff.ts';

/** What all courses share. */
export type Post = {
  readonly staff: Staff;
  /** Counts what was not there before; `offered` are cases whose twin the desk was shown. */
  readonly tally: { cases: number; steps: number; readonly offered: Set<string> };
  /** Hashes of pictures that stand for the evidence which a class asks for. */
  readonly photos: readonly string[];
};
export type Filing = {
  readonly areaId: number;
  readonly class: string;
  readonly terms: ResolvedClass | undefined;
  /** The case of an earlier message with the same words. */
  readonly twinCaseId: string | null;
  /** An earlier run has made the case. */
  readonly wasThere: boolean;
};

type Step = { readonly verb: string; readonly who: Caller; readonly body: Readonly<Record<string, unknown>>; readonly key?: string };

/** One message from its report to its evaluation. Every request has a key that depends on the message alone. */
export async function* courseOf(message: Message, filing: Filing, { staff, tally, photos }: Post, calendar: Calendar): Course {
  const { caseId } = message;
  const take = async ({ verb, who, body, key }: Step, at: Date): Promise<Answered> => {
    const answer = await who.post(`/api/incidents/${verb}`, body, at, `replay:${message.id}:${key ?? verb}`);
    if (answer.status !== 200) throw new NotAnswered(`${message.id} ${verb}`, answer);
    if (!answer.replayed) tally.steps += 1;
    return answer;
  };

  yield message.reportedAt;
  const reported = await take({
    verb: 'report', who: staff.register,
    body: { id: caseId, class: filing.class, description: message.description, place: { areaId: filing.areaId, address: '' }, source: 'import' },
  }, message.reportedAt);
  if (!reported.replayed) tally.cases += 1;
  const twin = filing.twinCaseId === null ? null : await twinSeen(caseId, filing.twinCaseId, filing.wasThere, staff.desk, message.reportedAt);
  if (twin !== null) tally.offered.add(caseId);

  const steps = stepsBefore(caseId, filing, staff, twin);
  const evidence = photos.slice(0, filing.terms?.evidencePhotos ?? 0);
  steps.push(
    { verb: 'acknowledge', who: staff.handler, body: { caseId } },
    { verb: 'handle', who: staff.handler, body: { caseId, note: '已安排办理' } },
    { verb: 'deliver', who: staff.handler, body: { caseId, result: '已办理，情况见对来信人的答复。', photos: evidence } },
    { verb: 'check', who: staff.look, body: { caseId, result: 'pass' } },
  );
  const moments = momentsBetween(message.id, message.reportedAt, message.repliedAt, steps.map(({ verb, key }) => key ?? verb), calendar);
  for (const [index, step] of steps.entries()) {
    const at = moments[index] ?? message.repliedAt;
    yield at;
    await take(step, at);
  }
  yield message.repliedAt;
  await take({ verb: 'feedback', who: staff.desk, body: { caseId, text: message.reply } }, message.repliedAt);
  const { close, evaluate } = momentsAfter(message.id, message.repliedAt, calendar);
  yield close;
  await take({ verb: 'close', who: staff.desk, body: { caseId, note: '来信人未作评价' } }, close);
  yield evaluate;
  await take({ verb: 'evaluate', who: staff.desk, body: { caseId } }, evaluate);
}

/** From the desk to the unit. A dispute goes up level by level first: where the city's unit mediates, nobody below does. */
function stepsBefore(caseId: string, { class: code, terms }: Filing, staff: Staff, twin: string | null): Step[] {
  const steps: Step[] = [{
    verb: 'accept', who: staff.desk,
    body: {
      caseId, class: code, ...(terms?.verification === true ? { verifierId: staff.lookPersonId } : {}),
      ...(twin === null ? {} : { note: `与 ${twin} 号来信文字相同，系统提示合并；两件各有答复，不合并。` }),
    },
  }];
  if (terms?.verification === true) steps.push({ verb: 'verify', who: staff.look, body: { caseId, result: 'exists', note: '与来信人联系，情况属实' } });
  steps.push({ verb: 'file', who: staff.desk, body: { caseId } });
  if (terms?.kind === 'dispute') {
    steps.push(
      { verb: 'consent', who: staff.desk, body: { caseId, agreed: true, note: '双方同意调解' } },
      { verb: 'escalate', who: staff.desk, body: { caseId, reason: '当地未设大院' } },
      { verb: 'escalate', who: staff.desk, body: { caseId, reason: '村里未能接办' }, key: 'escalateAgain' },
    );
  }
  steps.push({ verb: 'dispatch', who: staff.desk, body: { caseId, leadUnitId: staff.unitId } });
  return steps;
}

/**
 * The number of the case with the same words, if the desk is offered it for merging at that hour. Of a case that an
 * earlier run has made, the note of its acceptance says whether it was: by now both have ended.
 */
async function twinSeen(caseId: string, twinCaseId: string, wasThere: boolean, desk: Caller, at: Date): Promise<string | null> {
  if (wasThere) {
    const { body } = await desk.get('/api/incidents/history', { caseId }, at);
    const steps: unknown = Reflect.get(Object(body), 'steps');
    const accepted: unknown = Array.isArray(steps) ? steps.find((step: unknown) => Reflect.get(Object(step), 'action') === 'accept') : undefined;
    const note = /^与 (\S+) 号来信/u.exec(String(Reflect.get(Object(accepted), 'note')));
    if (accepted !== undefined) return note?.[1] ?? null;
  }
  const { body } = await desk.get('/api/incidents/similar', { caseId }, at);
  const items: unknown = Reflect.get(Object(body), 'items');
  for (const item of Array.isArray(items) ? items : []) {
    const offered: unknown = Reflect.get(Object(item), 'case');
    if (Reflect.get(Object(item), 'reason') === 'sameText' && Reflect.get(Object(offered), 'id') === twinCaseId) return String(Reflect.get(Object(offered), 'number'));
  }
  return null;
}
