import type { z } from 'zod';
import type { recordVisit, Visit, wishToOrder } from '../contract.ts';
import { guestKinds, hasReadings, outcomes, readings, toCheck, type Outcome, type ReadingField, type Readings } from '../rules/visit.ts';

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

/** What the form keeps between two looks at it: its words, and the ids that make a second try the same visit. */
export type Form = Typed & { readonly visitId: string; readonly wishId: string; readonly at: string };

/** One that was refused, back in the form it came from; names of colleagues are no part of a command and are looked up again. */
export function typedOf(input: unknown): Typed {
  const said = Object(input) as Readonly<Record<string, unknown>>; // each field is looked at before it is used
  const measured = readings.safeParse(said['readings']);
  const present = Object(said['present']) as Readonly<Record<string, unknown>>; // likewise
  const figure = (value: unknown): string => (typeof value === 'number' ? String(value) : '');
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const guests = list(said['guests']).map((one) => Reflect.get(Object(one), 'kind') as unknown);
  return {
    ...blank, outcome: outcomes.find((one) => one === said['outcome']) ?? 'met', found: typeof said['found'] === 'string' ? said['found'] : '',
    along: list(said['along']).flatMap((id) => (typeof id === 'number' ? [{ id, name: '' }] : [])), guests: guestKinds.filter((one) => guests.includes(one)),
    ...(measured.success ? { systolic: figure(measured.data.systolic), diastolic: figure(measured.data.diastolic), pulse: figure(measured.data.pulse), glucose: figure(measured.data.glucose), glucoseWhen: measured.data.glucoseWhen } : {}),
    checked: said['readingsChecked'] === true, fullTime: figure(present['fullTime']), others: figure(present['others']),
  };
}

/** One's own record, to be corrected by a further one. */
export function typedFrom(visit: Visit): Typed {
  return { ...typedOf({ ...visit, readings: visit.readings ?? undefined, present: visit.present ?? undefined, found: visit.found ?? '' }), along: visit.alongIds.map((id, at) => ({ id, name: visit.along[at] ?? '' })) };
}
