import { Segmented } from 'antd';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { CardsView } from './cards-view.tsx';
import { ChartsView } from './charts-view.tsx';
import { NoticeView } from './notice-view.tsx';
import { PeriodsView } from './periods-view.tsx';
import { ProposalsView } from './proposals-view.tsx';
import { RulesView } from './rules-view.tsx';
import { pointsDeskWords } from './words-rules.ts';
import './points.css';

const views = ['rules', 'proposals', 'objections', 'periods', 'notice', 'chart', 'cards'] as const;
const needs = { rules: 'points.read', proposals: 'points.read', objections: 'points.read', periods: 'points.read', notice: 'points.read', chart: 'points.read', cards: 'points.manage' } as const;

/** 积分: its rules, what is on its way, its calendar, and what the village may see of it. */
export function Screen() {
  const t = useWords(pointsDeskWords);
  const may = usePermits();
  const url = useUrlState();
  const open = views.filter((one) => may(needs[one]));
  const view = url.one('view', open) ?? open[0] ?? 'rules';
  const tabs = (
    <Segmented
      aria-label={t('pointsDesk.title')} size="small" value={view} options={open.map((one) => ({ value: one, label: t(`pointsDesk.views.${one}`) }))}
      onChange={(next) => { url.change({ view: next === open[0] ? undefined : next, id: undefined, form: undefined, state: undefined, all: undefined, year: undefined }); }}
    />
  );
  switch (view) {
    case 'rules': return <RulesView tabs={tabs} />;
    case 'proposals': return <ProposalsView key="proposals" tabs={tabs} />;
    case 'objections': return <ProposalsView key="objections" tabs={tabs} objections />;
    case 'periods': return <PeriodsView tabs={tabs} />;
    case 'notice': return <NoticeView tabs={tabs} />;
    case 'chart': return <ChartsView tabs={tabs} />;
    case 'cards': return <CardsView tabs={tabs} />;
  }
}
