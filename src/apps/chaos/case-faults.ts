import { defaultHandling, type currentTerms } from '../../domains/dispatch/actions.ts';
import { fold, type Step } from '../../domains/incidents/rules/case.ts';
import { tick, type Clock } from '../../domains/incidents/rules/clocks.ts';
import { ended } from '../../domains/incidents/rules/steps.ts';
import { canonical, type Sent } from './journal.ts';
import type { StoredCase } from './stored.ts';

export type Terms = Awaited<ReturnType<typeof currentTerms>>;
/** What a command turned out to have done: this step of this case. */
export type Effect = { readonly caseId: string; readonly revision: number; readonly state: string; readonly number: string; readonly sent: Sent };
type Wanted = {
  /** What clients were told of this case, or what the stored commands say that was done without their being told. */
  readonly effects: readonly Effect[];
  /** It began within the journal: everything in it must have been asked for. */
  readonly isNew: boolean;
  readonly terms: Terms;
  readonly dueMoved: boolean;
  /** `case kind` of every deadline that somebody was told of. */
  readonly told: ReadonlySet<string>;
};

/** Everything about one case that cannot be, a sentence each. Pure. */
export function faultsOfCase(stored: StoredCase, { effects, isNew, terms, dueMoved, told }: Wanted): string[] {
  const found: string[] = [];
  const say = (sentence: string): void => { found.push(`案件 ${stored.id}：${sentence}`); };
  const stepAt = new Map(stored.steps.map((step) => [step.seq, step]));

  for (const { revision, state, number, sent } of effects) {
    const step = stepAt.get(revision);
    const action = sent.operation.split('.')[1] ?? '';
    if (!step) { say(`已确认的第 ${revision} 步（${action}）没有入库。 An acknowledged step is not stored.`); continue; }
    if (step.action !== action || step.to !== state || `person:${step.personId ?? ''}` !== sent.scope) say(`第 ${revision} 步应为 ${action} → ${state}（${sent.scope}），库中为 ${step.action} → ${step.to}（person:${step.personId ?? ''}）。 A step is not the one that was acknowledged.`);
    if (stored.number !== number) say(`编号应为 ${number}，库中为 ${stored.number}。 The case's number is not the one that was told.`);
    if (sent.text !== null && stored.description !== sent.text) say('描述与提交的不同。 The words are not those that were sent.');
    if (canonical(step.photos) !== canonical([...new Set(sent.photos)])) say(`第 ${revision} 步的照片与提交的不同。 The pictures are not those that were sent.`);
  }
  if (isNew) {
    const asked = new Set(effects.map(({ revision }) => revision));
    for (const { seq, action } of stored.steps) if (!asked.has(seq)) say(`第 ${seq} 步（${action}）没有人提交过。 There is a step that nobody asked for.`);
  }

  if (stored.steps.some((step, index) => step.seq !== index) || stored.revision !== stored.steps.length - 1) say(`历史不连续：修订 ${stored.revision}，步骤 ${stored.steps.map(({ seq }) => seq).join(' ')}。 The history has a gap.`);
  if (stored.steps.filter(({ action }) => action === 'report').length !== 1 || stored.steps[0]?.action !== 'report') say('首步应是唯一的一次上报。 There is not exactly one first step.');
  for (const [index, step] of stored.steps.entries()) if (index > 0 && step.from !== stored.steps[index - 1]?.to) say(`第 ${step.seq} 步从 ${step.from ?? ''} 出发，前一步停在 ${stored.steps[index - 1]?.to ?? ''}。 A step does not begin where the one before it ended.`);
  if (stored.wordings !== 1) say('搜索词缺失或不符。 Its words for the search are missing or are others.');

  const history = stored.steps.map((step): Step => ({ action: step.action, from: step.from, to: step.to, at: step.at.toISOString(), personId: step.personId, photos: step.photos, data: step.data }));
  if (history.length > 0 && (canonical(fold(history)) !== canonical(stored.folded) || stored.folded.state !== stored.state)) say('案件行不是各步之和。 The row is not what its steps add up to.');

  const steps = countBy(history.map(({ action }) => action));
  for (const action of new Set([...Object.keys(steps), ...kindsIn(stored.events), ...(isNew ? kindsIn(stored.audit) : [])])) {
    const n = steps[action] ?? 0;
    const events = stored.events[`incidents.${action}`] ?? 0;
    const lines = stored.audit[`incidents.${action}`] ?? 0;
    if (action !== 'late' && events !== n) say(`${action} 有 ${n} 步、${events} 条动态。 Steps and events differ.`);
    if (isNew && action !== 'late' && action !== 'recompute' && lines !== n) say(`${action} 有 ${n} 步、${lines} 行审计。 Steps and lines of the audit differ.`);
  }

  checkDeadlines(stored, history, terms, { isNew, dueMoved, told }, say);
  return found;
}

function checkDeadlines(stored: StoredCase, history: readonly Step[], { classes, calendar }: Terms, { isNew, dueMoved, told }: Pick<Wanted, 'isNew' | 'dueMoved' | 'told'>, say: (sentence: string) => void): void {
  if (isNew && history.length > 0) {
    let clocks: Clock[] = [];
    for (const [index, step] of history.entries()) {
      const after = fold(history.slice(0, index + 1));
      const handling = (after.class === null ? undefined : classes.byCode.get(after.class)?.deadline) ?? defaultHandling;
      clocks = tick(clocks, index === 0 ? null : fold(history.slice(0, index)), after, step, handling, calendar);
    }
    const shape = (one: { kind: string; stageNo: number; dueAt: string | Date; endedAt: string | Date | null }): string =>
      `${one.kind}#${one.stageNo}${dueMoved ? '' : ` ${new Date(one.dueAt).toISOString()}`}${one.endedAt === null ? '' : ` – ${new Date(one.endedAt).toISOString()}`}`;
    const [wanted, kept] = [clocks.map(shape).toSorted(), stored.deadlines.map(shape).toSorted()];
    if (canonical(wanted) !== canonical(kept)) say(`时限应为 ${wanted.join('，')}，库中为 ${kept.join('，')}。 The deadlines are not those of its steps.`);
  }
  if (ended.includes(stored.state) && stored.state !== 'merged' && stored.deadlines.some(({ endedAt }) => endedAt === null)) say('已结束，仍有时限在走。 It has ended and a deadline still runs.');
  for (const one of stored.deadlines.filter(({ isOverdue }) => isOverdue)) say(`时限 ${one.kind} 于 ${one.dueAt.toISOString()} 到期，至今没有提醒。 A deadline is due and has not fired.`);
  const fired = stored.deadlines.filter(({ firedAt }) => firedAt !== null);
  const firedByKind = countBy(fired.map(({ kind }) => kind));
  for (const kind of new Set([...Object.keys(firedByKind), ...Object.keys(stored.lateEvents)])) {
    const [n, events] = [firedByKind[kind] ?? 0, stored.lateEvents[kind] ?? 0];
    if (n !== events) say(`时限 ${kind} 触发 ${n} 次，发出 ${events} 次提醒。 A deadline fired and was told a different number of times.`);
  }
  for (const { kind } of fired) if (!told.has(`${stored.id} ${kind}`)) say(`时限 ${kind} 已触发，没有人收到。 A deadline fired and nobody was told.`);
}

function kindsIn(counts: Readonly<Record<string, number>>): string[] {
  return Object.keys(counts).filter((kind) => kind.startsWith('incidents.')).map((kind) => kind.slice('incidents.'.length));
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
