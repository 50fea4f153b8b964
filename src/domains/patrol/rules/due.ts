import { addDays, daysBetween } from './days.ts';
import type { Fall } from './rhythm.ts';

// Today's list in the order of need. Each line says why it stands there, and the order follows from these reasons alone:
// no figure is made of a person, and the same facts give the same list on the phone and on the server.

export const tiers = ['high', 'medium', 'low'] as const;
export type Tier = (typeof tiers)[number];

/** Signs of life other than a visit: an order was carried out at his door, he reported a case himself. */
export type Seen = { readonly on: string; readonly by: 'order' | 'case' };

export type Candidate = {
  readonly id: string;
  readonly subject: 'person' | 'household' | 'plan' | 'order';
  /** Days between visits; null where only the plan of the day or a wish brings somebody there. */
  readonly cycleDays: number | null;
  readonly tier: Tier | null;
  /** The day on which it was first to be cared for; the first visit is due within a week of it. */
  readonly since: string | null;
  readonly lastVisitOn: string | null;
  readonly seen: readonly Seen[];
  /** What he asked for is promised for this day. */
  readonly wishOn: string | null;
  /** The supervisor asked for a visit by this day. */
  readonly askedOn: string | null;
  /** Why a plan falls today. */
  readonly falls: readonly Fall[];
};

export type Reason =
  | { readonly why: 'wish' | 'asked'; readonly on: string; readonly lateDays: number }
  | { readonly why: 'overdue'; readonly lateDays: number; readonly cycleDays: number; readonly tier: Tier | null }
  | { readonly why: 'dueToday'; readonly cycleDays: number; readonly tier: Tier | null }
  | { readonly why: 'neverVisited'; readonly since: string }
  | Fall;

export type DueLine = {
  readonly id: string;
  readonly subject: Candidate['subject'];
  readonly dueOn: string;
  /** The weightiest first; never empty. */
  readonly reasons: readonly Reason[];
};

/** What is due, in order: promised wishes, what the supervisor asked for, overdue by tier, never visited, due today, the plans of the day. */
export function dueToday(candidates: readonly Candidate[], today: string): DueLine[] {
  return candidates.flatMap((one) => dueLine(one, today) ?? []).sort(byNeed);
}

/** Null: nothing brings anybody there today. */
export function dueLine(one: Candidate, today: string): DueLine | null {
  const reasons: Reason[] = [];
  const days: string[] = [];
  if (one.wishOn !== null && one.wishOn <= today) {
    reasons.push({ why: 'wish', on: one.wishOn, lateDays: daysBetween(one.wishOn, today) });
    days.push(one.wishOn);
  }
  if (one.askedOn !== null) {
    reasons.push({ why: 'asked', on: one.askedOn, lateDays: Math.max(0, daysBetween(one.askedOn, today)) });
    days.push(one.askedOn < today ? one.askedOn : today);
  }
  const next = nextVisit(one);
  if (next !== null && next.on <= today && one.cycleDays !== null) {
    const lateDays = daysBetween(next.on, today);
    days.push(next.on);
    if (one.lastVisitOn === null) reasons.push({ why: 'neverVisited', since: one.since ?? next.on });
    else reasons.push(lateDays > 0 ? { why: 'overdue', lateDays, cycleDays: one.cycleDays, tier: one.tier } : { why: 'dueToday', cycleDays: one.cycleDays, tier: one.tier });
  }
  if (one.falls.length > 0) {
    reasons.push(...one.falls);
    days.push(today);
  }
  const dueOn = days.sort()[0];
  return dueOn === undefined ? null : { id: one.id, subject: one.subject, dueOn, reasons };
}

export type NextVisit = { readonly on: string; /** What moved it, where something did. */ readonly movedBy: Seen | null };

/** Null without a cycle. Being seen puts the next visit off by half a cycle at most: a word at the counter is no visit. */
export function nextVisit(one: Pick<Candidate, 'cycleDays' | 'since' | 'lastVisitOn' | 'seen'>): NextVisit | null {
  if (one.cycleDays === null) return null;
  if (one.lastVisitOn === null) return one.since === null ? null : { on: addDays(one.since, Math.min(7, one.cycleDays)), movedBy: null };
  const planned = addDays(one.lastVisitOn, one.cycleDays);
  const last = one.lastVisitOn;
  const evidence = one.seen.filter(({ on }) => on > last).sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : a.by < b.by ? -1 : 1))[0];
  if (evidence === undefined) return { on: planned, movedBy: null };
  const moved = addDays(evidence.on, one.cycleDays);
  const latest = addDays(planned, Math.floor(one.cycleDays / 2));
  const on = moved < latest ? moved : latest;
  return on > planned ? { on, movedBy: evidence } : { on: planned, movedBy: null };
}

const rank: Readonly<Record<Reason['why'], number>> = { wish: 0, asked: 1, overdue: 2, neverVisited: 3, dueToday: 4, holiday: 5, holidayEve: 5, market: 5, weekday: 6, monthDay: 6, days: 6 };

function byNeed(a: DueLine, b: DueLine): number {
  const [first, other] = [a.reasons[0], b.reasons[0]];
  const ranks = rankOf(first) - rankOf(other);
  if (ranks !== 0) return ranks;
  const tier = tierOf(first) - tierOf(other);
  if (tier !== 0) return tier;
  if (a.dueOn !== b.dueOn) return a.dueOn < b.dueOn ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function rankOf(reason: Reason | undefined): number {
  return reason === undefined ? 9 : rank[reason.why];
}

function tierOf(reason: Reason | undefined): number {
  if (reason === undefined || !('tier' in reason) || reason.tier === null) return tiers.length;
  return tiers.indexOf(reason.tier);
}

export type HouseholdDue = {
  readonly householdId: string;
  readonly dueOn: string;
  /** Days on which somebody of it was met. Nobody at home, or no wish to talk, is no visit. */
  readonly metOn: readonly string[];
};
export type Coverage = { readonly due: number; readonly visited: number; /** 0 to 1; null where nothing was due. */ readonly rate: number | null };

/** 走访覆盖率 of a period: households visited in it, of those that were due in it. A household that was due twice counts once. */
export function coverageOf(households: readonly HouseholdDue[], from: string, to: string): Coverage {
  const due = new Set<string>();
  const visited = new Set<string>();
  for (const { householdId, dueOn, metOn } of households) {
    if (dueOn > to) continue;
    due.add(householdId);
    if (metOn.some((on) => on >= from && on <= to)) visited.add(householdId);
  }
  return { due: due.size, visited: visited.size, rate: due.size === 0 ? null : visited.size / due.size };
}
