import { Button, Form, Input, Select, TimePicker } from 'antd';
import { CloseOutlined } from '@ant-design/icons';
import dayjs from 'dayjs';
import { useState } from 'react';
import { importCalendar } from '../contract.ts';
import type { CalendarDay } from '../rules/calendar.ts';
import { readNotice } from '../rules/notice.ts';
import { dispatchWords } from '../words.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import type { ImportReport } from '../../../platform/core/fields.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { dispatchDeskWords } from './words.ts';

type Shift = { from: string; to: string };
type Values = { source: string; paste: string; shifts: Shift[] };
type Props = { year: number; days: readonly CalendarDay[]; shifts: readonly Shift[]; onDays: (days: readonly CalendarDay[]) => void; onDone: () => void; onCancel: () => void };

/** The notice of a year: pasted, or clicked in the calendar beside it; checked by the server before it is written. */
export function CalendarForm({ year, days, shifts, onDays, onDone, onCancel }: Props) {
  const t = useWords(dispatchDeskWords);
  const say = useProblemText();
  const [read, setRead] = useState<{ days: number; unread: readonly string[] } | null>(null);
  const [checked, setChecked] = useState<{ body: string; report: ImportReport } | null>(null);
  const [checking, setChecking] = useState(false);
  const [problem, setProblem] = useState('');
  const inputOf = ({ source, shifts: given }: Values) => ({ year, source: source.trim(), days: days.map(({ day, kind, name }) => ({ day, kind, name })), shifts: given.filter(({ from, to }) => from !== '' && to !== '') });
  const take = (text: string): void => {
    const found = readNotice(text, year);
    const named = new Map([...days, ...found.days].map((one) => [one.day, one]));
    setRead({ days: found.days.length, unread: found.unread });
    if (found.days.length > 0) onDays([...named.values()].sort((a, b) => (a.day < b.day ? -1 : 1)));
  };
  const check = async (values: Values): Promise<void> => {
    setChecking(true);
    setProblem('');
    try {
      const input = inputOf(values);
      setChecked({ body: JSON.stringify(input), report: await send(importCalendar, { ...input, dryRun: true }) });
    } catch (error) {
      setChecked(null);
      setProblem(say(error));
    } finally {
      setChecking(false);
    }
  };
  return (
    <CommandForm<typeof importCalendar, Values>
      command={importCalendar} place={`dispatch.calendar.${year}`} submit={t('dispatchDesk.calendar.form.submit')} done={t('dispatchDesk.calendar.form.done')} onCancel={onCancel}
      initial={{ source: '', paste: '', shifts: shifts.map(({ from, to }) => ({ from, to })) }} beside={{ 'dispatch/shifts-wrong': 'shifts' }}
      toInput={inputOf} onDone={onDone}
    >
      {(values) => {
        const report = checked?.body === JSON.stringify(inputOf(values)) ? checked.report : null;
        return (
          <>
            <Form.Item name="source" label={t('dispatchDesk.calendar.form.source')} extra={t('dispatchDesk.calendar.form.sourceHint')} rules={[{ required: true, whitespace: true, min: 2 }]}><Input maxLength={200} /></Form.Item>
            <Form.Item name="paste" label={t('dispatchDesk.calendar.form.paste')} extra={t('dispatchDesk.calendar.form.pasteHint')}><Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
            <div className="cal-paste">
              <Button disabled={values.paste.trim() === ''} onClick={() => { take(values.paste); }}>{t('dispatchDesk.calendar.form.read')}</Button>
              {read ? <p className="jw-hint" role="status">{t('dispatchDesk.calendar.form.readDone', { n: read.days })}</p> : null}
              {read && read.unread.length > 0 ? <div><p className="jw-hint">{t('dispatchDesk.calendar.form.unread')}</p><ul className="cal-unread">{read.unread.map((line) => <li key={line}>{line}</li>)}</ul></div> : null}
            </div>
            <DayList days={days} onDays={onDays} />
            <Form.Item label={t('dispatchDesk.calendar.shifts')} extra={t('dispatchDesk.calendar.form.shiftsHint')} required>
              <Form.List name="shifts">
                {(rows, { add, remove }, { errors }) => (
                  <>
                    {rows.map((row) => (
                      <div key={row.key} className="cal-shift">
                        <Form.Item name={[row.name, 'from']} rules={[{ required: true }]}><TimeField label={t('dispatchDesk.calendar.form.from')} /></Form.Item>
                        <Form.Item name={[row.name, 'to']} rules={[{ required: true }]}><TimeField label={t('dispatchDesk.calendar.form.to')} /></Form.Item>
                        <Button type="text" disabled={rows.length === 1} icon={<CloseOutlined />} aria-label={t('dispatchDesk.calendar.form.removeShift')} onClick={() => { remove(row.name); }} />
                      </div>
                    ))}
                    {rows.length < 4 ? <Button size="small" onClick={() => { add({ from: '', to: '' }); }}>{t('dispatchDesk.calendar.form.addShift')}</Button> : null}
                    <Form.ErrorList errors={errors} />
                  </>
                )}
              </Form.List>
            </Form.Item>
            <Button block loading={checking} disabled={days.length === 0 || values.source.trim().length < 2} onClick={() => { void check(values); }}>{t('dispatchDesk.calendar.form.check')}</Button>
            {days.length === 0 ? <p className="jw-hint">{t('dispatchDesk.calendar.form.needDays')}</p> : null}
            {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
            {report ? <Checked report={report} days={days} /> : null}
          </>
        );
      }}
    </CommandForm>
  );
}

function DayList({ days, onDays }: { days: readonly CalendarDay[]; onDays: (days: readonly CalendarDay[]) => void }) {
  const t = useWords(dispatchDeskWords);
  const words = useWords(dispatchWords);
  const put = (at: number, next: CalendarDay): void => { onDays(days.map((one, index) => (index === at ? next : one))); };
  const off = days.filter(({ kind }) => kind === 'off').length;
  return (
    <Form.Item label={t('dispatchDesk.calendar.form.days')} required>
      {days.length === 0 ? <p className="jw-muted">{t('dispatchDesk.calendar.form.none')}</p> : (
        <ul className="cal-list">
          {days.map((one, at) => (
            <li key={one.day}>
              <span className="jw-num">{one.day}</span>
              <Select size="small" aria-label={t('dispatchDesk.calendar.form.kind')} value={one.kind} popupMatchSelectWidth={false} options={(['off', 'work'] as const).map((kind) => ({ value: kind, label: words(`dispatch.dayKind.${kind}`) }))} onChange={(kind) => { put(at, { ...one, kind }); }} />
              <Input size="small" aria-label={t('dispatchDesk.calendar.form.name')} placeholder={t('dispatchDesk.calendar.form.name')} value={one.name} maxLength={20} onChange={(event) => { put(at, { ...one, name: event.target.value }); }} />
              <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('dispatchDesk.calendar.form.remove', { day: one.day })} onClick={() => { onDays(days.filter((_, index) => index !== at)); }} />
            </li>
          ))}
        </ul>
      )}
      <div className="jw-actions">
        <span className="jw-hint jw-num">{t('dispatchDesk.calendar.form.daysCount', { off, work: days.length - off })}</span>
        {days.length > 0 ? <Button size="small" onClick={() => { onDays([]); }}>{t('dispatchDesk.calendar.form.clear')}</Button> : null}
      </div>
    </Form.Item>
  );
}

function Checked({ report, days }: { report: ImportReport; days: readonly CalendarDay[] }) {
  const t = useWords(dispatchDeskWords);
  return (
    <div role="status" className="cal-paste">
      <p><b className="jw-num">{t('dispatchDesk.calendar.form.checked', { created: report.created, changed: report.changed, unchanged: report.unchanged })}</b></p>
      {report.errors.length > 0 ? (
        <>
          <p className="jw-problem">{t('dispatchDesk.calendar.form.errors', { n: report.errors.length })}</p>
          <ul className="cal-unread">{report.errors.map((one, at) => <li key={at}>{one.row === 0 ? t('dispatchDesk.calendar.form.yearWide') : days[one.row - 1]?.day} {one.detail}</li>)}</ul>
        </>
      ) : null}
    </div>
  );
}

/** `08:30`. */
export function TimeField({ id, value, onChange, label }: { id?: string; value?: string; onChange?: (time: string) => void; label: string }) {
  return (
    <TimePicker
      {...(id === undefined ? {} : { id })} className="jw-wide" format="HH:mm" minuteStep={5} needConfirm={false} allowClear={false} aria-label={label} placeholder={label}
      value={value ? dayjs(`2000-01-01T${value}`) : null} onChange={(time) => { onChange?.(time ? time.format('HH:mm') : ''); }}
    />
  );
}
