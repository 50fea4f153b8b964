import { Button, Tooltip } from 'antd';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { z } from 'zod';
import { workingCalendar } from '../contract.ts';
import type { CalendarDay } from '../rules/calendar.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { dayOf, type Calendar } from '../../../platform/core/calendar.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { useKept } from '../../../platform/ui/draft.ts';
import { useKeys } from '../../../platform/ui/keyboard.tsx';
import { ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { uiWords } from '../../../platform/ui/words.ts';
import { SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { CalendarForm } from './calendar-form.tsx';
import { YearView } from './year-view.tsx';
import { dispatchDeskWords } from './words.ts';
import './dispatch.css';
import './calendar.css';

/** Twelve months with what is off and what is worked; the form beside them edits the same days. */
export function Screen() {
  const t = useWords(dispatchDeskWords);
  const ui = useWords(uiWords);
  const manages = usePermits()('dispatch.manage');
  const url = useUrlState();
  const thisYear = Number(dayOf(new Date()).slice(0, 4));
  const asked = Number(url.text('year'));
  const year = Number.isInteger(asked) && asked >= 2000 && asked <= 2100 ? asked : thisYear;
  const editing = manages && url.text('form') === 'import';
  const list = useAsk(workingCalendar, {}, { keepPrevious: true });
  const [draft, setDraft] = useKept(`dispatch.calendar.days.${year}`, readDays);

  const present = useMemo(() => (list.data?.days ?? []).filter(({ day }) => day.startsWith(`${year}-`)), [list.data, year]);
  const days = editing ? draft ?? present : present;
  const calendar = useMemo(() => (list.data ? calendarOf(list.data, days, year) : undefined), [list.data, days, year]);
  const turn = (by: number): void => { url.change({ year: year + by === thisYear ? undefined : year + by, form: undefined }, true); };
  const group = t('dispatchDesk.calendar.title');
  useKeys([
    { key: '[', what: t('dispatchDesk.calendar.previous'), group, run: () => { turn(-1); } },
    { key: ']', what: t('dispatchDesk.calendar.next'), group, run: () => { turn(1); } },
  ]);
  const lastOfficial = list.data?.lastOfficialDay ?? '';
  const lastYear = Number(lastOfficial.slice(0, 4));
  const provisional = lastOfficial !== '' && lastOfficial < `${year}-12-31`;
  const tooFar = lastOfficial !== '' && year > lastYear + 1;
  const close = (): void => { url.change({ form: undefined }); };
  return (
    <WorkPage
      title={t('dispatchDesk.calendar.title')}
      tabs={(
        <span className="cal-year">
          <Button size="small" icon={<LeftOutlined />} aria-label={t('dispatchDesk.calendar.previous')} disabled={year <= 2000} onClick={() => { turn(-1); }} />
          <b className="jw-num">{t('dispatchDesk.calendar.year', { n: year })}</b>
          <Button size="small" icon={<RightOutlined />} aria-label={t('dispatchDesk.calendar.next')} disabled={year >= 2100} onClick={() => { turn(1); }} />
          {provisional ? <Chip tone="orange">{t('dispatchDesk.calendar.provisionalShort')}</Chip> : null}
        </span>
      )}
      actions={(
        <>
          <Button size="small" onClick={() => { print(); }}>{ui('ui.print')}</Button>
          {manages ? (
            <Tooltip title={tooFar ? t('dispatchDesk.calendar.tooFar', { year: lastYear + 1 }) : ''}>
              <span><Button size="small" type="primary" disabled={tooFar} onClick={() => { url.change({ form: 'import' }); }}>{t(provisional ? 'dispatchDesk.calendar.import' : 'dispatchDesk.calendar.edit', { year })}</Button></span>
            </Tooltip>
          ) : null}
        </>
      )}
      aside={editing && list.data && !tooFar ? (
        <SidePanel key={year} title={t('dispatchDesk.calendar.form.title', { year })} onClose={close} bare>
          <CalendarForm year={year} days={days} shifts={list.data.shifts} onDays={setDraft} onDone={() => { setDraft(null); close(); }} onCancel={close} />
        </SidePanel>
      ) : undefined}
    >
      {list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : !list.data || !calendar ? <LoadingState rows={14} /> : (
        <div className="jw-work-scroll">
          {provisional ? <p className="jw-note jw-note-warn cal-note"><b>{t('dispatchDesk.calendar.provisional')}</b> {t('dispatchDesk.calendar.provisionalHint', { year })}</p> : null}
          <YearView
            year={year} calendar={calendar} today={dayOf(new Date())} version={list.data.version} lastOfficialDay={list.data.lastOfficialDay}
            {...(editing ? { onDay: (day: string) => { setDraft(cycled(days, day)); } } : {})}
          />
        </div>
      )}
    </WorkPage>
  );
}

function calendarOf(data: z.output<typeof workingCalendar.output>, days: readonly CalendarDay[], year: number): Calendar {
  const others = data.days.filter(({ day }) => !day.startsWith(`${year}-`));
  return {
    version: String(data.version), timeZone: 'Asia/Shanghai', shifts: data.shifts, lastOfficialDay: data.lastOfficialDay,
    days: Object.fromEntries([...others, ...days].map(({ day, kind, name }) => [day, { kind, name }])),
  };
}

/** A click takes a day through what it may be: a weekday off or as usual, a weekend worked, off by notice or as usual. */
function cycled(days: readonly CalendarDay[], day: string): readonly CalendarDay[] {
  const before = days.find((one) => one.day === day);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const order: readonly (CalendarDay['kind'] | null)[] = weekday >= 1 && weekday <= 5 ? [null, 'off'] : [null, 'work', 'off'];
  const next = order[(order.indexOf(before?.kind ?? null) + 1) % order.length] ?? null;
  const rest = days.filter((one) => one.day !== day);
  return next === null ? rest : [...rest, { day, kind: next, name: before?.name ?? '' }].sort((a, b) => (a.day < b.day ? -1 : 1));
}

const keptDays = z.array(z.object({ day: z.iso.date(), kind: z.enum(['off', 'work']), name: z.string() }));

function readDays(kept: unknown): readonly CalendarDay[] | undefined {
  return keptDays.safeParse(kept).data;
}
