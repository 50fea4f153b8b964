import type { Duration } from '../../../platform/core/calendar.ts';
import { isRefusal } from '../../../platform/core/refusal.ts';
import { apply, factsOf, fold, type CaseState, type Step, type StepData } from '../../../domains/incidents/rules/case.ts';
import { paused, tick, type Clock } from '../../../domains/incidents/rules/clocks.ts';
import { judge, type Detail, type Party, type StepAction } from '../../../domains/incidents/rules/steps.ts';
import { defaultHandling } from '../../../domains/dispatch/actions.ts';
import type { StepAuthor } from '../../../domains/incidents/store/write.ts';
import type { CityWorld, Person } from './world.ts';

// Writes the history of one case as the loop would: each step is judged by the loop's own rules, folded by them, and
// moves the clocks by them; a clock that runs out between two steps has fired. What lies after `until` has not happened.

export type Written = Step & { readonly author: StepAuthor };
export type Pen = {
  readonly world: CityWorld;
  /** ms since 1970; nothing is written after it */
  readonly until: number;
  readonly reporterPersonId: number | null;
  steps: Written[];
  state: CaseState;
  clocks: Clock[];
  /** When the last step was taken, ms. */
  at: number;
  duplicates: number;
};
export type Said = { readonly data?: StepData; readonly detail?: Detail; readonly note?: string; readonly photos?: readonly string[] };

/** The report; the case begins. */
export function begin(world: CityWorld, until: number, at: number, by: Person | null, report: { readonly data: StepData; readonly photos: readonly string[]; readonly reporterPersonId: number | null }): Pen {
  const iso = new Date(at).toISOString();
  const step: Written = {
    action: 'report', from: null, to: 'reported', at: iso, personId: by?.id ?? null, photos: report.photos, data: report.data,
    author: authorOf(by, report.data.hasReporter === true, '', iso),
  };
  const state = fold([step]);
  return { world, until, reporterPersonId: report.reporterPersonId, steps: [step], state, clocks: tick([], null, state, step, handlingOf(world, state.class), world.calendar), at, duplicates: 0 };
}

/** @returns false where the moment lies after the end: the case stands as it is */
export function take(pen: Pen, action: StepAction, at: number, by: Person | null, party: Party, said: Said = {}): boolean {
  if (at > pen.until) return false;
  if (at < pen.at) throw new Error(`${action} before the step before it`);
  const { world, state } = pen;
  const moment = new Date(at);
  const iso = moment.toISOString();
  const found = state.class === null ? undefined : world.classes.byCode.get(state.class);
  const facts = factsOf(state, { settleable: found?.settleable ?? false, evidencePhotos: found?.evidencePhotos ?? 0, duplicates: pen.duplicates }, moment);
  const isReporter = party === 'reporter' || (by !== null && pen.reporterPersonId === by.id);
  const to = judge(action, facts, {
    parties: [party], isReporter, hasHandled: by !== null && state.handledBy.includes(by.id), askedRequest: by !== null && state.request?.askedBy === by.id,
  }, { ...said.detail, photos: said.photos?.length ?? 0 });
  if (isRefusal(to)) throw new Error(`the loop would refuse ${action} in ${state.state}: ${to.refused}`);
  fire(pen, at, iso);
  const step: Written = {
    action, from: state.state, to, at: iso, personId: by?.id ?? null, photos: said.photos ?? [], data: said.data ?? {},
    author: authorOf(by, party === 'reporter', said.note ?? '', iso),
  };
  pen.state = apply(state, step);
  pen.clocks = tick(pen.clocks, state, pen.state, step, handlingOf(world, pen.state.class), world.calendar);
  pen.steps.push(step);
  pen.at = at;
  return true;
}

/** What has run out until then has fired, within a second, as the sweep does it. */
export function fire(pen: Pen, until: number, iso: string = new Date(until).toISOString()): void {
  for (let index = 0; index < pen.clocks.length; index += 1) {
    const clock = pen.clocks[index];
    // Moments in this form compare as text, and faster.
    if (!clock || clock.endedAt !== null || clock.firedAt !== null || clock.dueAt > iso || paused(clock)) continue;
    const due = Date.parse(clock.dueAt);
    const firedAt = Math.min(until, due + 100 + (due + index * 317) % 800);
    pen.clocks[index] = { ...clock, firedAt: new Date(firedAt).toISOString() };
  }
}

function handlingOf(world: CityWorld, code: string | null): Duration {
  return (code === null ? undefined : world.classes.byCode.get(code))?.deadline ?? defaultHandling;
}

function authorOf(by: Person | null, asReporter: boolean, note: string, iso: string): StepAuthor {
  return { personName: by?.name ?? '', post: by?.title ?? '', unitName: by?.unitName ?? null, inNameOf: null, asReporter, note, happenedAt: iso };
}
