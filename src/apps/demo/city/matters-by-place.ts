import { disputeMatters, matters, type Matter, type PlaceKind } from '../matters.ts';
import { firstAbove } from './world.ts';

// Which matters are frequent: by first class, by season, by what a place is.

/** Out of a hundred. */
const byTop: Readonly<Record<string, number>> = {
  '01': 3, '02': 7, '03': 4, '04': 6, '05': 24, '06': 16, '07': 12, '08': 8, '09': 1.5, '10': 7, '11': 7, '12': 2, '13': 1.5, '14': 2, '15': 1,
};

/** How much more often in which months; a class takes the first line that its code begins with. */
const seasons: readonly (readonly [code: string, months: readonly number[], then: number, otherwise: number])[] = [
  ['0801', [6, 10], 5, 0.3], ['0802', [5, 6, 7, 8], 1.8, 0.8], ['060202', [7, 8], 5, 0.4], ['0902', [7, 8], 6, 0.3], ['0903', [7, 8], 4, 0.4], ['110104', [11, 12, 1, 2, 3], 4, 0.02],
  ['050201', [10, 11], 4, 0.5], ['0901', [3, 4], 5, 0.4], ['0604', [3, 4, 7, 8], 1.8, 0.8], ['080302', [5, 6, 7, 8, 9], 2, 0.5], ['110101', [6, 7, 8, 1], 1.8, 0.8],
  ['1401', [3, 6, 10], 1.8, 0.8], ['010501', [1, 12], 3, 0.8], ['0205', [3, 9], 2, 0.9], ['070101', [5, 6, 7, 8, 9], 1.6, 0.7],
];

type Weighed = { readonly matters: readonly Matter[]; readonly rising: readonly number[] };
const kept = new Map<string, Weighed>();

/** One of the matters that happen in such a place in such a month. */
export function matterFor(kinds: readonly PlaceKind[], month: number, storm: boolean, chance: number): Matter {
  const name = `${kinds.join('/')} ${month} ${String(storm)}`;
  const weighed = kept.get(name) ?? weigh(kinds, month, storm);
  kept.set(name, weighed);
  const found = weighed.matters[firstAbove(weighed.rising, chance * (weighed.rising.at(-1) ?? 0))];
  if (!found) throw new Error('nothing happens there');
  return found;
}

function weigh(kinds: readonly PlaceKind[], month: number, storm: boolean): Weighed {
  const fitting = [...matters, ...disputeMatters].filter(({ where }) => where.some((kind) => kinds.includes(kind)));
  const ofTop = Map.groupBy(fitting, ({ class: code }) => code.slice(0, 2));
  let sum = 0;
  const rising = fitting.map(({ class: code }) => {
    const season = seasons.find(([begin]) => code.startsWith(begin));
    const bySeason = season === undefined ? 1 : season[1].includes(month) ? season[2] : season[3];
    const byStorm = storm && /^(?:060202|0902|0903|0604|100203|020102)/u.test(code) ? 6 : 1;
    sum += ((byTop[code.slice(0, 2)] ?? 1) / (ofTop.get(code.slice(0, 2))?.length ?? 1)) * bySeason * byStorm;
    return sum;
  });
  return { matters: fitting, rising };
}
