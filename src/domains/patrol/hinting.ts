import { createHash } from 'node:crypto';
import type { Ctx, ReadCtx } from '../../platform/action.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { addDays } from './rules/days.ts';
import { hintsOf, type Hint } from './rules/hints.ts';
import { recentForHints, type HintRow } from './store/visits.ts';

export type HintNow = { readonly id: string; readonly hint: Hint; readonly areaPath: string; readonly visits: readonly HintRow[] };

/** The questions of the last thirty days, from what is there: nothing is kept of them but the answers. */
export async function hintsNow(ctx: Pick<Ctx | ReadCtx, 'db' | 'now'>, within: readonly string[]): Promise<HintNow[]> {
  const rows = await recentForHints(ctx.db, within, addDays(dayOf(ctx.now), -30));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return hintsOf(rows.map((row) => ({
    visitId: row.id, personId: row.byPerson, at: row.at, subject: row.subject, photos: row.photos, words: row.words,
    place: row.longitude === null || row.latitude === null || row.accuracyM === null ? null : { longitude: row.longitude, latitude: row.latitude, accuracyM: row.accuracyM },
  }))).flatMap((hint) => {
    const visits = hint.visitIds.flatMap((id) => byId.get(id) ?? []);
    const last = visits.at(-1);
    // A question is known by what it rests on.
    return last ? [{ id: createHash('sha256').update(`${hint.kind} ${[...hint.visitIds].sort().join(' ')}`).digest('hex').slice(0, 32), hint, areaPath: last.areaPath, visits }] : [];
  });
}
