/** A line of an official's card, as the months count it. `counts`: neither reversed nor a reversal. */
export type CardFact = { readonly on: string; readonly points: number; readonly fact: string; readonly counts: boolean; readonly isHighlight: boolean; readonly isBreach: boolean };
export type CardMonth = { readonly code: string; readonly visits: number; readonly diaries: number; readonly solved: number; readonly highlights: number; readonly breaches: number; readonly points: number; readonly closed: boolean };

/** The twelve months of a year; points are summed whether they count or not, since a reversal takes away what it reverses. */
export function monthsOf(year: number, facts: readonly CardFact[], closed: ReadonlySet<string>): CardMonth[] {
  return Array.from({ length: 12 }, (_, index) => {
    const code = `${year}-${String(index + 1).padStart(2, '0')}`;
    const inMonth = facts.filter(({ on }) => on.startsWith(code));
    const count = (is: (fact: CardFact) => boolean): number => inMonth.filter((fact) => fact.counts && is(fact)).length;
    return {
      code, visits: count(({ fact }) => fact.startsWith('visit:')), diaries: count(({ fact }) => fact.startsWith('diary:')), solved: count(({ fact }) => fact.startsWith('case:')),
      highlights: count(({ isHighlight, isBreach, fact }) => isHighlight && !isBreach && fact.startsWith('proposal:')), breaches: count(({ isBreach }) => isBreach), points: inMonth.reduce((sum, { points }) => sum + points, 0), closed: closed.has(code),
    };
  });
}
