import type { z } from 'zod';
import type { rosters } from '../contract.ts';

type Row = z.output<typeof rosters.output>['items'][number];
/** `day`: where it stands in the week; the first one, where it began before. */
export type Turn = Row & { readonly day: string };

const dayMs = 86_400_000;

export function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

export function mondayOf(day: string): string {
  return dayPlus(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/** A moment as China's clocks show it. */
export function partsOf(moment: string): { day: string; time: string } {
  const local = new Date(Date.parse(moment) + 8 * 3_600_000).toISOString(); // UTC+8 all year
  return { day: local.slice(0, 10), time: local.slice(11, 16) };
}

/** The moment at which China's clocks show this, as the server wants it. */
export function momentOf(day: string, time: string): string {
  return `${day}T${time}:00+08:00`;
}

export function fullTime({ from, to }: { readonly from: string; readonly to: string }): string {
  const [start, end] = [partsOf(from), partsOf(to)];
  return `${start.day} ${start.time} – ${end.day === start.day ? '' : `${end.day} `}${end.time}`;
}

/** A turn over midnight is answered for both days; it is shown once, where it begins. */
export function turnsOfWeek(pages: readonly (readonly Row[])[], days: readonly string[]): readonly Turn[] {
  const first = days[0] ?? '';
  const byId = new Map<number, Turn>();
  for (const row of pages.flat()) {
    const start = partsOf(row.from).day;
    byId.set(row.id, { ...row, day: start < first ? first : start });
  }
  return [...byId.values()].filter(({ day }) => days.includes(day)).sort((a, b) => (a.from < b.from ? -1 : 1));
}
