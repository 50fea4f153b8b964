import { z } from 'zod';
import { typedText } from '../../../platform/core/fields.ts';
import { refuse, type Refusal } from '../../../platform/core/refusal.ts';

// What a rule book says (积分制管理办法), as data; and what makes one that cannot be put in force.

/** The seven classes of PTS-05, and an eighth of work for cards of cadres and party members. */
export const classes = ['lawful', 'civil', 'environment', 'enterprise', 'honest', 'helpful', 'elders', 'work'] as const;
export type PointsClass = (typeof classes)[number];
export const bookKinds = ['household', 'cadre', 'member'] as const;
export type BookKind = (typeof bookKinds)[number];
export const evidences = ['photo', 'document', 'witness'] as const;
export type Evidence = (typeof evidences)[number];
/** What other domains report by themselves; only of cards of workers, whose account is known without a doubt. */
export const factSources = ['visit', 'diary', 'case'] as const;
export type FactSource = (typeof factSources)[number];
export const capEvery = ['month', 'quarter', 'year'] as const;

export const mostPoints = 100;
const points = z.int().min(-mostPoints).max(mostPoints).refine((value) => value !== 0, { params: { sentence: 'not-zero' } });
export const item = z.object({
  code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,11}$/), class: z.enum(classes), title: typedText(60, 2), points: points.describe('plus or minus; of `upTo` the most that the group may give'),
  upTo: z.boolean().default(false), cap: z.object({ points: z.int().min(1).max(1_000), every: z.enum(capEvery) }).nullable().default(null), evidence: z.array(z.enum(evidences)).max(3).default([]),
  family: z.boolean().default(false).describe('a family matter: its words stay in the group, and it needs consent or a public decision'),
  source: z.enum(factSources).nullable().default(null).describe('awarded by itself for this kind of fact'),
  bonusOf: z.object({ code: z.string().max(12), times: z.int().min(2).max(100) }).nullable().default(null).describe('added when another item was earned so often within the period of its own cap, or else a year'),
});
export type Item = z.output<typeof item>;
export const content = z.object({
  base: z.object({ points: z.int().min(0).max(1_000), every: z.enum(['once', 'year', 'quarter']) }).default({ points: 30, every: 'year' }),
  creditAt: z.enum(['told', 'windowOver']).default('windowOver').describe('when plus items are credited; minus items always after the window'),
  objectionDays: z.int().min(3).max(60).default(7), noticeDays: z.int().min(3).max(60).default(7), items: z.array(item).max(200).default([]), text: typedText(4_000).default(''),
});
export type Content = z.output<typeof content>;

/** The first thing for which such a rule book cannot be adopted, of a book of this kind. */
export function contentProblem(kind: BookKind, { items }: Content): Refusal | null {
  if (items.length === 0) return refuse('points/no-items');
  const codes = new Map<string, Item>();
  const titles = new Set<string>();
  const sources = new Map<FactSource, Item>();
  for (const one of items) {
    if (codes.has(one.code)) return refuse('points/code-twice', { code: one.code });
    codes.set(one.code, one);
    // The same deed under two items would count twice.
    const title = `${one.class}/${Math.sign(one.points)}/${one.title.replace(/\s/gu, '')}`;
    if (titles.has(title)) return refuse('points/title-twice', { title: one.title });
    titles.add(title);
    if (one.points < 0 && !one.evidence.some((kindOf) => kindOf !== 'witness')) return refuse('points/minus-needs-evidence', { title: one.title });
    if (one.points < 0 && (one.source !== null || one.bonusOf !== null)) return refuse('points/minus-by-itself', { title: one.title });
    if (one.family && (kind !== 'household' || one.source !== null)) return refuse('points/family-where', { title: one.title });
    if (one.cap && one.cap.points < Math.abs(one.points)) return refuse('points/cap-below', { title: one.title });
    if (one.source !== null) {
      if (kind === 'household') return refuse('points/source-household', { title: one.title });
      const other = sources.get(one.source);
      if (other) return refuse('points/source-twice', { title: one.title, other: other.title });
      sources.set(one.source, one);
    }
  }
  for (const one of items) {
    const ring = ringOf(one, codes);
    if (ring === 'unknown') return refuse('points/bonus-unknown', { title: one.title, code: one.bonusOf?.code ?? '' });
    if (ring !== null) return refuse('points/bonus-ring', { ring: ring.map(({ title }) => title).join(' → ') });
    const from = one.bonusOf && codes.get(one.bonusOf.code);
    if (from && from.points < 0) return refuse('points/bonus-of-minus', { title: one.title });
  }
  return null;
}

/** Follows what a bonus rests on; a rule that in the end rests on itself would pay for ever. */
function ringOf(start: Item, codes: ReadonlyMap<string, Item>): Item[] | 'unknown' | null {
  const way: Item[] = [start];
  for (let at = start; at.bonusOf !== null;) {
    const next = codes.get(at.bonusOf.code);
    if (!next) return 'unknown';
    if (way.includes(next)) return [...way.slice(way.indexOf(next)), next];
    way.push(next);
    at = next;
  }
  return null;
}

export type Span = { readonly from: string; readonly to: string };

/** From when to when it may hold: ahead, not longer than five years, and beside no other version of the book. */
export function spanProblem(span: Span, today: string, others: readonly Span[]): Refusal | null {
  if (span.to < span.from) return refuse('points/span-reversed');
  if (span.from < today) return refuse('points/retroactive', { today });
  if (Number(span.to.slice(0, 4)) - Number(span.from.slice(0, 4)) > 5) return refuse('points/span-long');
  const beside = others.find((other) => other.from <= span.to && span.from <= other.to);
  return beside ? refuse('points/span-overlap', { from: beside.from, to: beside.to }) : null;
}

/** How many points somebody wants to enter for an item. Every wrong number has its own sentence. */
export function amountProblem(amount: number, of: Item): Refusal | null {
  if (amount === 0) return refuse('points/amount-zero');
  if (amount < 0) return refuse('points/amount-negative');
  if (!Number.isInteger(amount)) return refuse('points/amount-fraction');
  const most = Math.abs(of.points);
  if (amount > most) return refuse('points/amount-above', { most });
  return of.upTo || amount === most ? null : refuse('points/amount-fixed', { points: most });
}

export type Shown = { readonly photos: number; readonly documentNo: string; readonly note: string };

/** What an entry must bring along. A minus never stands on somebody's word. */
export function evidenceProblem(of: Item, shown: Shown): Refusal | null {
  for (const kind of of.evidence) {
    if (kind === 'photo' && shown.photos === 0) return refuse('points/photo-missing');
    if (kind === 'document' && shown.documentNo.trim() === '') return refuse('points/document-missing');
    if (kind === 'witness' && shown.note.trim() === '') return refuse('points/witness-missing');
  }
  return of.points < 0 && shown.photos === 0 && shown.documentNo.trim() === '' ? refuse('points/minus-needs-evidence', { title: of.title }) : null;
}

/** What is still open of an item's cap, of what was given in its period. */
export function capLeft(of: Item, given: number): number {
  return of.cap ? Math.max(0, of.cap.points - given) : Number.POSITIVE_INFINITY;
}
