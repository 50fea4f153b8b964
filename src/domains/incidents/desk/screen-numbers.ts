import { counts } from '../contract.ts';
import type { CountsRow } from '../contract-shapes.ts';
import { useAsk } from '../../../platform/client/query.ts';

export const questions = ['happening', 'late', 'help'] as const;
export type Question = (typeof questions)[number];

export type ScreenNumbers = {
  readonly today: CountsRow | undefined;
  /** Cases whenever reported. */
  readonly all: CountsRow | undefined;
  readonly month: CountsRow | undefined;
  readonly byArea: readonly CountsRow[];
  readonly byUnit: readonly CountsRow[];
  readonly byClass: readonly CountsRow[];
  /** The last seven days by day of report, oldest first; undefined where not yet known. */
  readonly days: readonly (CountsRow | undefined)[];
};

const none: readonly CountsRow[] = [];

export function useScreenNumbers(areaId: number | undefined, today: string): ScreenNumbers {
  const area = areaId === undefined ? {} : { areaId };
  const often = { keepPrevious: true, refetchEvery: 120_000 };
  const past = { keepPrevious: true, staleTime: 600_000 };
  const ago = (days: number): string => new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
  const on = (days: number) => ({ ...area, since: ago(days), until: ago(days) });
  const all = useAsk(counts, { ...area, by: 'area' }, often);
  const byUnit = useAsk(counts, { ...area, by: 'unit' }, often);
  const byClass = useAsk(counts, { ...area, by: 'class' }, often);
  const month = useAsk(counts, { ...area, since: ago(29), until: today }, often);
  const days = [useAsk(counts, on(6), past), useAsk(counts, on(5), past), useAsk(counts, on(4), past), useAsk(counts, on(3), past), useAsk(counts, on(2), past), useAsk(counts, on(1), past), useAsk(counts, on(0), often)];
  return {
    today: days[6]?.data?.total, all: all.data?.total, month: month.data?.total, byArea: all.data?.rows ?? none, byUnit: byUnit.data?.rows ?? none, byClass: byClass.data?.rows ?? none,
    days: days.map((day) => day.data?.total),
  };
}
