import { Button, Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { care } from '../contract.ts';
import type { CareNeed } from '../contract-shapes.ts';
import { careKinds, careTiers } from '../rules/care.ts';
import { registryWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePages } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { useListKeys } from '../../../platform/ui/list-keys.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable, type Column } from '../../../platform/ui/table.tsx';
import { MoreRows, SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { EndCareForm, HelperForm, ReviewCareForm } from './care-forms.tsx';
import { CareList } from './care-list.tsx';
import { Choice } from './choice.tsx';
import { registryDeskWords } from './words.ts';

const states = ['current', 'ending', 'over'] as const;
const forms = ['review', 'end', 'helper'] as const;

export function CareView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const shared = useWords(uiFormWords);
  const url = useUrlState();
  const [kind, tier, state, mine, areaId, id, form] = [url.one('kind', careKinds), url.one('tier', careTiers), url.one('state', states), url.text('mine') === '1', url.id('area'), url.text('care'), url.one('form', forms)];
  const manages = usePermits()('registry.careManage');
  const list = usePages(care, { limit: 100, ...(areaId ? { areaId } : {}), ...(kind ? { kind } : {}), ...(tier ? { tier } : {}), ...(state ? { state } : {}), ...(mine ? { mine: 'true' as const } : {}) }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const need = rows.find((row) => row.id === id);
  const open = (next: string | undefined): void => { url.change({ care: next, form: undefined }); };
  const back = (): void => { url.change({ form: undefined }); };
  const { cursor } = useListKeys(rows.map((row) => row.id), id, open);
  const filtered = kind !== undefined || tier !== undefined || state !== undefined || mine;
  const mayChange = need !== undefined && need.state !== 'over' && (need.mine || manages);
  const aside = need === undefined ? undefined
    : form !== undefined && mayChange ? (
      <SidePanel title={t(form === 'review' ? 'registryDesk.care.reviewTitle' : form === 'end' ? 'registryDesk.care.endTitle' : 'registryDesk.care.helperTitle')} onClose={back} bare key={`${form}${need.id}`}>
        {form === 'review' ? <ReviewCareForm need={need} onDone={back} onCancel={back} /> : form === 'end' ? <EndCareForm need={need} onDone={() => { open(undefined); }} onCancel={back} /> : <HelperForm need={need} onDone={back} onCancel={back} />}
      </SidePanel>
    ) : (
      <SidePanel title={need.personName} onClose={() => { open(undefined); }}>
        <p className="jw-muted">{need.area.name}</p>
        <CareList needs={[need]} />
        <section className="reg-actions">
          <Button onClick={() => { url.change({ view: undefined, id: need.personId, care: undefined }); }}>{t('registryDesk.care.person')}</Button>
          {mayChange ? (
            <>
              <Button onClick={() => { url.change({ form: 'review' }); }}>{t('registryDesk.action.extend')}</Button>
              <Button onClick={() => { url.change({ form: 'helper' }); }}>{t('registryDesk.action.helpers')}</Button>
              <Button danger onClick={() => { url.change({ form: 'end' }); }}>{t('registryDesk.action.endCare')}</Button>
            </>
          ) : null}
        </section>
      </SidePanel>
    );
  return (
    <WorkPage
      title={t('registryDesk.title')} tabs={tabs} aside={aside}
      filters={(
        <>
          <Choice small value={kind} options={careKinds} word={(one) => words(`registry.careKind.${one}`)} label={t('registryDesk.care.kind')} onChange={(next) => { url.change({ kind: next }); }} />
          <Choice small value={tier} options={careTiers} word={(one) => words(`registry.careTier.${one}`)} label={t('registryDesk.filter.tier')} onChange={(next) => { url.change({ tier: next }); }} />
          <Choice small value={state} options={states} word={(one) => words(`registry.careState.${one}`)} label={t('registryDesk.filter.careState')} onChange={(next) => { url.change({ state: next }); }} />
          <Checkbox checked={mine} onChange={({ target }) => { url.change({ mine: target.checked ? 1 : undefined }); }}>{t('registryDesk.filter.mine')}</Checkbox>
          {filtered ? <Button size="small" type="text" onClick={() => { url.change({ kind: undefined, tier: undefined, state: undefined, mine: undefined }); }}>{shared('uiForm.clearFilters')}</Button> : null}
          <span className="jw-filters-end"><span className="jw-num">{shared('uiForm.shown', { n: rows.length })}</span></span>
        </>
      )}
    >
      {list.isPending ? <LoadingState rows={12} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? <EmptyState title={t('registryDesk.empty.care')} hint={t('registryDesk.empty.careHint')} /> : (
        <DenseTable<CareNeed>
          label={t('registryDesk.care.title')} rows={rows} columns={columnsOf(t, words)} rowKey={(row) => row.id} rowName={(row) => row.personName} openKey={id} cursorKey={cursor} onOpen={(row) => { open(row.id); }}
          footer={list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
        />
      )}
    </WorkPage>
  );
}

function columnsOf(t: ReturnType<typeof useWords<typeof registryDeskWords['zh-CN']>>, words: ReturnType<typeof useWords<typeof registryWords['zh-CN']>>): readonly Column<CareNeed>[] {
  return [
    { key: 'person', title: t('registryDesk.list.name'), width: 120, always: true, opens: true, render: (row) => <b>{row.personName}</b> },
    { key: 'kind', title: t('registryDesk.care.kind'), width: 184, always: true, render: (row) => <>{words(`registry.careKind.${row.kind}`)}{row.sensitive ? <> <Chip tone="accent">{t('registryDesk.care.sensitive')}</Chip></> : null}</> },
    { key: 'tier', title: t('registryDesk.care.tier'), width: 72, yields: 2, render: (row) => words(`registry.careTier.${row.tier}`) },
    { key: 'area', title: t('registryDesk.list.area'), render: (row) => <span title={row.area.name}>{row.area.name}</span> },
    { key: 'owner', title: t('registryDesk.care.owner'), width: 96, yields: 2, render: (row) => row.owner.name },
    { key: 'next', title: t('registryDesk.care.cycle'), width: 130, yields: 1, render: (row) => <span className="jw-num">{t('registryDesk.care.days', { n: row.cycleDays })}</span> },
    { key: 'visit', title: t('registryDesk.care.next', { day: '' }).trim(), width: 110, yields: 1, right: true, render: (row) => <span className="jw-num">{row.nextVisitOn}</span> },
    { key: 'end', title: t('registryDesk.care.endOn'), width: 110, right: true, render: (row) => <span className="jw-num">{row.endedOn ?? row.endOn}</span> },
    { key: 'state', title: t('registryDesk.list.state'), width: 96, render: (row) => <Chip tone={row.state === 'ending' ? 'orange' : 'quiet'}>{words(`registry.careState.${row.state}`)}</Chip> },
  ];
}
