import { useQueries } from '@tanstack/react-query';
import { areaById } from '../../geography/contract.ts';
import { ask } from '../../../platform/client/call.ts';
import { keyOf } from '../../../platform/client/query.ts';

type Named = { readonly id: number; readonly name: string };

/** 云桥社区 · 第1网格: every community has a first grid, so a grid is told with what it lies in. By itself until that is known. */
export function useAreaNames(areas: readonly Named[]): (area: Named) => string {
  const ids = [...new Set(areas.map(({ id }) => id))];
  // Lines are mostly set high up: few areas, each asked for once.
  const answers = useQueries({ queries: ids.map((areaId) => ({ queryKey: keyOf(areaById, { areaId }), queryFn: () => ask(areaById, { areaId }), staleTime: 600_000 })) });
  return ({ id, name }) => {
    const area = answers.find(({ data }) => data?.id === id)?.data;
    const within = area?.kind === 'grid' || area?.kind === 'microGrid' ? area.above.findLast(({ kind }) => kind === 'community') : undefined;
    return within ? `${within.name} · ${name}` : name;
  };
}
