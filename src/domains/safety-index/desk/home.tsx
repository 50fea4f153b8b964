import { Select, Tabs } from 'antd';
import type { ComponentType } from 'react';
import { overview } from '../contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { Indicator } from './indicator.tsx';
import { Ranking } from './ranking.tsx';
import { Returns } from './returns.tsx';
import { Runs } from './runs.tsx';
import { Standards } from './standards.tsx';
import { Unit } from './unit.tsx';
import { indexDeskWords } from './words.ts';
import './index.css';

const views = ['ranking', 'unit', 'indicator', 'returns', 'runs', 'standards'] as const;
type View = (typeof views)[number];
const permitted: Record<View, string> = { ranking: 'index.read', unit: 'index.read', indicator: 'index.read', returns: 'index.returns', runs: 'index.manage', standards: 'index.read' };
const screens: Record<View, ComponentType> = { ranking: Ranking, unit: Unit, indicator: Indicator, returns: Returns, runs: Runs, standards: Standards };
const monthly: readonly View[] = ['ranking', 'unit', 'indicator'];

/** 平安指数: one page, its views, month and what is open in the address. */
export function Screen() {
  const t = useWords(indexDeskWords);
  const permits = usePermits();
  const url = useUrlState();
  const open = views.filter((view) => permits(permitted[view]));
  const view = url.one('view', open) ?? open[0] ?? 'ranking';
  const Shown = screens[view];
  return (
    <div className="idx">
      <header className="idx-head">
        <h1>{t('indexDesk.title')}</h1>
        <Tabs className="idx-tabs jw-no-print" activeKey={view} onChange={(next) => { url.change({ view: next, run: undefined }); }} items={open.map((one) => ({ key: one, label: t(`indexDesk.view.${one}`) }))} />
        {monthly.includes(view) ? <MonthPicker /> : null}
      </header>
      <div className="idx-body"><Shown /></div>
    </div>
  );
}

function MonthPicker() {
  const t = useWords(indexDeskWords);
  const url = useUrlState();
  const asked = useAsk(overview, url.text('month') === undefined ? {} : { month: url.text('month') }, { keepPrevious: true });
  const months = asked.data?.months ?? [];
  const value = url.text('month') ?? asked.data?.run?.month;
  return (
    <Select
      className="idx-month jw-no-print" aria-label={t('indexDesk.month')} placeholder={t('indexDesk.month')} {...(value === undefined ? {} : { value })} onChange={(month: string) => { url.change({ month, run: undefined }); }}
      options={months.map(({ month, state }) => ({ value: month, label: state === 'published' ? month : t('indexDesk.unpublished', { month }) }))}
    />
  );
}
