import { Segmented } from 'antd';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { CoverageView } from './coverage-view.tsx';
import { DiaryView } from './diary-view.tsx';
import { HintsView } from './hints-view.tsx';
import { OrdersView } from './orders-view.tsx';
import { PlansView } from './plans-view.tsx';
import { VisitsView } from './visits-view.tsx';
import { patrolDeskWords } from './words.ts';
import './patrol.css';

const views = ['plans', 'visits', 'orders', 'coverage', 'diary', 'hints'] as const;
const needs = { plans: ['patrol.read'], visits: ['patrol.read'], orders: ['patrol.read', 'patrol.provide'], coverage: ['patrol.read'], diary: ['patrol.manage', 'patrol.visit'], hints: ['patrol.manage'] } as const;

/** Plans, what was done, what was wished for, where nobody has been, and what to ask about. */
export function Screen() {
  const t = useWords(patrolDeskWords);
  const may = usePermits();
  const url = useUrlState();
  const open = views.filter((one) => needs[one].some((permission) => may(permission)));
  const view = url.one('view', open) ?? open[0] ?? 'orders';
  const tabs = (
    <Segmented
      aria-label={t('patrolDesk.title')} size="small" value={view} options={open.map((one) => ({ value: one, label: t(`patrolDesk.views.${one}`) }))}
      onChange={(next) => { url.change({ view: next === open[0] ? undefined : next, kind: undefined, id: undefined, form: undefined, all: undefined, from: undefined, to: undefined }); }}
    />
  );
  switch (view) {
    case 'plans': return <PlansView tabs={tabs} />;
    case 'visits': return <VisitsView tabs={tabs} />;
    case 'orders': return <OrdersView tabs={tabs} />;
    case 'coverage': return <CoverageView tabs={tabs} />;
    case 'diary': return <DiaryView tabs={tabs} />;
    case 'hints': return <HintsView tabs={tabs} />;
  }
}
