import { useQueries } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { LeftOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { rosters } from '../contract.ts';
import { units } from '../../identity/contract.ts';
import { ask } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { keyOf, useAsk } from '../../../platform/client/query.ts';
import { usePermits, useSession } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { useKeys } from '../../../platform/ui/keyboard.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { uiWords } from '../../../platform/ui/words.ts';
import { DutyForm } from './duty-form.tsx';
import { DutyDetail } from './duty-detail.tsx';
import { UnitPicker } from './pickers.tsx';
import { dayPlus, fullTime, mondayOf, partsOf, turnsOfWeek, type Turn } from './week.ts';
import { dispatchDeskWords } from './words.ts';
import './dispatch.css';
import './roster.css';

/** A week of turns, a row for each unit; an empty place is where the next turn goes. */
export function Screen() {
  const t = useWords(dispatchDeskWords);
  const ui = useWords(uiWords);
  const permits = usePermits();
  const arranges = permits('dispatch.roster');
  const home = useSession()?.home?.id;
  const url = useUrlState();
  const today = dayOf(new Date());
  const monday = mondayOf(url.day('week') ?? today);
  const days = Array.from({ length: 7 }, (_, at) => dayPlus(monday, at));
  const [unitId, turnId, areaId] = [url.id('unit'), url.id('turn'), url.id('area') ?? home];
  const everyKind = url.text('kinds') === 'all';
  const pages = useQueries({ queries: days.map((on) => ({ queryKey: keyOf(rosters, { on, ...(unitId ? { unitId } : {}) }), queryFn: () => ask(rosters, { on, ...(unitId ? { unitId } : {}) }), staleTime: 30_000 })) });
  const known = useAsk(units, areaId ? { areaId } : {}, { staleTime: 300_000, keepPrevious: true });
  const failed = pages.find(({ error }) => error) ?? (known.error ? known : undefined);
  const turns = turnsOfWeek(pages.map(({ data }) => data?.items ?? []), days);
  const inArea = new Set((known.data?.items ?? []).map(({ id }) => id));
  const rows = (known.data?.items ?? [])
    .filter((unit) => (unitId !== undefined ? unit.id === unitId : everyKind || unit.kind === 'team' || unit.kind === 'checkpoint' || unit.kind === 'commandCentre' || turns.some((turn) => turn.unit.id === unit.id)))
    .map(({ id, name }) => ({ id, name }));
  const strangers = url.id('area') === undefined ? [...new Map(turns.filter((turn) => !inArea.has(turn.unit.id)).map((turn) => [turn.unit.id, turn.unit])).values()] : [];
  const toWeek = (day: string): void => { url.change({ week: mondayOf(day) === mondayOf(today) ? undefined : mondayOf(day), turn: undefined, form: undefined }, true); };
  const group = t('dispatchDesk.roster.title');
  useKeys([
    { key: '[', what: t('dispatchDesk.roster.previous'), group, run: () => { toWeek(dayPlus(monday, -7)); } },
    { key: ']', what: t('dispatchDesk.roster.next'), group, run: () => { toWeek(dayPlus(monday, 7)); } },
    { key: 'Escape', what: ui('ui.close'), group, run: () => { close(); } },
  ]);
  const close = (): void => { url.change({ turn: undefined, form: undefined, day: undefined, to: undefined }); };
  const add = (unit?: number, day?: string): void => { url.change({ form: 'add', to: unit, day, turn: undefined }); };
  const turn = turns.find(({ id }) => id === turnId);
  const aside = arranges && url.text('form') === 'add' ? (
    <SidePanel key={`${url.text('to') ?? ''}${url.text('day') ?? ''}`} title={t('dispatchDesk.roster.form.title')} onClose={close} bare>
      <DutyForm unitId={url.id('to') ?? unitId} day={url.day('day')} seesPeople={permits('identity.read')} onDone={close} onCancel={close} />
    </SidePanel>
  ) : turn ? <SidePanel title={t('dispatchDesk.roster.turn')} onClose={close}><DutyDetail turn={turn} mayEnd={arranges} onDone={close} /></SidePanel> : undefined;
  return (
    <WorkPage
      title={t('dispatchDesk.roster.title')} aside={aside}
      tabs={(
        <span className="ros-week">
          <Button size="small" icon={<LeftOutlined />} aria-label={t('dispatchDesk.roster.previous')} onClick={() => { toWeek(dayPlus(monday, -7)); }} />
          <b className="jw-num">{t('dispatchDesk.roster.week', { from: monday, to: dayPlus(monday, 6) })}</b>
          <Button size="small" icon={<RightOutlined />} aria-label={t('dispatchDesk.roster.next')} onClick={() => { toWeek(dayPlus(monday, 7)); }} />
          {monday === mondayOf(today) ? null : <Button size="small" type="text" onClick={() => { toWeek(today); }}>{t('dispatchDesk.roster.thisWeek')}</Button>}
        </span>
      )}
      actions={(
        <>
          <Button size="small" onClick={() => { print(); }}>{t('dispatchDesk.roster.print')}</Button>
          {arranges ? <Button size="small" type="primary" onClick={() => { add(unitId); }}>{t('dispatchDesk.roster.add')}</Button> : null}
        </>
      )}
      filters={(
        <>
          <UnitPicker size="small" value={unitId} onChange={(next) => { url.change({ unit: next, turn: undefined }); }} placeholder={t('dispatchDesk.allUnits')} label={t('dispatchDesk.roster.unit')} />
          <Segmented
            aria-label={t('dispatchDesk.roster.unit')} size="small" value={everyKind ? 'all' : 'duty'} disabled={unitId !== undefined} onChange={(next) => { url.change({ kinds: next === 'all' ? 'all' : undefined }); }}
            options={[{ value: 'duty', label: t('dispatchDesk.roster.kinds') }, { value: 'all', label: t('dispatchDesk.roster.allKinds') }]}
          />
          <span className="jw-filters-end jw-num">{t('dispatchDesk.roster.people', { n: turns.length })}</span>
        </>
      )}
    >
      {failed ? <ErrorState error={failed.error} onRetry={() => { void failed.refetch(); }} /> : known.isPending || pages.some(({ isPending }) => isPending) ? <LoadingState rows={12} /> : rows.length + strangers.length === 0 ? (
        <EmptyState title={t('dispatchDesk.roster.empty')} hint={t('dispatchDesk.roster.emptyHint')} />
      ) : <WeekTable days={days} today={today} rows={[...rows, ...strangers]} turns={turns} openId={turnId} onOpen={(id) => { url.change({ turn: id, form: undefined }); }} onAdd={arranges ? add : undefined} />}
    </WorkPage>
  );
}

type TableProps = {
  days: readonly string[]; today: string; rows: readonly { id: number; name: string }[]; turns: readonly Turn[]; openId: number | undefined;
  onOpen: (id: number) => void; onAdd: ((unit: number, day: string) => void) | undefined;
};

function WeekTable({ days, today, rows, turns, openId, onOpen, onAdd }: TableProps) {
  const t = useWords(dispatchDeskWords);
  const weekdays = t('dispatchDesk.calendar.weekdays').split('|');
  return (
    <div className="jw-table-box">
      <table className="jw-table ros-table" aria-label={t('dispatchDesk.roster.title')}>
        <colgroup><col className="ros-unit" />{days.map((day) => <col key={day} />)}</colgroup>
        <thead>
          <tr>
            <th scope="col">{t('dispatchDesk.roster.unit')}</th>
            {days.map((day, at) => <th key={day} scope="col" className={day === today ? 'ros-today' : undefined}>{t('dispatchDesk.roster.day', { weekday: weekdays[at] ?? '', day: day.slice(5) })}{day === today ? ` · ${t('dispatchDesk.roster.today')}` : ''}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((unit) => (
            <tr key={unit.id}>
              <th scope="row" title={unit.name}>{unit.name}</th>
              {days.map((day) => (
                <td key={day} className={day === today ? 'ros-today' : undefined}>
                  {turns.filter((turn) => turn.unit.id === unit.id && turn.day === day).map((turn) => (
                    <button key={turn.id} type="button" className="ros-turn" aria-current={turn.id === openId} onClick={() => { onOpen(turn.id); }} title={`${turn.person.name} ${fullTime(turn)}`}>
                      <b>{turn.person.name}</b><span className="jw-num"><Hours turn={turn} /></span>
                    </button>
                  ))}
                  {onAdd ? <button type="button" className="ros-add jw-no-print" aria-label={t('dispatchDesk.roster.addAt', { unit: unit.name, day })} onClick={() => { onAdd(unit.id, day); }}><PlusOutlined /></button> : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Hours({ turn }: { turn: Turn }) {
  const t = useWords(dispatchDeskWords);
  const [start, end] = [partsOf(turn.from), partsOf(turn.to)];
  const until = end.day === start.day ? end.time : end.day === dayPlus(start.day, 1) ? t('dispatchDesk.roster.nextDay', { at: end.time }) : `${end.day.slice(5)} ${end.time}`;
  return <>{start.day < turn.day ? t('dispatchDesk.roster.since') : start.time}–{until}</>;
}
