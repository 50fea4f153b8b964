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

// A key is cut into digits of 13 bits: three or four walks put any number of scores in order (radix sort), however they crowd.
const digitBits = 13;
const digitSize = 1 << digitBits;
const digitMask = digitSize - 1;
const lowSize = 2 ** (2 * digitBits);
/** Below this many units the engine's own sort is quicker than counting digits. */
const manyUnits = 400;

type Scratch = {
  readonly keys: Float64Array;
  readonly sorted: Float64Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly order: Int32Array;
  readonly other: Int32Array;
  readonly counts: Int32Array;
  readonly starts: Int32Array;
};

function scratchOf(length: number): Scratch {
  const many = length < manyUnits ? 0 : length;
  return {
    keys: new Float64Array(length), sorted: new Float64Array(length), low: new Int32Array(many), high: new Int32Array(many),
    order: new Int32Array(many), other: new Int32Array(many), counts: new Int32Array(many === 0 ? 0 : 4 * digitSize), starts: new Int32Array(many + 2),
  };
}

function rankSlice(scores: Float64Array, ranks: Int32Array, decimals: number, scratch: Scratch): void {
  const { keys } = scratch;
  const scale = 10 ** decimals;
  let least = Infinity;
  let greatest = -Infinity;
  let isWhole = true;
  for (let at = 0; at < scores.length; at += 1) {
    const scaled = (scores[at] ?? NaN) * scale;
    let key = NaN;
    if (scaled < 9e15 && scaled > -9e15) key = -Math.round(scaled);
    // Beyond 2^53 there are no decimals to round away.
    else if (scaled === scaled) { key = -scaled; isWhole = false; }
    keys[at] = key;
    if (key < least) least = key;
    if (key > greatest) greatest = key;
  }
  if (scores.length < manyUnits || !isWhole || !(greatest - least < 2 ** 52)) rankBySort(ranks, scratch);
  else if (!rankByPlaces(ranks, least, greatest, scratch)) rankByDigits(ranks, least, greatest, scratch);
}

function rankBySort(ranks: Int32Array, { keys, sorted }: Scratch): void {
  let there = 0;
  for (const key of keys) if (key === key) { sorted[there] = key; there += 1; }
  const order = sorted.subarray(0, there).sort();
  for (let at = 0; at < keys.length; at += 1) {
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

/**
 * One walk to about the right place, as far as the scores are spread evenly, then each is moved past its few neighbours. Where
 * they crowd together the moves would be too many.
 * @returns false where it was given up
 */
function rankByPlaces(ranks: Int32Array, least: number, greatest: number, { keys, sorted, high, order, starts }: Scratch): boolean {
  const last = starts.length - 2;
  const scale = greatest === least ? 0 : last / (greatest - least);
  starts.fill(0);
  let there = 0;
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] ?? NaN;
    if (key !== key) { ranks[at] = 0; continue; }
    const place = ((key - least) * scale | 0) + 1;
    high[at] = place;
    starts[place] = (starts[place] ?? 0) + 1;
    there += 1;
  }
  for (let place = 1; place <= last + 1; place += 1) starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] ?? NaN;
    if (key !== key) continue;
    const place = (high[at] ?? 0) - 1;
    const to = starts[place] ?? 0;
    starts[place] = to + 1;
    sorted[to] = key;
    order[to] = at;
  }
  let moves = 8 * there;
  for (let at = 1; at < there; at += 1) {
    const key = sorted[at] ?? NaN;
    let to = at - 1;
    if ((sorted[to] ?? NaN) <= key) continue;
    const unit = order[at] ?? 0;
    while (to >= 0 && (sorted[to] ?? NaN) > key) {
      sorted[to + 1] = sorted[to] ?? NaN;
      order[to + 1] = order[to] ?? 0;
      to -= 1;
    }
    sorted[to + 1] = key;
    order[to + 1] = unit;
    moves -= at - to;
    if (moves < 0) return false;
  }
  let rank = 0;
  let before = NaN;
  for (let at = 0; at < there; at += 1) {
    const key = sorted[at] ?? NaN;
    if (key !== before) { rank = at + 1; before = key; }
    ranks[order[at] ?? 0] = rank;
  }
  return true;
}

function rankByDigits(ranks: Int32Array, least: number, greatest: number, { keys, low, high, order, other, counts }: Scratch): void {
  const walks = greatest - least < lowSize * digitSize ? 3 : 4;
  counts.fill(0);
  let there = 0;
  for (let at = 0; at < keys.length; at += 1) {
    const key = (keys[at] ?? NaN) - least;
    if (key !== key) { ranks[at] = 0; continue; }
    const upper = Math.floor(key / lowSize);
    const lower = key - upper * lowSize;
    low[at] = lower;
    high[at] = upper;
    order[there] = at;
    there += 1;
    counts[lower & digitMask] = (counts[lower & digitMask] ?? 0) + 1;
    const second = digitSize + (lower >>> digitBits);
    counts[second] = (counts[second] ?? 0) + 1;
    const third = 2 * digitSize + (upper & digitMask);
    counts[third] = (counts[third] ?? 0) + 1;
    if (walks === 4) { const fourth = 3 * digitSize + (upper >>> digitBits); counts[fourth] = (counts[fourth] ?? 0) + 1; }
  }
  let from = order;
  let into = other;
  for (let walk = 0; walk < walks; walk += 1) {
    spread(walk < 2 ? low : high, walk % 2 === 0 ? 0 : digitBits, counts.subarray(walk * digitSize, (walk + 1) * digitSize), from, into, there);
    [from, into] = [into, from];
  }
  let rank = 0;
  let before = NaN;
  for (let at = 0; at < there; at += 1) {
    const unit = from[at] ?? 0;
    const key = keys[unit] ?? NaN;
    if (key !== before) { rank = at + 1; before = key; }
    ranks[unit] = rank;
  }
}

/** One walk: into the places that the counts of this digit give, in the order that the walks before have left. */
function spread(parts: Int32Array, shift: number, counts: Int32Array, from: Int32Array, into: Int32Array, there: number): void {
  let sum = 0;
  for (let digit = 0; digit < digitSize; digit += 1) {
    const count = counts[digit] ?? 0;
    counts[digit] = sum;
    sum += count;
  }
  for (let at = 0; at < there; at += 1) {
    const unit = from[at] ?? 0;
    const digit = ((parts[unit] ?? 0) >>> shift) & digitMask;
    const place = counts[digit] ?? 0;
    counts[digit] = place + 1;
    into[place] = unit;
  }
}
