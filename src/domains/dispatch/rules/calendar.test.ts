import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../../platform/core/refusal.ts';
import { officialCalendar } from '../calendar-data.ts';
import { planCalendar, type CalendarDay, type CalendarPlan } from './calendar.ts';

const official = officialCalendar();
const off = (day: string, name = '春节'): CalendarDay => ({ day, kind: 'off', name });
function planned(year: number, days: readonly CalendarDay[], shifts?: { from: string; to: string }[]): CalendarPlan {
  const plan = planCalendar(official, { year, days, shifts });
  if (isRefusal(plan)) throw new Error(plan.refused);
  return plan;
}

describe('a notice', () => {
  test('of the next year makes that year official and keeps the others', () => {
    const plan = planned(2027, [off('2027-02-06'), off('2027-02-08'), { day: '2027-02-20', kind: 'work', name: '春节' }]);
    expect(plan).toMatchObject({ lastOfficialDay: '2027-12-31', created: 3, changed: 0, same: false, errors: [] });
    expect(plan.days['2027-02-20']).toEqual({ kind: 'work', name: '春节' });
    expect(plan.days['2026-10-01']).toEqual(official.days['2026-10-01']);
  });
  test('again is the same', () => {
    const days = Object.entries(official.days).filter(([day]) => day.startsWith('2026-')).map(([day, one]) => ({ day, ...one }));
    expect(planned(2026, days)).toMatchObject({ same: true, created: 0, changed: 0, unchanged: days.length });
    expect(planned(2026, days.slice(1))).toMatchObject({ same: false });
  });
  test('may name the last week of the year before, whose other days stay', () => {
    const plan = planned(2027, [off('2026-12-31', '元旦'), off('2027-01-01', '元旦')]);
    expect(plan.days['2026-12-31']?.kind).toBe('off');
    expect(plan.days['2026-10-01']?.kind).toBe('off');
  });
  test.each([['2026-06-01'], ['2026-12-24'], ['2028-01-01']])('does not reach to %s', (day) => {
    expect(planCalendar(official, { year: 2027, days: [off(day)] })).toMatchObject({ refused: 'dispatch/day-outside-year' });
  });
  test.each([[[{ from: '14:00', to: '09:00' }]], [[{ from: '09:00', to: '12:00' }, { from: '11:00', to: '17:00' }]], [[{ from: '99:00', to: '99:30' }]]])('shifts %j are refused', (shifts) => {
    expect(planCalendar(official, { year: 2027, days: [off('2027-01-01')], shifts })).toMatchObject({ refused: 'dispatch/shifts-wrong' });
  });
  test('new shifts alone are a change', () => {
    const days = Object.entries(official.days).filter(([day]) => day.startsWith('2026-')).map(([day, one]) => ({ day, ...one }));
    expect(planned(2026, days, [{ from: '09:00', to: '17:00' }])).toMatchObject({ same: false, shifts: [{ from: '09:00', to: '17:00' }] });
  });
  test.each<[string, number, CalendarDay[], string]>([
    ['a year after a gap', 2028, [off('2028-01-01')], 'year-missing-before'],
    ['no day off', 2027, [{ day: '2027-01-02', kind: 'work', name: '' }], 'no-day-off'],
    ['a day twice', 2027, [off('2027-01-01'), off('2027-01-01')], 'twice'],
    ['making up on a Monday', 2027, [off('2027-01-01'), { day: '2027-01-04', kind: 'work', name: '' }], 'work-on-weekday'],
  ])('with %s has an error', (_what, year, days, problem) => {
    expect(planned(year, days).errors).toMatchObject([{ problem }]);
  });
});
