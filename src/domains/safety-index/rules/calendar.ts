/** Periods in the order of the calendar, with where each of them is in it. */
export type Calendar = { readonly periods: readonly string[]; readonly positions: readonly number[] };

type Kind = { readonly shape: RegExp; readonly position: (match: readonly string[]) => number };

// Never arithmetic on 202412: the step to 202501 is one month, not 89.
const kinds: readonly Kind[] = [
  { shape: /^(\d{4})-?(0[1-9]|1[0-2])$/u, position: ([, year, month]) => Number(year) * 12 + Number(month) - 1 },
  { shape: /^(\d{4})-?[Qq季]([1-4])$/u, position: ([, year, quarter]) => Number(year) * 4 + Number(quarter) - 1 },
  { shape: /^(\d{4})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])$/u, position: ([, year, month, day]) => Math.round(Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000) },
  { shape: /^-?\d+$/u, position: ([whole]) => Number(whole) },
];

/**
 * Understands `2024-12`, `202412`, `2024Q4`, `2024-12-31`, `20241231` and whole numbers, all labels of one kind; months as
 * months. Labels of no known kind keep the order given and count as neighbours.
 */
export function calendarOf(labels: readonly string[]): Calendar {
  const distinct = [...new Set(labels)];
  for (const { shape, position } of kinds) {
    const matches = distinct.map((label) => shape.exec(label));
    if (!matches.every((match) => match !== null)) continue;
    const placed = distinct.map((label, at) => ({ label, at: position(matches[at] ?? []) })).toSorted((a, b) => a.at - b.at);
    // 2024-12 and 202412 beside each other are one month twice: kept as they come, for the reader of the file to refuse.
    return { periods: placed.map(({ label }) => label), positions: placed.map(({ at }) => at) };
  }
  return { periods: distinct, positions: [...distinct.keys()] };
}
