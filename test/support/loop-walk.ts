import fc from 'fast-check';
import { dayOf, type Calendar, type Duration } from '../../src/platform/core/calendar.ts';
import { officialCalendar } from '../../src/domains/dispatch/calendar-data.ts';
import { apply, factsOf, fold, type CaseState, type Step, type StepData } from '../../src/domains/incidents/rules/case.ts';
import { tick, type Clock } from '../../src/domains/incidents/rules/clocks.ts';
import { actions, judge, type Asker, type Detail, type Party, type StepAction } from '../../src/domains/incidents/rules/steps.ts';

// Random walks through the loop in which every step is one that somebody may take.

/** `pick` chooses among the steps that are possible, `minutes` pass before it, `coin` decides its details. */
export type Toss = { readonly pick: number; readonly minutes: number; readonly coin: number };

/** The same walks in every run; a failing one is printed by fast-check with its seed and path. */
export const walkSeed = 20_261_122;
export const tosses = (maxLength: number): fc.Arbitrary<readonly Toss[]> => fc.array(fc.noBias(fc.record({
  pick: fc.nat(1_000), minutes: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 4 * 1_440 })), coin: fc.nat(11),
})), { minLength: 1, maxLength, size: 'max' });

export type Walked = { readonly step: Step; readonly after: CaseState; readonly clocks: readonly Clock[] };

export const handlingLimits: readonly Duration[] = [
  { amount: 4, unit: 'workingHours' }, { amount: 2, unit: 'workingDays' }, { amount: 15, unit: 'naturalDays' }, { amount: 30, unit: 'hours' },
];

export type WalkOptions = { readonly dispute?: boolean; readonly handling?: Duration; readonly calendar?: Calendar; readonly from?: string };

export const theCalendar = officialCalendar();

/** The report and then one step for each toss in which anything is possible. */
export function walk(steps: readonly Toss[], options: WalkOptions = {}): Walked[] {
  const handling = options.handling ?? { amount: 2, unit: 'workingDays' };
  const calendar = options.calendar ?? theCalendar;
  let now = Date.parse(options.from ?? '2026-09-28T01:00:00Z');
  const report: Step = {
    action: 'report', from: null, to: 'reported', at: iso(now), personId: 7, photos: [],
    data: { class: '0501', hasReporter: true, needsVerification: true, disputeLevel: options.dispute ? 'courtyard' : null },
  };
  const first = fold([report]);
  const walked: Walked[] = [{ step: report, after: first, clocks: tick([], null, first, report, handling, calendar) }];
  for (const toss of steps) {
    const last = walked.at(-1);
    if (!last) break;
    now += toss.minutes * 60_000;
    const choice = choose(last.after, toss, new Date(now));
    if (!choice) continue;
    const step: Step = { action: choice.action, from: last.after.state, to: choice.to, at: iso(now), personId: 100 + (toss.coin % 5), photos: [], data: choice.data };
    const after = apply(last.after, step);
    walked.push({ step, after, clocks: tick(last.clocks, last.after, after, step, handling, calendar) });
  }
  return walked;
}

/** Chosen seldom: they end a walk early. */
const shortcuts: readonly StepAction[] = ['decline', 'merge', 'settle', 'forceClose', 'return', 'escalate'];
const everybody: readonly Party[] = ['desk', 'supervisor', 'verifier', 'checker', 'gridWorker', 'lead', 'coHandler'];
const terms = { settleable: true, evidencePhotos: 0, duplicates: 0 };

function choose(state: CaseState, toss: Toss, now: Date): { action: StepAction; to: CaseState['state']; data: StepData } | null {
  // What it is merged into has been answered and closed, so that its reporter has something to say.
  const lead: CaseState | null = state.mergedInto === null ? null : { ...state, state: 'closed', mergedInto: null, fedBackAt: iso(now.getTime()), endedAt: iso(now.getTime()) };
  const facts = factsOf(state, { ...terms, lead }, now);
  const possible = actions.flatMap((action) => {
    if (action === 'report') return [];
    const { detail, data } = saidWith(action, toss.coin, now);
    const isReporter = action === 'rate' || (action === 'reopen' && lead !== null);
    const asker: Asker = { parties: isReporter ? ['reporter'] : everybody, isReporter, hasHandled: false, askedRequest: false };
    const to = judge(action, facts, asker, detail);
    return typeof to === 'string' ? [{ action, to, data }] : [];
  });
  // What says something and moves nothing is chosen less often, or walks would stand still.
  const moving = possible.filter(({ to }) => to !== state.state);
  const onward = moving.filter(({ action }) => !shortcuts.includes(action));
  const pool = toss.coin === 5 && moving.length > 0 ? moving : toss.coin % 4 === 0 || onward.length === 0 ? possible : onward;
  return pool[toss.pick % Math.max(1, pool.length)] ?? null;
}

/** What a step carries, as the actions write it: what the rule asks for and what the history keeps. */
function saidWith(action: StepAction, coin: number, now: Date): { detail: Detail; data: StepData } {
  const even = coin % 2 === 0;
  switch (action) {
    case 'accept': return { detail: { named: even }, data: { verifierId: even ? 101 : null } };
    case 'verify': { const result = (['exists', 'notExists', 'unable', 'exists'] as const)[coin % 4] ?? 'exists'; return { detail: { result }, data: { result } }; }
    case 'merge': return { detail: { target: { state: 'filed', same: false } }, data: { intoCaseId: '00000000-0000-4000-8000-000000000001', number: '2609-AAAA-AAAA' } };
    case 'dispatch':
    case 'triage': return { detail: { unitLevel: 'courtyard' }, data: { leadUnitId: 1 + (coin % 3), coUnitIds: even ? [9] : [], leadName: '环卫所' } };
    case 'return': return { detail: {}, data: { ruleCode: 'T01', text: '不属本单位职责' } };
    case 'settle': return { detail: { photos: 1 }, data: { result: '当场清走', lossAvoidedYuan: 100, lossMethod: '按市价' } };
    case 'deliver': return { detail: { photos: 1, named: even }, data: { result: '已处理', outcome: 'done', checkerId: even ? 102 : null } };
    case 'requestSuspension': return { detail: {}, data: { until: dayOf(new Date(now.getTime() + (1 + coin) * 86_400_000)), text: '等材料' } };
    case 'requestExtension': return { detail: {}, data: { workingDays: 1 + (coin % 3), text: '量大' } };
    case 'supervise': { const level = (['yellow', 'red', 'black'] as const)[coin % 3] ?? 'red'; return { detail: { level }, data: { level } }; }
    case 'check': { const result = (['pass', 'fail', 'unable'] as const)[coin % 3] ?? 'pass'; return { detail: { result }, data: { result } }; }
    case 'feedback': return { detail: {}, data: { text: '已处理完毕' } };
    case 'rate': return { detail: {}, data: { satisfied: even } };
    case 'close': return { detail: { note: '已说明' }, data: {} };
    case 'consent': return { detail: { agreed: coin !== 3 }, data: { agreed: coin !== 3 } };
    default: return { detail: {}, data: {} };
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
