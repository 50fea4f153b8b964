import { Button } from 'antd';
import { useMemo } from 'react';
import { map } from '../contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { MapPane } from '../../../platform/map/map.tsx';
import type { MapPoint } from '../../../platform/map/shapes.ts';
import { uiWords } from '../../../platform/ui/words.ts';
import { useAreaShapes } from './area-shapes.ts';
import type { ListRow } from './board-rows.ts';
import type { BoardState } from './board-state.ts';
import { incidentsDeskWords } from './words.ts';

type Props = { state: BoardState; rows: readonly ListRow[]; home: number | undefined; mayRead: boolean; onPoint: (caseId: string) => void; onArea: (areaId: number) => void; onFold: () => void };

/** The same filter as the list, as points on the areas one level down. */
export function BoardMap({ state, rows, home, mayRead, onPoint, onArea, onFold }: Props) {
  const t = useWords(incidentsDeskWords);
  const ui = useWords(uiWords);
  const isMine = state.tab === 'mine' || !mayRead;
  const { sort: _sort, ...filter } = state.filter;
  const asked = useAsk(map, filter, { enabled: !isMine, keepPrevious: true });
  const areaId = state.filter.areaId ?? home;
  const { areas } = useAreaShapes(areaId);
  const points = useMemo((): readonly MapPoint[] => {
    if (!isMine) return (asked.data?.features ?? []).map(({ geometry, properties }) => ({ id: properties.caseId, longitude: geometry.coordinates[0], latitude: geometry.coordinates[1], late: properties.late }));
    return rows.flatMap((row) => (row.longitude === null || row.latitude === null ? [] : [{ id: row.id, longitude: row.longitude, latitude: row.latitude, late: row.clock?.late ?? false }]));
  }, [isMine, asked.data, rows]);
  const stable = useMemo(() => areas, [areas.map(({ id }) => id).join()]);
  const missing = rows.filter(({ longitude }) => longitude === null).length;
  return (
    <>
      <MapPane areas={stable} points={points} selectedPoint={state.caseId} onPoint={onPoint} onArea={mayRead ? onArea : undefined} />
      <div className="inc-map-notes">
        {asked.data?.truncated ? <span>{ui('ui.map.truncated', { n: points.length })}</span> : null}
        {missing > 0 ? <span>{ui('ui.map.noPlace', { n: missing })}</span> : null}
        <Button size="small" onClick={onFold}>{t('incidentsDesk.board.foldMap')}</Button>
      </div>
    </>
  );
}
