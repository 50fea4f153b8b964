import type { CombineRefusal } from './combine.ts';
import { combinable, isStanding, meanRankShift, recombiner, type Standing } from './recombine.ts';
import type { IndexResult } from './result.ts';
import { nodeAt, placesOfLevel } from './tree.ts';

export type LeftOut = Standing & { readonly code: string; readonly meanRankShift: number };

/** The index of one period without each element of a level in turn: its weight is 0, its siblings share what it had. */
export function leaveOneOut(result: IndexResult, period: number, level: number): { readonly nominal: Standing; readonly without: readonly LeftOut[] } | CombineRefusal {
  const recombine = recombiner(combinable(result, period));
  const nominal = recombine(new Map());
  if (!isStanding(nominal)) return nominal;
  const without: LeftOut[] = [];
  for (const place of placesOfLevel(result.tree, level)) {
    const { code } = nodeAt(result.tree, place);
    const standing = recombine(new Map([[code, 0]]));
    if (!isStanding(standing)) return standing;
    without.push({ code, ...standing, meanRankShift: meanRankShift(nominal.ranks, standing.ranks) });
  }
  return { nominal, without };
}
