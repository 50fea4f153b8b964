import { addWorkingMinutes, workingMinutesBetween, type Calendar } from '../../platform/core/calendar.ts';
import { stableNumber } from './messages.ts';

/**
 * When the steps between a report and its answer may have been taken. Only those two moments are known; the others
 * are put into working time in a plausible way, always the same for the same message. None is before the one before it.
 */
export function momentsBetween(id: string, from: Date, to: Date, steps: readonly string[], calendar: Calendar): Date[] {
  const working = workingMinutesBetween(from, to, calendar);
  const dice = (step: string): number => stableNumber(`${id}/${step}`) / 2 ** 32;
  // Too short for a working day's pace, or all of it at night: evenly.
  if (working < 90) return steps.map((_, index) => new Date(from.getTime() + Math.round(((to.getTime() - from.getTime()) * (index + 1)) / (steps.length + 1))));
  const lengths = steps.map((step) => {
    const [least, most] = pace[step] ?? [5, 60];
    return least + (most - least) * dice(step);
  });
  // The work itself takes what is left before the result; where nothing is left, everybody was quicker.
  const spare = working * 0.95 - lengths.reduce((sum, minutes) => sum + minutes, 0);
  const quicker = spare < 0 ? (working * 0.9) / lengths.reduce((sum, minutes) => sum + minutes, 0) : 1;
  let passed = 0;
  return steps.map((step, index) => {
    passed += (lengths[index] ?? 0) * quicker + (step === 'deliver' ? Math.max(0, spare) * (0.8 + 0.2 * dice('work')) : 0);
    return addWorkingMinutes(from, passed, calendar).at;
  });
}

/** Working minutes that a step takes after the one before it. */
const pace: Readonly<Record<string, readonly [number, number]>> = {
  accept: [8, 150], verify: [40, 420], file: [10, 150], consent: [15, 120], escalate: [5, 60], escalateAgain: [5, 60], dispatch: [5, 130],
  acknowledge: [10, 260], handle: [20, 300], deliver: [60, 240], check: [20, 400],
};

/** Closed when the reporter had his week to answer, evaluated some days later. */
export function momentsAfter(id: string, answered: Date, calendar: Calendar): { readonly close: Date; readonly evaluate: Date } {
  const week = new Date(answered.getTime() + 7 * 86_400_000);
  const close = addWorkingMinutes(week, 20 + (stableNumber(`${id}/close`) % 600), calendar).at;
  return { close, evaluate: addWorkingMinutes(close, 30 + (stableNumber(`${id}/evaluate`) % 900), calendar).at };
}
