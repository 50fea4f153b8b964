import { Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePermits, useSession } from '../../../platform/client/session.tsx';
import { useKeys } from '../../../platform/ui/keyboard.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable, useColumns } from '../../../platform/ui/table.tsx';
import { uiWords } from '../../../platform/ui/words.ts';
import { useCaseColumns } from './board-columns.tsx';
import { BoardFilters } from './board-filters.tsx';
import { BoardMap } from './board-map.tsx';
import { useRows, useTabCounts, type ListRow } from './board-rows.ts';
import { useBoardState, type BoardState } from './board-state.ts';
import { BoardTabs } from './board-tabs.tsx';
import { BulkBar } from './bulk.tsx';
import { Detail } from './detail.tsx';
import { incidentsWords } from '../words.ts';
import { incidentsDeskWords } from './words.ts';
import './board.css';

/** List, detail and map of the same cases, side by side. Somebody who may not read an area's cases has his own. */
export function Screen() {
  const t = useWords(incidentsDeskWords);
  const permits = usePermits();
  const mayRead = permits('incidents.read');
  const { state, change, toTab } = useBoardState(mayRead);
  const list = useRows(state, mayRead);
  const counts = useTabCounts(state.filter.areaId, mayRead);
  const [cursor, setCursor] = useState<string | undefined>(state.caseId);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const { shown, chooser } = useColumns(state.tab === 'mine' ? 'mine' : 'board', useCaseColumns(state.tab === 'mine' && state.own === 'todo'));
  const home = useSession()?.home?.id;

  const open = (caseId: string | undefined): void => { change({ case: caseId }); };
  useEffect(() => { setChecked(new Set()); }, [state.tab, state.own]);
  useEffect(() => { if (state.caseId) setCursor(state.caseId); }, [state.caseId]);
  const move = (by: number): void => {
    const at = list.rows.findIndex(({ id }) => id === cursor);
    const next = list.rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.rows.length - 1)];
    if (!next) return;
    setCursor(next.id);
    if (state.caseId) open(next.id);
  };
  const group = t('incidentsDesk.keys.list');
  useKeys([
    { key: 'j', what: t('incidentsDesk.keys.down'), group, run: () => { move(1); } },
    { key: 'k', what: t('incidentsDesk.keys.up'), group, run: () => { move(-1); } },
    { key: 'Enter', what: t('incidentsDesk.keys.open'), group, run: () => { if (cursor) open(cursor); } },
    { key: 'Escape', what: t('incidentsDesk.keys.back'), group, run: () => { open(undefined); } },
    { key: 'q', what: t('incidentsDesk.keys.select'), group, run: () => { if (cursor) setChecked((before) => toggled(before, cursor)); } },
    { key: '\\', what: t('incidentsDesk.keys.map'), group, run: () => { change({ map: state.mapOpen ? undefined : '1' }); } },
  ]);
  const chosen = list.rows.filter(({ id }) => checked.has(id));
  const className = ['inc-board', state.caseId ? 'inc-board-detail' : '', state.mapOpen ? 'inc-board-map' : ''].filter(Boolean).join(' ');
  return (
    <div className={className}>
      <section className="inc-list" aria-label={t('incidentsDesk.board.title')}>
        {mayRead ? <BoardTabs tab={state.tab} counts={counts} onTab={toTab} /> : null}
        <BoardFilters state={state} change={change} total={list.total} shown={list.rows.length} mayRead={mayRead} chooser={chooser} />
        {chosen.length > 0 ? <BulkBar rows={chosen} mayAccept={permits('incidents.desk')} onClear={() => { setChecked(new Set()); }} /> : null}
        <div className="inc-rows">
          {list.isLoading ? <LoadingState rows={14} /> : list.error ? <ErrorState error={list.error} onRetry={list.again} /> : list.rows.length === 0 ? <Nothing state={state} onClear={() => { change({ state: undefined, class: undefined, unit: undefined, text: undefined, since: undefined, until: undefined, measure: undefined }); }} /> : (
            <DenseTable<ListRow>
              label={t('incidentsDesk.board.title')} rows={list.rows} columns={shown} rowKey={({ id }) => id} rowName={({ number }) => number}
              openKey={state.caseId} cursorKey={cursor} onOpen={({ id }) => { open(id); }} checked={checked} onCheck={mayRead ? setChecked : undefined}
              rowClass={({ clock }) => (clock?.late ? 'inc-row-late' : '')}
              footer={list.more ? <More onMore={list.more} isLoading={list.isFetchingMore} /> : null}
            />
          )}
        </div>
      </section>
      {state.caseId ? <Detail caseId={state.caseId} onClose={() => { open(undefined); }} onShow={open} onMap={mayRead || state.tab === 'mine' ? () => { change({ map: '1' }); } : undefined} /> : null}
      {state.mapOpen ? (
        <section className="inc-map" aria-label={t('incidentsDesk.board.map')}>
          <BoardMap state={state} rows={list.rows} home={home} onPoint={open} onArea={(area) => { change({ area: String(area) }); }} onFold={() => { change({ map: undefined }); }} mayRead={mayRead} />
        </section>
      ) : null}
    </div>
  );
}

function More({ onMore, isLoading }: { onMore: () => void; isLoading: boolean }) {
  const t = useWords(uiWords);
  return <div className="inc-more"><Button size="small" onClick={onMore} loading={isLoading}>{t('ui.more')}</Button></div>;
}

function Nothing({ state, onClear }: { state: BoardState; onClear: () => void }) {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  const hint = useMemo(() => {
    if (state.conditions > 0) return t('incidentsDesk.board.emptyHint.filtered');
    switch (state.tab) {
      case 'mine': return t(state.own === 'todo' ? 'incidentsDesk.board.emptyHint.mine' : 'incidentsDesk.board.emptyHint.reports');
      case 'late': return t('incidentsDesk.board.emptyHint.late');
      case 'all': return t('incidentsDesk.board.emptyHint.all');
      default: return t('incidentsDesk.board.emptyHint.step', { name: loop(`incidents.step.${state.tab}`) });
    }
  }, [state.tab, state.own, state.conditions, t]);
  return (
    <EmptyState title={t('incidentsDesk.board.empty')} hint={hint}>
      {state.conditions > 0 ? <Button onClick={onClear}>{t('incidentsDesk.board.clear')}</Button> : null}
    </EmptyState>
  );
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}
