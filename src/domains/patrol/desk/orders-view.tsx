import { Button, Input, Radio, Segmented, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useAreaParam } from '../../../platform/client/area-param.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk, usePages } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import type { Command } from '../../../platform/core/contract.ts';
import { EmptyState, ErrorState, LoadingState, useProblemText } from '../../../platform/ui/states.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { Facts, MoreRows, SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { units } from '../../identity/contract.ts';
import * as contract from '../contract.ts';
import { afterwards, type OrderAction } from '../rules/order.ts';
import { patrolWords } from '../words.ts';
import { patrolDeskWords } from './words.ts';

const commandOf: Readonly<Record<OrderAction, Command>> = {
  order: contract.sendOrder, accept: contract.acceptOrder, decline: contract.declineOrder, finish: contract.doneOrder, askAfter: contract.askAfter, cancel: contract.cancelOrder,
};

export function OrdersView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(patrolDeskWords);
  const sayPatrol = useWords(patrolWords);
  const url = useUrlState();
  const [areaId] = useAreaParam();
  const all = url.text('all') === 'all';
  const answer = usePages(contract.orders, { ...(areaId ? { areaId } : {}), open: !all, limit: 50 }, { keepPrevious: true });
  const items = answer.data?.pages.flatMap((page) => page.items) ?? [];
  const open = items.find(({ id }) => id === url.text('id'));
  const close = (): void => { url.change({ id: undefined }); };
  return (
    <WorkPage
      title={t('patrolDesk.title')} tabs={tabs} aside={open ? <SidePanel key={open.id} title={open.person || sayPatrol(`patrol.wish.${open.kind}`)} onClose={close}><OrderDetail order={open} /></SidePanel> : undefined}
      filters={<Segmented aria-label={t('patrolDesk.orders.state')} size="small" value={all ? 'all' : 'open'} onChange={(next) => { url.change({ all: next === 'all' ? 'all' : undefined, id: undefined }); }} options={[{ value: 'open', label: t('patrolDesk.orders.open') }, { value: 'all', label: t('patrolDesk.orders.all') }]} />}
    >
      {answer.error && !answer.data ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : answer.isPending ? <LoadingState rows={8} /> : items.length === 0 ? <EmptyState title={t('patrolDesk.orders.none')} hint={t('patrolDesk.orders.noneHint')} /> : (
        <div className="jw-table-box">
          <table className="jw-table ptd-table" aria-label={t('patrolDesk.views.orders')}>
            <thead><tr><th>{t('patrolDesk.orders.wanted')}</th><th>{t('patrolDesk.orders.person')}</th><th>{t('patrolDesk.orders.kind')}</th><th>{t('patrolDesk.orders.state')}</th><th>{t('patrolDesk.orders.unit')}</th><th>{t('patrolDesk.orders.area')}</th></tr></thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id} aria-selected={one.id === open?.id} onClick={() => { url.change({ id: one.id }); }}>
                  <td className="jw-num">{one.wantedOn}{one.late ? <div className="ptd-late">{t('patrolDesk.orders.late')}</div> : null}</td><td><button type="button" className="jw-link" onClick={() => { url.change({ id: one.id }); }}>{one.person}</button></td>
                  <td>{sayPatrol(`patrol.wish.${one.kind}`)}</td><td>{sayPatrol(`patrol.orderState.${one.state}`)}{one.afterwards ? <span className="ptd-quiet"> {sayPatrol(`patrol.afterwards.${one.afterwards}`)}</span> : null}</td><td>{one.unit?.name ?? ''}</td><td>{one.area.name}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {answer.hasNextPage ? <MoreRows onMore={() => { void answer.fetchNextPage(); }} isLoading={answer.isFetchingNextPage} /> : null}
        </div>
      )}
    </WorkPage>
  );
}

function OrderDetail({ order }: { order: contract.Order }) {
  const t = useWords(patrolDeskWords);
  const sayPatrol = useWords(patrolWords);
  const { short } = useMoments();
  return (
    <>
      <Facts rows={[
        [t('patrolDesk.orders.kind'), `${sayPatrol(`patrol.wish.${order.kind}`)}${order.wish ? `：${order.wish}` : ''}`], [t('patrolDesk.orders.state'), sayPatrol(`patrol.orderState.${order.state}`)], [t('patrolDesk.orders.wanted'), order.wantedOn], order.unit ? [t('patrolDesk.orders.unit'), order.unit.name] : null,
        [t('patrolDesk.orders.area'), [order.area.name, order.address].filter(Boolean).join(' ')],
      ]} />
      <h3 className="ptd-story">{t('patrolDesk.orders.story')}</h3>
      <ul className="ptd-steps">{order.steps.map((step, index) => <li key={index}><span className="ptd-quiet jw-num">{short(step.at)}</span> {sayPatrol(`patrol.orderAction.${step.action}`)} · {step.by}{step.unit && step.action === 'order' ? ` → ${step.unit}` : ''}{step.note ? <div className="ptd-text">{step.note}</div> : null}</li>)}</ul>
      {order.allowed.length > 0 ? <Act key={order.revision} order={order} /> : null}
    </>
  );
}

function Act({ order }: { order: contract.Order }) {
  const t = useWords(patrolDeskWords);
  const sayPatrol = useWords(patrolWords);
  const text = useProblemText();
  const client = useQueryClient();
  const [action, setAction] = useState<OrderAction | null>(null);
  const [note, setNote] = useState('');
  const [how, setHow] = useState<(typeof afterwards)[number] | null>(null);
  const [unitId, setUnitId] = useState<number | null>(null);
  const [waiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState('');
  const list = useAsk(units, { kind: 'department' }, { enabled: action === 'order', staleTime: 300_000 });
  const needsReason = action === 'decline' || action === 'cancel';
  const ready = action !== null && (needsReason ? [...note.trim()].length >= 2 : action === 'askAfter' ? how !== null : action !== 'order' || unitId !== null);
  const act = async (): Promise<void> => {
    if (action === null) return;
    setWaiting(true);
    setProblem('');
    try {
      await send(commandOf[action], { orderId: order.id, ...(action === 'order' ? { unitId } : { note: note.trim() }), ...(action === 'askAfter' ? { afterwards: how } : {}) });
    } catch (error) {
      setProblem(text(error));
    }
    setWaiting(false);
    await client.invalidateQueries({ queryKey: ['patrol'] });
  };
  return (
    <div className="ptd-card">
      <Radio.Group value={action} onChange={(event) => { setAction(order.allowed.find((one) => one === event.target.value) ?? null); }} options={order.allowed.map((one) => ({ value: one, label: sayPatrol(`patrol.orderAction.${one}`) }))} />
      {action === 'askAfter' ? <Radio.Group aria-label={t('patrolDesk.orders.how')} value={how} onChange={(event) => { setHow(afterwards.find((one) => one === event.target.value) ?? null); }} options={afterwards.map((one) => ({ value: one, label: sayPatrol(`patrol.afterwards.${one}`) }))} /> : null}
      {action === 'order' ? <Select aria-label={t('patrolDesk.orders.send')} placeholder={t('patrolDesk.orders.send')} value={unitId} onChange={(next: number) => { setUnitId(next); }} showSearch={{ optionFilterProp: 'label' }} options={(list.data?.items ?? []).map((unit) => ({ value: unit.id, label: unit.name }))} /> : null}
      {action !== null && action !== 'order' ? <Input.TextArea aria-label={t('patrolDesk.orders.note')} placeholder={t('patrolDesk.orders.note')} rows={2} maxLength={200} value={note} onChange={(event) => { setNote(event.target.value); }} /> : null}
      {problem ? <p role="alert" className="ptd-late">{problem}</p> : null}
      {action === null ? null : <Button type="primary" size="small" disabled={!ready} loading={waiting} onClick={() => { void act(); }}>{sayPatrol(`patrol.orderAction.${action}`)}</Button>}
    </div>
  );
}
