import { z } from 'zod';
import { addDays } from './days.ts';

// What a visit records: whom one met and what was found. How far somebody walked is not asked, and nowhere kept.

export const outcomes = ['met', 'notHome', 'refused', 'moved'] as const;
export type Outcome = (typeof outcomes)[number];
export const wishKinds = ['doctor', 'medicine', 'shopping', 'repair', 'errand', 'company', 'legal', 'other'] as const;
/** Who may come along without an account here. */
export const guestKinds = ['socialWorker', 'doctor', 'volunteer', 'police', 'other'] as const;

/** mmHg, beats a minute, mmol/L. The bounds are what a device can show at all. */
export const readings = z.object({
  systolic: z.int().min(30).max(320).optional(), diastolic: z.int().min(20).max(220).optional(),
  pulse: z.int().min(15).max(300).optional(), glucose: z.number().min(0.3).max(60).optional(), glucoseWhen: z.enum(['fasting', 'afterMeal', 'any']).default('any'),
}).refine(({ systolic, diastolic }) => (systolic === undefined) === (diastolic === undefined), { params: { sentence: 'pressure-half' } });
export type Readings = z.output<typeof readings>;
export type ReadingField = 'pressure' | 'pulse' | 'glucose';

export function hasReadings(one: Readings): boolean {
  return one.systolic !== undefined || one.pulse !== undefined || one.glucose !== undefined;
}

/** Fields of which somebody should look at the device again (请核对) before they are kept. */
export function toCheck({ systolic, diastolic, pulse, glucose }: Readings): ReadingField[] {
  const doubtful: ReadingField[] = [];
  if (systolic !== undefined && diastolic !== undefined && (systolic < 60 || systolic > 260 || diastolic < 30 || diastolic > 150 || systolic - diastolic < 10)) doubtful.push('pressure');
  if (pulse !== undefined && (pulse < 30 || pulse > 200)) doubtful.push('pulse');
  if (glucose !== undefined && (glucose < 1.5 || glucose > 33.3)) doubtful.push('glucose');
  return doubtful;
}

/** `today`: the norm calls for a referral at once; `soon`: to be shown to a doctor at the next occasion. */
export type Advice = { readonly field: ReadingField; readonly urgency: 'today' | 'soon'; readonly side: 'high' | 'low' };

/**
 * What a reading suggests to whoever took it. It decides nothing and goes nowhere by itself.
 * Source: 国家基本公共卫生服务规范（第三版）, follow-up of high blood pressure (180/110 mmHg) and of type 2 diabetes (16.7 and 3.9 mmol/L,
 * pulse over 100); the lower limits are those of its yearly check-up (140/90 mmHg, fasting 7.0 mmol/L).
 */
export function adviceOn({ systolic, diastolic, pulse, glucose, glucoseWhen }: Readings): Advice[] {
  const advice: Advice[] = [];
  if (systolic !== undefined && diastolic !== undefined) {
    if (systolic >= 180 || diastolic >= 110) advice.push({ field: 'pressure', urgency: 'today', side: 'high' });
    else if (systolic >= 140 || diastolic >= 90) advice.push({ field: 'pressure', urgency: 'soon', side: 'high' });
    else if (systolic < 90 || diastolic < 60) advice.push({ field: 'pressure', urgency: 'soon', side: 'low' });
  }
  if (pulse !== undefined && (pulse > 100 || pulse < 50)) advice.push({ field: 'pulse', urgency: 'soon', side: pulse > 100 ? 'high' : 'low' });
  if (glucose !== undefined) {
    if (glucose >= 16.7 || glucose <= 3.9) advice.push({ field: 'glucose', urgency: 'today', side: glucose <= 3.9 ? 'low' : 'high' });
    else if (glucose >= (glucoseWhen === 'fasting' ? 7 : 11.1)) advice.push({ field: 'glucose', urgency: 'soon', side: 'high' });
  }
  return advice.sort((a, b) => (a.urgency === b.urgency ? 0 : a.urgency === 'today' ? -1 : 1));
}

/** People of the office to whom the visit is credited: whoever recorded it and whoever came along, each once. */
export function credited(recorderId: number, alongIds: readonly number[]): number[] {
  return [...new Set([recorderId, ...alongIds])];
}

/** `none`: no place is taken, whatever the phone knows; `grid`: only in which grid; `coarse`: to about a hundred metres. */
export const checkIns = ['none', 'grid', 'coarse'] as const;
export type CheckIn = (typeof checkIns)[number];
/** Days after which a place is deleted (design rule: law of personal information, art. 28). */
export const placeKeptDays = 30;

export type Position = { readonly longitude: number; readonly latitude: number; readonly accuracyM: number };

/** Null: nothing of it is kept. A thousandth of a degree is about a hundred metres. */
export function kept(position: Position, asked: CheckIn): { readonly longitude: number; readonly latitude: number; readonly accuracyM: number } | null {
  if (asked !== 'coarse') return null;
  return { longitude: round(position.longitude), latitude: round(position.latitude), accuracyM: Math.min(100_000, Math.max(100, Math.ceil(position.accuracyM / 100) * 100)) };
}

export function placeGoneOn(visitedOn: string): string {
  return addDays(visitedOn, placeKeptDays);
}

function round(degrees: number): number {
  return Math.round(degrees * 1_000) / 1_000;
}
