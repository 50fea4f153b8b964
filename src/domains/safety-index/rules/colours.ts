import { refuse, type Refusal } from '../../../platform/core/refusal.ts';

/** A colour of the index: from `from` up to the next one's. `isAlarm`: what counts when it comes again and again (红). */
export type ColourBand = { readonly code: string; readonly label: string; readonly from: number; readonly isAlarm?: boolean };
/** After so many alarms in a row, this follows: 预警通知, 约谈, 进一步追责. */
export type Escalation = { readonly after: number; readonly code: string; readonly label: string };

/** Highest first. Refused: none, two that begin at one number or share a code, a lowest one that leaves 0 without a band. */
export function colourBands(bands: readonly ColourBand[]): readonly ColourBand[] | Refusal {
  if (bands.length === 0) return refuse('safety-index/bands-empty');
  const ordered = [...bands].sort((a, b) => b.from - a.from);
  for (const [i, band] of ordered.entries()) {
    if (!Number.isFinite(band.from)) return refuse('safety-index/bands-not-finite', { code: band.code });
    if (i > 0 && ordered[i - 1]?.from === band.from) return refuse('safety-index/bands-overlap', { from: band.from });
  }
  if (new Set(bands.map(({ code }) => code)).size < bands.length) return refuse('safety-index/bands-code-twice');
  if ((ordered.at(-1)?.from ?? 0) > 0) return refuse('safety-index/bands-gap', { from: ordered.at(-1)?.from ?? 0 });
  return ordered;
}

/** Compared after rounding to nine decimals, as ranks are: 89.9999999999 is 90. Undefined for a missing score. */
export function bandOf(ordered: readonly ColourBand[], score: number): ColourBand | undefined {
  const rounded = Math.round(score * 1e9) / 1e9;
  return ordered.find(({ from }) => rounded >= from);
}

/** How many periods in a row, ending with the last one, are in an alarm band. A period without a score neither counts nor breaks the row. */
export function alarmsInARow(ordered: readonly ColourBand[], scores: Float64Array): number {
  let alarms = 0;
  for (let i = scores.length - 1; i >= 0; i -= 1) {
    const score = scores[i] ?? NaN;
    if (score !== score) continue;
    if (bandOf(ordered, score)?.isAlarm !== true) break;
    alarms += 1;
  }
  return alarms;
}

/** The highest step that so many alarms have reached. */
export function escalationOf(ladder: readonly Escalation[], alarms: number): Escalation | undefined {
  return ladder.filter(({ after }) => alarms >= after).toSorted((a, b) => b.after - a.after)[0];
}
