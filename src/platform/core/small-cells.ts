/** The smallest number of people or cases that is said to whoever may not see them one by one (docs/decisions/0020-small-cells.md). */
export const smallestCell = 5;

export type Covered = {
  /** In the given order; null: fewer than `smallestCell`, or hidden so that such a one cannot be reckoned. */
  readonly cells: readonly (number | null)[];
  readonly total: number | null;
};

/**
 * What may be said of the parts of a whole: nothing from 1 to 4, nor what gives such a number away by taking the others from
 * the total. Nought is said. Parts that overlap, or that are said in two tables, are not this function's business.
 */
export function coverSmall(counts: readonly number[]): Covered {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const hidden = new Set(counts.flatMap((count, at) => (count > 0 && count < smallestCell ? [at] : [])));
  if (hidden.size === 0) return { cells: counts, total };
  const others = counts.map((count, at) => ({ count, at })).filter(({ count, at }) => count > 0 && !hidden.has(at)).sort((a, b) => a.count - b.count);
  const hiddenSum = (): number => [...hidden].reduce((sum, at) => sum + (counts[at] ?? 0), 0);
  // One alone is the total less the rest, and of a few the sum is as telling.
  while (hidden.size < 2 || hiddenSum() < smallestCell) {
    const next = others.shift();
    if (next === undefined) break;
    hidden.add(next.at);
  }
  const isTotalSafe = hidden.size >= 2 && hiddenSum() >= smallestCell;
  return { cells: counts.map((count, at) => (hidden.has(at) ? null : count)), total: isTotalSafe ? total : null };
}
