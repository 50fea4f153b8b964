import type { z } from 'zod';
import type { recordVisit, wishToOrder } from '../contract.ts';
import { hasReadings, readings, toCheck, type Outcome, type ReadingField, type Readings } from '../rules/visit.ts';

// What the form holds, as it is typed, and what becomes of it.

export type Typed = {
  readonly outcome: Outcome; readonly along: readonly { readonly id: number; readonly name: string }[]; readonly guests: readonly GuestKind[]; readonly found: string;
  readonly systolic: string; readonly diastolic: string; readonly pulse: string; readonly glucose: string; readonly glucoseWhen: Readings['glucoseWhen']; readonly checked: boolean;
  readonly fullTime: string; readonly others: string; readonly wishes: boolean; readonly wishKind: WishKind | null; readonly wish: string; readonly wishOn: string; readonly unitId: number | null;
};
export type GuestKind = 'socialWorker' | 'doctor' | 'volunteer' | 'police' | 'other';
export type WishKind = z.input<typeof wishToOrder.input>['kind'];

export const blank: Typed = {
  outcome: 'met', along: [], guests: [], found: '', systolic: '', diastolic: '', pulse: '', glucose: '', glucoseWhen: 'any', checked: false, fullTime: '', others: '', wishes: false, wishKind: null, wish: '', wishOn: '', unitId: null,
};

/** Null: a figure that is none. */
export function readingsOf(typed: Typed): Readings | null {
  const numbers = Object.fromEntries((['systolic', 'diastolic', 'pulse', 'glucose'] as const).flatMap((name) => (typed[name].trim() === '' ? [] : [[name, Number(typed[name].replace('。', '.').trim())]])));
  const read = readings.safeParse({ ...numbers, glucoseWhen: typed.glucoseWhen });
  return read.success ? read.data : null;
}

export type Gap = 'found' | 'readings' | 'check' | 'present' | 'wish';

export function gapsIn(typed: Typed, kind: 'visit' | 'round' | 'shift'): Gap[] {
  const gaps: Gap[] = [];
  if (kind === 'shift') return /^\d{1,3}$/u.test(typed.fullTime) && /^\d{1,3}$/u.test(typed.others) ? [] : ['present'];
  if (typed.outcome === 'met' && [...typed.found.trim()].length < 2) gaps.push('found');
  const measured = readingsOf(typed);
  if (measured === null) gaps.push('readings');
  else if (!typed.checked && toCheck(measured).length > 0) gaps.push('check');
  if (typed.wishes && (typed.wishKind === null || [...typed.wish.trim()].length < 2)) gaps.push('wish');
  return gaps;
}

export function doubtful(typed: Typed): ReadingField[] {
  const measured = readingsOf(typed);
  return measured === null ? [] : toCheck(measured);
}

export type Subject = { readonly personId: string | null; readonly householdId: string | null; readonly planId: string | null; readonly areaId: number | null };

export function visitInput(id: string, at: string, subject: Subject, typed: Typed, kind: 'visit' | 'round' | 'shift', position: { longitude: number; latitude: number; accuracyM: number } | null): z.input<typeof recordVisit.input> {
  const measured = readingsOf(typed);
  return {
    id, at, outcome: typed.outcome, along: typed.along.map((one) => one.id), found: kind === 'shift' ? '' : typed.found.trim(), readingsChecked: typed.checked,
    ...(subject.planId === null ? {} : { planId: subject.planId }), ...(subject.personId === null ? {} : { personId: subject.personId }), ...(subject.householdId === null ? {} : { householdId: subject.householdId }),
    ...(subject.areaId === null ? {} : { areaId: subject.areaId }), ...(kind === 'shift' ? { present: { fullTime: Number(typed.fullTime), others: Number(typed.others) } } : { guests: typed.guests.map((guest) => ({ kind: guest, name: '' })) }),
    ...(measured && hasReadings(measured) ? { readings: measured } : {}), ...(position ? { position } : {}),
  };
}
