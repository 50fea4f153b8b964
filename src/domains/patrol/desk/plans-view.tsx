import { Button, Checkbox, Input, Popconfirm } from 'antd';
import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useAreaParam } from '../../../platform/client/area-param.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { EmptyState, ErrorState, LoadingState, useProblemText } from '../../../platform/ui/states.tsx';
import { Facts, SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { endPlan, plans, type Plan } from '../contract.ts';
import { patrolWords } from '../words.ts';
import { PlanForm } from './plan-form.tsx';
import { useWhen } from './when.ts';
import { patrolDeskWords } from './words.ts';

export function PlansView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(patrolDeskWords);
  const sayPatrol = useWords(patrolWords);
  const when = useWhen();
  const may = usePermits();
  const url = useUrlState();
  const [areaId] = useAreaParam();
  const over = url.text('all') === 'over';
  const answer = useAsk(plans, { ...(areaId ? { areaId } : {}), over }, { keepPrevious: true });
  const items = answer.data?.items ?? [];
  const open = items.find(({ id }) => id === url.text('id'));
  const close = (): void => { url.change({ id: undefined, form: undefined }); };
  const form = url.text('form');
  const aside = form !== undefined && may('patrol.manage') && (form === 'add' || open)
    ? <SidePanel key={open?.id ?? 'new'} bare title={t(open ? 'patrolDesk.plans.change' : 'patrolDesk.plans.add')} onClose={close}><PlanForm plan={open} onDone={close} onCancel={close} /></SidePanel>
    : open ? <SidePanel title={open.title} onClose={close}><PlanDetail plan={open} onChange={() => { url.change({ form: 'change' }); }} onEnded={close} /></SidePanel> : undefined;
  return (
    <WorkPage
      title={t('patrolDesk.title')} tabs={tabs} aside={aside}
      actions={may('patrol.manage') ? <Button size="small" type="primary" onClick={() => { url.change({ form: 'add', id: undefined }); }}>{t('patrolDesk.plans.add')}</Button> : null}
      filters={<Checkbox checked={over} onChange={(event) => { url.change({ all: event.target.checked ? 'over' : undefined, id: undefined }); }}>{t('patrolDesk.plans.over')}</Checkbox>}
    >
      {answer.error && !answer.data ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : answer.isPending ? <LoadingState rows={8} /> : items.length === 0 ? <EmptyState title={t('patrolDesk.plans.none')} hint={t('patrolDesk.plans.noneHint')} /> : (
        <div className="jw-table-box">
          <table className="jw-table ptd-table" aria-label={t('patrolDesk.views.plans')}>
            <thead><tr><th>{t('patrolDesk.plans.name')}</th><th>{t('patrolDesk.plans.kind')}</th><th>{t('patrolDesk.plans.area')}</th><th className="ptd-wide">{t('patrolDesk.plans.when')}</th><th>{t('patrolDesk.plans.who')}</th><th>{t('patrolDesk.plans.next')}</th></tr></thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id} aria-selected={one.id === open?.id} onClick={() => { url.change({ id: one.id, form: undefined }); }}>
                  <td><button type="button" className="jw-link" onClick={() => { url.change({ id: one.id, form: undefined }); }}>{one.title}</button></td><td>{sayPatrol(`patrol.planKind.${one.kind}`)}</td><td>{one.area.name}</td><td>{when(one)}</td>
                  <td><Who plan={one} /></td><td className="jw-num">{one.next.slice(0, 3).map(({ on }) => on.slice(5)).join('、')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </WorkPage>
  );
}

function Who({ plan, whole = false }: { plan: Plan; whole?: boolean }) {
  const t = useWords(patrolDeskWords);
  if (plan.kind === 'online') return t('patrolDesk.plans.staff', { full: plan.fullTime, others: plan.others });
  if (plan.units.length === 0) return t('patrolDesk.plans.everyone');
  const names = plan.units.map(({ name }) => name).join('、');
  return whole || plan.units.length <= 2 ? names : <span title={names}>{t('patrolDesk.plans.teams', { n: plan.units.length })}</span>;
}

function PlanDetail({ plan, onChange, onEnded }: { plan: Plan; onChange: () => void; onEnded: () => void }) {
  const t = useWords(patrolDeskWords);
  const sayPatrol = useWords(patrolWords);
  const when = useWhen();
  const text = useProblemText();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState('');
  const end = async (): Promise<void> => {
    try {
      await send(endPlan, { planId: plan.id, reason });
      await client.invalidateQueries({ queryKey: ['patrol'] });
      onEnded();
    } catch (error) {
      setProblem(text(error));
    }
  };
  return (
    <>
      <Facts rows={[
        [t('patrolDesk.plans.kind'), sayPatrol(`patrol.planKind.${plan.kind}`)], [t('patrolDesk.plans.area'), plan.area.name], [t('patrolDesk.plans.when'), when(plan)], [t('patrolDesk.plans.who'), <Who key="who" plan={plan} whole />],
        [t('patrolDesk.plans.check'), sayPatrol(`patrol.checkIn.${plan.checkIn}`)], [t('patrolDesk.plans.form.starts'), plan.startsOn], plan.endsOn ? [t('patrolDesk.plans.form.ends'), plan.endsOn] : null, plan.note ? [t('patrolDesk.plans.form.note'), plan.note] : null,
        [t('patrolDesk.plans.next'), plan.next.length === 0 ? t('patrolDesk.plans.noNext') : plan.next.map(({ on }) => on.slice(5)).join('、')], plan.endedReason ? [t('patrolDesk.plans.endReason'), plan.endedReason] : null,
      ]} />
      {problem ? <p role="alert" className="ptd-late">{problem}</p> : null}
      {plan.mayChange ? (
        <div className="ptd-row">
          <Button size="small" onClick={onChange}>{t('patrolDesk.plans.change')}</Button>
          <Popconfirm title={t('patrolDesk.plans.endReason')} description={<Input value={reason} onChange={(event) => { setReason(event.target.value); }} aria-label={t('patrolDesk.plans.endReason')} />} okButtonProps={{ disabled: reason.trim().length < 2 }} onConfirm={end}>
            <Button size="small" danger>{t('patrolDesk.plans.end')}</Button>
          </Popconfirm>
        </div>
      ) : null}
    </>
  );
}
