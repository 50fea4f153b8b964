import { Segmented } from 'antd';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { rejected } from '../../../platform/core/sync/contract.ts';
import { deskAppWords } from '../words.ts';
import { AsideView } from './aside-view.tsx';
import { PhonesView } from './phones-view.tsx';
import './phones.css';

const views = ['phones', 'aside'] as const;

/** Whose work has not come up, and what came up and was not taken. */
export function Screen() {
  const t = useWords(deskAppWords);
  const url = useUrlState();
  const view = url.one('view', views) ?? 'phones';
  const open = useAsk(rejected, { limit: 1 }, { staleTime: 30_000 }).data?.open ?? 0;
  const tabs = (
    <Segmented
      aria-label={t('deskApp.phones.view')} size="small" value={view}
      options={[{ value: 'phones', label: t('deskApp.phones.phones') }, { value: 'aside', label: open > 0 ? t('deskApp.phones.rejectedN', { n: open }) : t('deskApp.phones.rejected') }]}
      onChange={(next) => { url.change({ view: next === 'phones' ? undefined : next, id: undefined, show: undefined }); }}
    />
  );
  return view === 'phones' ? <PhonesView tabs={tabs} /> : <AsideView tabs={tabs} />;
}
