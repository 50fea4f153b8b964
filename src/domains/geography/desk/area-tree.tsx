import { useQueries } from '@tanstack/react-query';
import { Tree, type TreeDataNode } from 'antd';
import { useEffect, useMemo, useRef, useState, type ComponentRef } from 'react';
import { areaById, areas, type Area } from '../contract.ts';
import { geographyWords } from '../words.ts';
import { ask } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { keyOf, useAsk } from '../../../platform/client/query.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { geographyDeskWords } from './words.ts';

type Props = { selected: number | undefined; above: readonly number[]; onSelect: (id: number) => void };

/** From the areas of the caller's posts down; a level is fetched when it is opened. */
export function AreaTree({ selected, above, onSelect }: Props) {
  const session = useSession();
  const kinds = useWords(geographyWords);
  const roots = useMemo(() => [...new Set((session?.posts ?? []).map((post) => post.area.id))], [session]);
  const [open, setOpen] = useState<readonly number[]>(roots.length === 1 ? roots : []);
  const [box, height] = useHeight();
  const tree = useRef<ComponentRef<typeof Tree>>(null);
  const rootAreas = useQueries({ queries: roots.map((id) => ({ queryKey: keyOf(areaById, { areaId: id }), queryFn: () => ask(areaById, { areaId: id }), staleTime: 60_000 })) });
  const below = useQueries({ queries: open.map((id) => ({ queryKey: ['geography', 'areas', { parentId: id }, 'all'], queryFn: () => everyChild(id), staleTime: 60_000 })) });

  // What is chosen elsewhere (search, map, address) is shown in its place.
  const chain = above.join('.');
  useEffect(() => {
    if (above.length > 0) setOpen((before) => [...new Set([...before, ...above])]);
  }, [chain]);
  const ready = below.every((one) => !one.isPending);
  const drawn = height > 0;
  useEffect(() => {
    if (selected === undefined || !ready || !drawn) return undefined;
    const later = setTimeout(() => { tree.current?.scrollTo({ key: selected, offset: 60 }); }, 160); // after the rows have unfolded
    return () => { clearTimeout(later); };
  }, [selected, ready, drawn, chain]);

  const childrenById = new Map(open.map((id, at) => [id, below[at]?.data]));
  const node = (area: Pick<Area, 'id' | 'name' | 'kind' | 'children'>): TreeDataNode => {
    const children = childrenById.get(area.id)?.map(node);
    return {
      key: area.id, isLeaf: area.children === 0, title: <span title={kinds(`geography.kind.${area.kind}`)}>{area.name}{area.children > 0 ? <small className="geo-count">{area.children}</small> : null}</span>,
      ...(children ? { children } : {}),
    };
  };
  const failed = rootAreas.find(({ error }) => error);
  if (failed) return <ErrorState error={failed.error} onRetry={() => { void failed.refetch(); }} />;
  if (rootAreas.some(({ isPending }) => isPending)) return <LoadingState rows={8} />;
  return (
    <div className="geo-tree" ref={box}>
      {drawn ? (
        <Tree
          ref={tree} height={height} blockNode treeData={rootAreas.flatMap(({ data }) => (data ? [node(data)] : []))}
          expandedKeys={[...open]} onExpand={(keys) => { setOpen(keys.map(Number)); }} selectedKeys={selected === undefined ? [] : [selected]}
          onSelect={(_keys, { node: chosen }) => { onSelect(Number(chosen.key)); }}
        />
      ) : null}
    </div>
  );
}

/** Found areas with what they are part of. */
export function AreaHits({ text, selected, onSelect }: { text: string; selected: number | undefined; onSelect: (id: number) => void }) {
  const t = useWords(geographyDeskWords);
  const kinds = useWords(geographyWords);
  const session = useSession();
  const most = 30;
  const found = useAsk(areas, { text, limit: most, ...(session?.home ? { withinId: session.home.id } : {}) }, { keepPrevious: true });
  const items = found.data?.items ?? [];
  const details = useQueries({ queries: items.map(({ id }) => ({ queryKey: keyOf(areaById, { areaId: id }), queryFn: () => ask(areaById, { areaId: id }), staleTime: 600_000 })) });
  if (found.error) return <ErrorState error={found.error} onRetry={() => { void found.refetch(); }} />;
  if (found.isPending) return <LoadingState rows={8} />;
  if (items.length === 0) return <EmptyState title={t('geographyDesk.noHit')} />;
  return (
    <div className="geo-hits">
      <p className="jw-hint" role="status">{found.data.next === null ? t('geographyDesk.hits', { n: items.length }) : t('geographyDesk.hitsMore', { n: items.length })}</p>
      <ul>
        {items.map((area, at) => (
          <li key={area.id}>
            <button type="button" aria-current={area.id === selected} onClick={() => { onSelect(area.id); }}>
              <span>{area.name} <small className="jw-muted">{kinds(`geography.kind.${area.kind}`)}</small></span>
              <small>{details[at]?.data?.above.slice(-3).map(({ name }) => name).join(' · ')}</small>
              <small className="jw-num">{area.code}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

async function everyChild(parentId: number): Promise<readonly Area[]> {
  const found: Area[] = [];
  for (let after: string | undefined; ;) {
    const page = await ask(areas, { parentId, limit: 200, ...(after === undefined ? {} : { after }) });
    found.push(...page.items);
    if (page.next === null) return found;
    after = page.next;
  }
}

/** The tree draws only the rows in sight and must know how high it stands. */
function useHeight(): [(box: HTMLDivElement | null) => void, number] {
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [height, setHeight] = useState(0);
  useEffect(() => {
    if (!box) return undefined;
    const watch = new ResizeObserver(([entry]) => { setHeight(Math.floor(entry?.contentRect.height ?? 0)); });
    watch.observe(box);
    return () => { watch.disconnect(); };
  }, [box]);
  return [setBox, height];
}
