import { Button } from 'antd-mobile';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { areaById, shapes, type AreaKind } from '../../domains/geography/contract.ts';
import { me, type Post } from '../../domains/identity/contract.ts';
import { board, map } from '../../domains/incidents/contract.ts';
import { CaseLine } from '../../domains/incidents/field/case-line.tsx';
import { mapAreas } from '../../domains/incidents/field/map-areas.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { useAsk, usePages } from '../../platform/client/query.ts';
import { usePermits, useSession } from '../../platform/client/session.tsx';
import { Screen, Section } from '../../platform/ui/phone/screen.tsx';
import { SmallMap } from '../../platform/ui/phone/small-map.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../platform/ui/states.tsx';
import { WhereAmI } from './where-am-i.tsx';
import { fieldAppWords } from './words.ts';

/** My areas with their outline, what is open there, and by which posts they are mine. */
export function MyGrid() {
  const say = useWords(fieldAppWords);
  const session = useSession();
  const areas = useMemo(() => [...new Map((session?.posts ?? []).map((post) => [post.area.id, post.area])).values()], [session]);
  const [chosen, setChosen] = useState<number | null>(null);
  const area = areas.find((one) => one.id === chosen) ?? areas[0];
  return (
    <Screen title={say('fieldApp.nav.grid')}>
      {!session ? (
        <Section><p className="fa-gap">{say('fieldApp.grid.nobody')}</p><Link className="ph-button ph-button-wide" to="/sign-in">{say('fieldApp.signIn.title')}</Link></Section>
      ) : null}
      {session && !area ? <EmptyState title={say('fieldApp.grid.none')} hint={say('fieldApp.grid.noneHint')} /> : null}
      {areas.length > 1 ? (
        <div className="fa-areas" role="group" aria-label={say('fieldApp.grid.mine')}>
          {areas.map((one) => <button key={one.id} type="button" aria-pressed={one.id === area?.id} className={one.id === area?.id ? 'ph-choice ph-chosen' : 'ph-choice'} onClick={() => setChosen(one.id)}>{one.name}</button>)}
        </div>
      ) : null}
      {area ? <AreaView key={area.id} areaId={area.id} /> : null}
      {session ? <Posts /> : null}
      <WhereAmI />
    </Screen>
  );
}

/** The kind whose outlines show an area from within. */
const below: Record<AreaKind, AreaKind> = { city: 'county', county: 'township', developmentZone: 'township', township: 'community', community: 'grid', grid: 'grid', microGrid: 'grid' };

function AreaView({ areaId }: { areaId: number }) {
  const say = useWords(fieldAppWords);
  const navigate = useNavigate();
  const permits = usePermits();
  const mayRead = permits('incidents.read');
  const area = useAsk(areaById, { areaId }, { staleTime: 600_000 });
  const isGrid = area.data?.kind === 'grid' || area.data?.kind === 'microGrid';
  // A grid is shown among its neighbours.
  const around = isGrid ? area.data?.above.filter((one) => one.kind === 'community').at(-1)?.id : areaId;
  const outlines = useAsk(shapes, { withinId: around, kind: below[area.data?.kind ?? 'grid'] }, { enabled: area.data !== undefined && around !== undefined, staleTime: 600_000 });
  const open = useAsk(map, { areaId, limit: 500 }, { enabled: mayRead });
  const shown = useMemo(() => mapAreas(outlines.data?.features ?? []), [outlines.data]);
  const points = useMemo(() => (open.data?.features ?? []).map((one) => ({ id: one.properties.caseId, longitude: one.geometry.coordinates[0], latitude: one.geometry.coordinates[1], late: one.properties.late })), [open.data]);
  if (area.error) return <ErrorState error={area.error} onRetry={() => { void area.refetch(); }} />;
  if (!area.data) return <LoadingState rows={3} />;
  return (
    <>
      <Section title={area.data.name}>
        <div className="ph-stack">
          <p className="ph-quiet">{[...area.data.above.filter((one) => one.kind !== 'city').map((one) => one.name), say('fieldApp.grid.code', { code: area.data.code })].join(' · ')}</p>
          {area.data.households === null ? null : <p className="ph-quiet">{say('fieldApp.grid.households', { n: area.data.households })}</p>}
          {shown.length > 0 ? <SmallMap label={area.data.name} tall areas={shown} points={points} selectedArea={isGrid ? areaId : undefined} onPoint={(id) => { void navigate(`/work/${id}`); }} /> : outlines.isPending && outlines.fetchStatus !== 'idle' ? <LoadingState rows={2} /> : <p className="ph-quiet">{say('fieldApp.grid.noOutline')}</p>}
        </div>
      </Section>
      {mayRead ? <OpenCases areaId={areaId} /> : null}
    </>
  );
}

function OpenCases({ areaId }: { areaId: number }) {
  const say = useWords(fieldAppWords);
  const pages = usePages(board, { areaId, limit: 50, sort: 'due', measure: 'open' });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={say('fieldApp.grid.open')}>
      {pages.isPending ? <LoadingState rows={3} /> : null}
      {pages.error && rows.length === 0 ? <ErrorState error={pages.error} onRetry={() => { void pages.refetch(); }} /> : null}
      {pages.data && rows.length === 0 ? <EmptyState title={say('fieldApp.grid.openNone')} hint={say('fieldApp.grid.openNoneHint')} /> : null}
      <ul className="ph-rows">{rows.map((row) => <CaseLine key={row.id} row={row} to={`/work/${row.id}`} />)}</ul>
      {pages.hasNextPage ? <Button className="ph-button" block loading={pages.isFetchingNextPage} onClick={() => { void pages.fetchNextPage(); }}>{say('fieldApp.grid.more')}</Button> : null}
    </Section>
  );
}

function Posts() {
  const say = useWords(fieldAppWords);
  const answer = useAsk(me, {}, { staleTime: 60_000 });
  const posts = answer.data?.posts ?? [];
  if (posts.length === 0) return null;
  return <Section title={say('fieldApp.grid.posts')}><ul className="ph-rows">{posts.map((post) => <li key={post.id} className="fa-post"><PostLines post={post} /></li>)}</ul></Section>;
}

function PostLines({ post }: { post: Post }) {
  const say = useWords(fieldAppWords);
  return (
    <>
      <p className="ph-row-title">{[post.title || post.roleName, post.area.name].join(' · ')}</p>
      {post.unit ? <p className="ph-quiet">{post.unit.name}</p> : null}
      <p className="ph-quiet">{post.validTo === null ? say('fieldApp.grid.from', { from: post.validFrom }) : say('fieldApp.grid.fromTo', { from: post.validFrom, to: post.validTo })}</p>
      <p className="ph-quiet">{say(post.employment === 'fullTime' ? 'fieldApp.grid.fullTime' : 'fieldApp.grid.partTime', { n: post.sharePercent })}</p>
      {post.coverFor ? <p className="ph-tag">{say('fieldApp.grid.coverFor', { name: post.coverFor.name })}</p> : null}
    </>
  );
}
