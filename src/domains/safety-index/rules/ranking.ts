import { ofPeriod, type Grouping, type Panel } from './panel.ts';

/** Scores are rounded to so many decimals before they are compared: what a sum's last bit says is no difference. */
export const rankDecimals = 9;

/** Ranks within each period, 1 is the highest score, ties 1,2,2,4; 0 is no rank. `into` is written for these periods, all by default. */
export function rankColumn(panel: Panel, scores: Float64Array, decimals: number, into: Int32Array, periods?: Iterable<number>): void {
  const scratch = scratchOf(panel.units.length);
  for (const period of periods ?? panel.periods.keys()) rankSlice(ofPeriod(panel, scores, period), ofPeriod(panel, into, period), decimals, scratch);
}

/** Likewise within the group of each unit; a unit without a group has no rank. */
export function rankInGroups(panel: Panel, scores: Float64Array, grouping: Grouping, decimals: number): Int32Array {
  const ranks = new Int32Array(scores.length);
  const scratch = scratchOf(panel.units.length);
  const part = new Float64Array(panel.units.length);
  const partRanks = new Int32Array(panel.units.length);
  for (let period = 0; period < panel.periods.length; period += 1) {
    const slice = ofPeriod(panel, scores, period);
    const groups = ofPeriod(panel, grouping.of, period);
    const into = ofPeriod(panel, ranks, period);
    for (let group = 0; group < grouping.labels.length; group += 1) {
      for (let at = 0; at < slice.length; at += 1) part[at] = groups[at] === group ? slice[at] ?? NaN : NaN;
      rankSlice(part, partRanks, decimals, scratch);
      for (let at = 0; at < slice.length; at += 1) if (groups[at] === group) into[at] = partRanks[at] ?? 0;
    }
  }
  return ranks;
}

type Scratch = { readonly keys: Float64Array; readonly sorted: Float64Array };

function scratchOf(length: number): Scratch {
  return { keys: new Float64Array(length), sorted: new Float64Array(length) };
}

function rankSlice(scores: Float64Array, ranks: Int32Array, decimals: number, { keys, sorted }: Scratch): void {
  const scale = 10 ** decimals;
  let there = 0;
  for (let at = 0; at < scores.length; at += 1) {
    const x = scores[at] ?? NaN;
    if (x !== x) { keys[at] = NaN; continue; }
    const scaled = x * scale;
    // Descending; beyond 2^53 there are no decimals to round away.
    const key = -(Math.abs(scaled) < 9e15 ? Math.round(scaled) : scaled);
    keys[at] = key;
    sorted[there++] = key;
  }
  const order = sorted.subarray(0, there).sort();
  for (let at = 0; at < scores.length; at += 1) {
    const key = keys[at] ?? NaN;
    if (key !== key) { ranks[at] = 0; continue; }
    let low = 0;
    let high = there;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((order[middle] ?? NaN) < key) low = middle + 1;
      else high = middle;
    }
    ranks[at] = low + 1;
  }
}
