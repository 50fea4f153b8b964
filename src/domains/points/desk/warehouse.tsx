import { Segmented } from 'antd';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { AccountsView } from './accounts-view.tsx';
import { WarehouseView } from './warehouse-view.tsx';
import { warehouseDeskWords } from './words-warehouse.ts';

const views = ['warehouse', 'accounts'] as const;

/** 文明义仓 and 积分账户: what is handed out, and what each household has. The clerk of the warehouse has the first alone. */
export function Screen() {
  const t = useWords(warehouseDeskWords);
  const may = usePermits();
  const url = useUrlState();
  const open = views.filter((one) => one === 'warehouse' || may('points.read'));
  const view = url.one('view', open) ?? 'warehouse';
  const tabs = open.length < 2 ? null : (
    <Segmented
      aria-label={t('warehouseDesk.title')} size="small" value={view} options={open.map((one) => ({ value: one, label: t(one === 'accounts' ? 'warehouseDesk.accountsTitle' : 'warehouseDesk.title') }))}
      onChange={(next) => { url.change({ view: next === 'warehouse' ? undefined : next, id: undefined, form: undefined, part: undefined, text: undefined }); }}
    />
  );
  return view === 'accounts' ? <AccountsView tabs={tabs} /> : <WarehouseView tabs={tabs} />;
}
