import { screen } from '../contract.ts';
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
const unknownWeek: readonly undefined[] = Array.from({ length: 7 }, () => undefined);

/** One answer for all of them; asked again often enough for a new day. */
export function useScreenNumbers(areaId: number | undefined): ScreenNumbers {
  const { data } = useAsk(screen, areaId === undefined ? {} : { areaId }, { keepPrevious: true, refetchEvery: 120_000 });
  return {
    today: data?.days.at(-1), all: data?.all, month: data?.month, byArea: data?.byArea ?? none, byUnit: data?.byUnit ?? none, byClass: data?.byClass ?? none,
    days: data?.days ?? unknownWeek,
  };
}
