import { useQueries } from '@tanstack/react-query';
import { areaById } from '../../../domains/geography/contract.ts';
import { ask } from '../../../platform/client/call.ts';
import { keyOf } from '../../../platform/client/query.ts';

/** 双桥镇 东桥村 第1网格: of `1.4.30.` the names from the township down; the last one alone until they are known. */
export function useAreaPaths(paths: readonly string[]): (path: string) => string {
  const ids = [...new Set(paths.map(lastOf))].filter((id) => id > 0);
  const answers = useQueries({ queries: ids.map((areaId) => ({ queryKey: keyOf(areaById, { areaId }), queryFn: () => ask(areaById, { areaId }), staleTime: 600_000 })) });
  return (path) => {
    const area = answers.find(({ data }) => data?.id === lastOf(path))?.data;
    if (!area) return '';
    const from = area.above.findIndex(({ kind }) => kind === 'township');
    return [...(from < 0 ? [] : area.above.slice(from)).map(({ name }) => name), area.name].join(' ');
  };
}

function lastOf(path: string): number {
  return Number(path.split('.').findLast((part) => part !== '') ?? 0);
}
