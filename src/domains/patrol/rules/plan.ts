import { refuse, type Refusal } from '../../../platform/core/refusal.ts';
import type { CheckIn } from './visit.ts';
import type { Rhythm } from './rhythm.ts';

// Plans: rounds, visits from house to house, joint patrols, online patrol, checkpoints.

export const planKinds = ['round', 'visits', 'joint', 'online', 'checkpoint'] as const;
export type PlanKind = (typeof planKinds)[number];

export type PlanFacts = {
  readonly kind: PlanKind;
  readonly rhythms: readonly Rhythm[];
  readonly cycleDays: number | null;
  readonly unitIds: readonly number[];
  /** Of an online patrol: "4+2" is four full-time and two others. */
  readonly fullTime: number;
  readonly others: number;
  readonly checkIn: CheckIn;
  readonly startsOn: string;
  readonly endsOn: string | null;
};

/** Null: it may be kept. */
export function planProblem(plan: PlanFacts): Refusal | null {
  if (plan.endsOn !== null && plan.endsOn < plan.startsOn) return refuse('patrol/dates-reversed');
  if (plan.kind === 'visits') {
    if (plan.cycleDays === null) return refuse('patrol/cycle-missing');
  } else if (plan.rhythms.length === 0) return refuse('patrol/rhythm-missing');
  if (plan.kind === 'joint' && plan.unitIds.length < 2) return refuse('patrol/teams-missing');
  if (plan.kind === 'online' && plan.fullTime + plan.others === 0) return refuse('patrol/staff-missing');
  // Nobody's whereabouts say anything about what he read.
  if ((plan.kind === 'online' || plan.kind === 'visits') && plan.checkIn === 'coarse') return refuse('patrol/place-not-needed');
  return null;
}

export type Staffing = { readonly fullTime: number; readonly others: number };

/** How many of each are missing from a shift; nobody of one kind stands in for the other. */
export function missingFrom(wanted: Staffing, present: Staffing): Staffing {
  return { fullTime: Math.max(0, wanted.fullTime - present.fullTime), others: Math.max(0, wanted.others - present.others) };
}
