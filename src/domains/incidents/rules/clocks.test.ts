import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { momentAt, type Calendar, type Duration } from '../../../platform/core/calendar.ts';
import { handlingLimits, theCalendar, tosses, walk, walkSeed, type Walked } from '../../../../test/support/loop-walk.ts';
import { apply, fold, type CaseState, type Step } from './case.ts';
import { metInTime, nearest, paused, reckon, tick, type Clock, type ClockKind } from './clocks.ts';
import { runs } from '../../../../test/support/size.ts';

const often = { seed: walkSeed, numRuns: runs(120) };
const anyWalk = fc.record({ steps: tosses(30), dispute: fc.boolean(), handling: fc.constantFrom(...handlingLimits) })
  .map(({ steps, ...options }) => walk(steps, options));

const alive = (clocks: readonly Clock[]): Clock[] => clocks.filter((clock) => clock.endedAt === null);
const kinds = (clocks: readonly Clock[]): ClockKind[] => clocks.map((clock) => clock.kind).sort();

/** Which clocks run, said once more: the one of the stage, and the two long ones. */
function clocksThatRun(it: CaseState): ClockKind[] {
  if (it.state === 'merged') return clocksThatRun({ ...it, state: it.stateBeforeMerge ?? 'reported' });
  const running: ClockKind[] = [];
  if (it.state === 'reported') running.push('accept');
  if (it.state === 'accepted') running.push('file');
  if (it.state === 'verifying') running.push(it.verification === null ? 'verify' : 'file');
  if (it.state === 'filed' || it.state === 'returned') running.push('dispatch');
  if (it.state === 'dispatched') running.push('acknowledge', 'handle');
  if (it.state === 'acknowledged' || it.state === 'handling' || it.state === 'rework') running.push('handle');
  if (it.state === 'suspended') running.push('handle', 'resume');
  if (it.state === 'handled' || it.state === 'checking') running.push('handle', 'check');
  if (it.state === 'feedback' && it.fedBackAt === null) running.push('feedback');
  if (it.state === 'feedback' && it.fedBackAt !== null && it.hasReporter && it.satisfied === null) running.push('answer');
  if (it.filedAt !== null && it.state !== 'declined' && it.state !== 'closed' && it.state !== 'evaluated') running.push('close');
  return running.sort();
}

function standStill(it: CaseState, kind: ClockKind): boolean {
  if (it.state === 'merged') return true;
  if (kind === 'handle') return it.state === 'suspended' || it.state === 'handled' || it.state === 'checking';
  return kind === 'close' && it.state === 'suspended';
}

describe('the clocks of any case', () => {
  test('exactly those of the state run, each once, and stand still where they should', () => {
    fc.assert(fc.property(anyWalk, (walked) => {
      for (const { after, clocks } of walked) {
        expect(kinds(alive(clocks))).toEqual(clocksThatRun(after));
        for (const clock of alive(clocks)) expect([clock.kind, paused(clock)]).toEqual([clock.kind, standStill(after, clock.kind)]);
      }
    }), often);
  });

  test('an ended case has no running clock, and nothing that ended is ever touched again', () => {
    fc.assert(fc.property(anyWalk, (walked) => {
      for (const [index, { after, clocks }] of walked.entries()) {
        if (['declined', 'closed', 'evaluated'].includes(after.state)) expect(alive(clocks)).toEqual([]);
        const over = (walked[index - 1]?.clocks ?? []).filter((clock) => clock.endedAt !== null);
        for (const clock of over) expect(clocks.find((one) => one.stageNo === clock.stageNo && one.kind === clock.kind)).toEqual(clock);
      }
    }), often);
  });

  test('each has a number of its own that counts up, and does not end before it began', () => {
    fc.assert(fc.property(anyWalk, (walked) => {
      const { clocks } = walked.at(-1) ?? { clocks: [] };
      expect(clocks.map((clock) => clock.stageNo)).toEqual(clocks.map((_clock, index) => index + 1));
      for (const clock of clocks) {
        if (clock.endedAt !== null) expect(clock.endedAt >= clock.startedAt).toBe(true);
        expect(clock.dueAt >= clock.startedAt).toBe(true);
        for (const { from, to } of clock.pauses) expect(from >= clock.startedAt && (to === null ? clock.endedAt === null : to >= from)).toBe(true);
      }
    }), often);
  });

  test('the pauses of the handling are the times of suspension, of the check and of a merge, and no others', () => {
    fc.assert(fc.property(anyWalk, (walked) => {
      for (const clock of walked.at(-1)?.clocks ?? []) {
        if (clock.kind !== 'handle' && clock.kind !== 'close') continue;
        expect(joined(clock.pauses)).toEqual(joined(standingTimes(walked, clock)));
      }
    }), often);
  });

  test('used, paused and left add up to the limit at every moment', () => {
    fc.assert(fc.property(anyWalk, fc.integer({ min: 0, max: 20_000 }), (walked, minutes) => {
      const { clocks, step } = walked.at(-1) ?? { clocks: [], step: { at: '' } };
      const now = new Date(Date.parse(step.at) + minutes * 60_000);
      for (const clock of alive(clocks)) {
        const sum = reckon(clock, now, theCalendar);
        expect(sum.usedMinutes).toBeGreaterThanOrEqual(0);
        // On the clock that counts, what is left and what was used give the same whole at any two moments, unless a pause moved the end of a day.
        const later = reckon(clock, new Date(now.getTime() + 3_600_000), theCalendar);
        if (clock.limit.unit !== 'naturalDays') expect(later.usedMinutes + later.leftMinutes).toBeCloseTo(sum.usedMinutes + sum.leftMinutes, 3);
        if (paused(clock)) expect(later.usedMinutes).toBeCloseTo(sum.usedMinutes, 3);
      }
    }), often);
  });
});

/** When this clock should have stood still, read off the history. */
function standingTimes(walked: readonly Walked[], clock: Clock): { from: string; to: string | null }[] {
  const times: { from: string; to: string | null }[] = [];
  for (const [index, { after, step }] of walked.entries()) {
    if (step.at < clock.startedAt || (clock.endedAt !== null && step.at >= clock.endedAt)) continue;
    if (!standStill(after, clock.kind)) continue;
    if (after.state === 'suspended' && walked[index - 1]?.after.state === 'suspended') continue;
    const next = (after.state === 'suspended' ? walked.slice(index + 1).find((one) => one.after.state !== 'suspended') : walked[index + 1])?.step.at ?? null;
    const approved = after.state === 'suspended' && after.suspendedUntil !== null ? momentAt(after.suspendedUntil, '17:30').toISOString() : null;
    // Nobody resumed in time: the clock went on when the approved time was over, which is only known afterwards.
    times.push({ from: step.at, to: next === null || approved === null || next < approved ? next : approved > step.at ? approved : step.at });
  }
  return times;
}

function joined(times: readonly { readonly from: string; readonly to: string | null }[]): { from: string; to: string | null }[] {
  const out: { from: string; to: string | null }[] = [];
  for (const time of times) {
    if (time.from === time.to) continue;
    const last = out.at(-1);
    if (last && last.to === time.from) out[out.length - 1] = { from: last.from, to: time.to };
    else out.push({ from: time.from, to: time.to });
  }
  return out;
}

// One case by hand, on the calendar of 2026: Monday 23 November is a working day, 08:30–12:00 and 14:00–17:30 in the shipped calendar.
describe('one case by the clock on the wall', () => {
  const handling = { amount: 2, unit: 'workingDays' } as const;
  function run(list: readonly (readonly [at: string, action: Step['action'], to: Step['to'], data?: Step['data']])[], { limit = handling, calendar = theCalendar }: { limit?: Duration; calendar?: Calendar } = {}) {
    let state: CaseState | null = null;
    let clocks: Clock[] = [];
    for (const [at, action, to, data = {}] of list) {
      const step: Step = { action, from: state?.state ?? null, to, at: new Date(`${at}:00+08:00`).toISOString(), personId: 1, photos: [], data };
      const after: CaseState = state === null ? fold([step]) : apply(state, step);
      clocks = tick(clocks, state, after, step, limit, calendar);
      state = after;
    }
    return { clocks, of: (kind: ClockKind) => clocks.findLast((clock) => clock.kind === kind) };
  }
  const due = (clock: Clock | undefined): string => (clock ? new Date(Date.parse(clock.dueAt) + 8 * 3_600_000).toISOString().slice(0, 16) : '');
  const toHandling = [
    ['2026-11-23T09:00', 'report', 'reported', { hasReporter: true, class: '0501' }], ['2026-11-23T09:30', 'accept', 'accepted'], ['2026-11-23T10:00', 'file', 'filed'],
    ['2026-11-23T10:30', 'dispatch', 'dispatched', { leadUnitId: 1 }], ['2026-11-23T11:00', 'acknowledge', 'acknowledged'], ['2026-11-23T11:00', 'handle', 'handling'],
  ] as const;

  test('two working days from a Monday end on Wednesday at the close of business', () => {
    expect(due(run(toHandling).of('handle'))).toBe('2026-11-25T17:30');
  });

  test('a suspension over one working day moves it by that day', () => {
    const { of } = run([...toHandling, ['2026-11-24T09:00', 'requestSuspension', 'handling', { until: '2026-11-27', text: '' }], ['2026-11-24T10:00', 'approve', 'suspended'], ['2026-11-25T10:00', 'resume', 'handling']]);
    expect(due(of('handle'))).toBe('2026-11-26T17:30');
    expect(due(of('close'))).toBe('2026-12-01T17:30');
  });

  test('a suspension that nobody ended stops the clock only as long as it was approved', () => {
    const { of } = run([...toHandling, ['2026-11-24T09:00', 'requestSuspension', 'handling', { until: '2026-11-24', text: '' }], ['2026-11-24T17:00', 'approve', 'suspended'], ['2026-12-18T10:00', 'resume', 'handling']]);
    // Half an hour of Tuesday was approved; the weeks after it count, and the case is late.
    expect(due(of('handle'))).toBe('2026-11-26T09:00');
    expect(of('handle')?.pauses).toEqual([{ from: '2026-11-24T09:00:00.000Z', to: '2026-11-24T09:30:00.000Z' }]);
  });

  test('where business closes at four and a day has six hours, a suspension and the allowance to close go by that', () => {
    const calendar: Calendar = { ...theCalendar, version: 'six hours', shifts: [{ from: '09:00', to: '12:00' }, { from: '13:00', to: '16:00' }] };
    const list = [...toHandling, ['2026-11-24T09:00', 'requestSuspension', 'handling', { until: '2026-11-24', text: '' }], ['2026-11-24T15:00', 'approve', 'suspended']] as const;
    expect(due(run(list, { calendar }).of('resume'))).toBe('2026-11-24T16:00');
    const { of } = run([...list, ['2026-12-18T10:00', 'resume', 'handling']], { calendar });
    expect(of('handle')?.pauses).toEqual([{ from: '2026-11-24T07:00:00.000Z', to: '2026-11-24T08:00:00.000Z' }]);
    // Filed on Monday at 10:00, four hours and three days of six: 22 working hours.
    const close = run(toHandling, { calendar, limit: { amount: 4, unit: 'workingHours' } }).of('close');
    expect([close?.limit, due(close)]).toEqual([{ amount: 22, unit: 'workingHours' }, '2026-11-26T15:00']);
  });

  test('the time of the check is not the unit\'s, and a rework goes on with what was left', () => {
    const delivered = run([...toHandling, ['2026-11-24T10:00', 'deliver', 'checking', { checkerId: 5 }]]);
    expect(paused(delivered.of('handle') ?? { endedAt: null, pauses: [], kind: 'handle', stageNo: 0, startedAt: '', limit: handling, extensions: [], dueAt: '', provisional: false, firedAt: null })).toBe(true);
    const rework = run([...toHandling, ['2026-11-24T10:00', 'deliver', 'checking', { checkerId: 5 }], ['2026-11-25T10:00', 'check', 'rework', { result: 'fail' }]]);
    expect(due(rework.of('handle'))).toBe('2026-11-26T17:30');
    expect(rework.clocks.filter((clock) => clock.kind === 'handle')).toHaveLength(1);
    const passed = run([...toHandling, ['2026-11-24T10:00', 'deliver', 'checking', { checkerId: 5 }], ['2026-11-30T10:00', 'check', 'feedback', { result: 'pass' }]]);
    expect(metInTime(passed.of('handle') ?? { ...alive(delivered.clocks)[0] ?? never(), endedAt: null })).toBe(true);
  });

  test('an extension of two working days moves both long clocks by two working days, over the weekend', () => {
    const { of } = run([...toHandling, ['2026-11-24T09:00', 'requestExtension', 'handling', { workingDays: 2, text: '' }], ['2026-11-24T10:00', 'approve', 'handling']]);
    expect(due(of('handle'))).toBe('2026-11-27T17:30');
    expect(of('handle')?.extensions).toEqual([{ amount: 2, unit: 'workingDays' }]);
  });

  test('a return begins the handling anew for the next unit, and a reopening begins both anew and keeps the old', () => {
    const returned = run([...toHandling.slice(0, 5), ['2026-11-24T10:00', 'return', 'returned', { ruleCode: 'T01' }], ['2026-11-24T15:00', 'dispatch', 'dispatched', { leadUnitId: 2 }]]);
    expect(returned.clocks.filter((clock) => clock.kind === 'handle').map((clock) => [due(clock), clock.endedAt !== null])).toEqual([['2026-11-25T17:30', true], ['2026-11-26T17:30', false]]);
    const reopened = run([...toHandling, ['2026-11-24T10:00', 'deliver', 'checking'], ['2026-11-24T11:00', 'check', 'feedback', { result: 'pass' }], ['2026-11-24T11:30', 'feedback', 'feedback', { text: '好' }],
      ['2026-11-24T15:00', 'close', 'closed'], ['2026-11-25T09:00', 'reopen', 'filed']]);
    expect(reopened.clocks.filter((clock) => clock.kind === 'close').map((clock) => clock.endedAt !== null)).toEqual([true, false]);
    expect(kinds(alive(reopened.clocks))).toEqual(['close', 'dispatch']);
  });

  test('the list sorts by the clock of the stage; one that stands still does not hide it', () => {
    expect(nearest(run(toHandling.slice(0, 4)).clocks)?.kind).toBe('acknowledge');
    expect(nearest(run([...toHandling, ['2026-11-24T10:00', 'deliver', 'checking']]).clocks)?.kind).toBe('check');
    expect(nearest([])).toBeNull();
  });

  test('after the last official day every working deadline is provisional', () => {
    const { of } = run([['2026-12-31T10:00', 'report', 'reported', { hasReporter: true, class: '0501' }], ['2026-12-31T10:30', 'accept', 'accepted'], ['2026-12-31T11:00', 'file', 'filed'], ['2026-12-31T16:00', 'dispatch', 'dispatched', { leadUnitId: 1 }]]);
    expect([of('handle')?.provisional, of('accept')?.provisional]).toEqual([true, false]);
  });

  test('whatever the unit of the class, closing is never due before handling', () => {
    for (const limit of [...handlingLimits, { amount: 200, unit: 'hours' } as const, { amount: 20_000, unit: 'minutes' } as const]) {
      const walked = walk([], { handling: limit });
      const filed: Step = { action: 'file', from: 'accepted', to: 'filed', at: walked[0]?.step.at ?? '', personId: 1, photos: [], data: {} };
      const sent: Step = { ...filed, action: 'dispatch', from: 'filed', to: 'dispatched', data: { leadUnitId: 1 } };
      const afterFiling = apply(walked[0]?.after ?? fold([]), filed);
      const clocks = tick(tick([], null, afterFiling, filed, limit, theCalendar), afterFiling, apply(afterFiling, sent), sent, limit, theCalendar);
      const [handle, close] = ['handle', 'close'].map((kind) => clocks.find((clock) => clock.kind === kind)?.dueAt ?? '');
      expect([limit, (close ?? '') >= (handle ?? '')]).toEqual([limit, true]);
    }
  });
});

function never(): Clock {
  throw new Error('there should be a clock');
}
