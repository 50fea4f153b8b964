import { isMinor } from './sight.ts';

// Whoever needs help: a need with its basis, its owner and its end, never a mark on a person. There are no registers of
// police, petitions, corrections or suspicion here, and no kind for them.

export const careKinds = ['livingAlone', 'emptyNest', 'leftBehindChild', 'childInNeed', 'leftBehindElder', 'disability', 'chronicIllness', 'hardship', 'mentalDisorder', 'lostFamily', 'other'] as const;
export type CareKind = (typeof careKinds)[number];

/** Why we may keep it (PIPL art. 13, 28, 29). */
export const careBases = ['consent', 'guardianConsent', 'duty', 'emergency'] as const;
export type CareBasis = (typeof careBases)[number];

export const careTiers = ['high', 'medium', 'low'] as const;
export type CareTier = (typeof careTiers)[number];

/** Days between visits where nothing else was agreed; `setCycle` of a need may say fewer or more. */
export const cycleDays: Readonly<Record<CareTier, number>> = { high: 7, medium: 30, low: 90 };
/** A need ends by itself unless somebody looks again. */
export const longestDays = 366;

const sensitiveKinds: readonly CareKind[] = ['leftBehindChild', 'childInNeed', 'mentalDisorder'];

/** Known to its named helpers alone: children (未成年人保护法 103) and mental disorder (精神卫生法 4). */
export function isSensitive(kind: CareKind, birthDate: string | null, today: string): boolean {
  return sensitiveKinds.includes(kind) || isMinor(birthDate, today);
}

export type CareProblem = 'basis-does-not-fit' | 'dates-reversed' | 'too-long' | 'ended-before-today';

export type NewCare = { readonly kind: CareKind; readonly basis: CareBasis; readonly startOn: string; readonly endOn: string; readonly birthDate: string | null; readonly today: string };

/** Null: it may be opened. */
export function careProblem({ kind, basis, startOn, endOn, birthDate, today }: NewCare): CareProblem | null {
  if (endOn < startOn) return 'dates-reversed';
  if (endOn < today) return 'ended-before-today';
  if (daysBetween(startOn, endOn) > longestDays) return 'too-long';
  // A child's own word is no consent (PIPL art. 31).
  if (basis === 'consent' && (isMinor(birthDate, today) || kind === 'leftBehindChild' || kind === 'childInNeed')) return 'basis-does-not-fit';
  return basis === 'guardianConsent' && birthDate !== null && !isMinor(birthDate, today) && kind !== 'mentalDisorder' ? 'basis-does-not-fit' : null;
}

export type CareState = 'current' | 'ending' | 'over';

/** `ending`: within two weeks somebody must look whether it is still needed. */
export function careState(need: { readonly endOn: string; readonly endedOn: string | null }, today: string): CareState {
  if (need.endedOn !== null || need.endOn < today) return 'over';
  return daysBetween(today, need.endOn) <= 14 ? 'ending' : 'current';
}

/** The day of the next visit; before the first one it is the day the need began plus a cycle of the nearest week. */
export function nextVisitOn(need: { readonly startOn: string; readonly cycle: number; readonly lastVisitOn: string | null }): string {
  return need.lastVisitOn === null ? addDays(need.startOn, Math.min(7, need.cycle)) : addDays(need.lastVisitOn, need.cycle);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
