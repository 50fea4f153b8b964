import { useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Form, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { setDuty } from '../contract.ts';
import { people } from '../../identity/contract.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { dropDraft, keepDraft, readDraft, useDraftPlace } from '../../../platform/ui/draft.ts';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { TimeField } from './calendar-form.tsx';
import { UnitPicker } from './pickers.tsx';
import { dayPlus, momentOf } from './week.ts';
import { dispatchDeskWords } from './words.ts';

type Values = { unitId: number | undefined; personId: number | undefined; days: readonly string[]; from: string; to: string };
const presets = { day: ['08:00', '20:00'], night: ['20:00', '08:00'], whole: ['08:00', '08:00'] } as const;

/** One turn on each of the chosen days. What was not taken stays in the form, with the reason for each day. */
export function DutyForm({ unitId, day, seesPeople, onDone, onCancel }: { unitId: number | undefined; day: string | undefined; seesPeople: boolean; onDone: () => void; onCancel: () => void }) {
  const t = useWords(dispatchDeskWords);
  const shared = useWords(uiFormWords);
  const say = useProblemText();
  const client = useQueryClient();
  const { message } = App.useApp();
  const place = useDraftPlace('dispatch.duty');
  const [values, setValues] = useState<Values>(() => {
    const kept = readDraft(place) as Partial<Values> | null; // we wrote it
    return { unitId: unitId ?? kept?.unitId, personId: unitId === undefined || unitId === kept?.unitId ? kept?.personId : undefined, days: day ? [day] : kept?.days ?? [], from: kept?.from ?? '08:00', to: kept?.to ?? '20:00' };
  });
  const [waiting, setWaiting] = useState(false);
  const [failed, setFailed] = useState<readonly { day: string; why: string }[]>([]);
  const [missing, setMissing] = useState(false);
  const put = (part: Partial<Values>): void => {
    const next = { ...values, ...part };
    setValues(next);
    setMissing(false);
    keepDraft(place, next);
  };
  const submit = async (): Promise<void> => {
    const { unitId: unit, personId, days, from, to } = values;
    if (unit === undefined || personId === undefined || days.length === 0) return setMissing(true);
    setWaiting(true);
    const problems: { day: string; why: string }[] = [];
    for (const one of days) {
      try {
        await send(setDuty, { unitId: unit, personId, from: momentOf(one, from), to: momentOf(to > from ? one : dayPlus(one, 1), to) });
      } catch (error) {
        problems.push({ day: one, why: say(error) });
      }
    }
    setWaiting(false);
    setFailed(problems);
    void client.invalidateQueries({ queryKey: ['dispatch'] });
    if (problems.length < days.length) void message.success(t('dispatchDesk.roster.form.done', { n: days.length - problems.length }));
    if (problems.length > 0) return put({ days: problems.map((one) => one.day) });
    dropDraft(place);
    onDone();
  };
  return (
    <form
      className="jw-form" noValidate onSubmit={(event) => { event.preventDefault(); if (!waiting) void submit(); }}
      onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit(); }}
    >
      <div className="jw-form-body">
        <Form component={false} layout="vertical">
          <Form.Item label={t('dispatchDesk.roster.form.unit')} htmlFor="duty-unit"><UnitPicker id="duty-unit" value={values.unitId} onChange={(next) => { put({ unitId: next, personId: undefined }); }} /></Form.Item>
          <Form.Item label={t('dispatchDesk.roster.form.person')} htmlFor="duty-person" extra={seesPeople ? t('dispatchDesk.roster.form.personHint') : undefined}>
            {seesPeople ? <MemberPicker unitId={values.unitId} value={values.personId} onChange={(personId) => { put({ personId }); }} /> : <p className="jw-note jw-note-warn">{t('dispatchDesk.roster.form.noPeople')}</p>}
          </Form.Item>
          <Form.Item label={t('dispatchDesk.roster.form.days')} htmlFor="duty-days" extra={t('dispatchDesk.roster.form.daysHint')}>
            <DatePicker
              id="duty-days" className="jw-wide" multiple maxTagCount="responsive" placeholder={t('dispatchDesk.roster.form.chooseDays')} value={values.days.map((one) => dayjs(one))}
              onChange={(next) => { put({ days: (Array.isArray(next) ? next : []).map((one) => one.format('YYYY-MM-DD')).sort() }); }}
            />
          </Form.Item>
          <Form.Item label={t('dispatchDesk.roster.form.presets')}>
            <div className="jw-actions">
              {(['day', 'night', 'whole'] as const).map((one) => <Button key={one} size="small" type={values.from === presets[one][0] && values.to === presets[one][1] ? 'primary' : 'default'} ghost={values.from === presets[one][0] && values.to === presets[one][1]} onClick={() => { put({ from: presets[one][0], to: presets[one][1] }); }}>{t(`dispatchDesk.roster.form.${one}`)}</Button>)}
            </div>
          </Form.Item>
          <div className="jw-pair">
            <Form.Item label={t('dispatchDesk.roster.form.from')} htmlFor="duty-from"><TimeField id="duty-from" label={t('dispatchDesk.roster.form.from')} value={values.from} onChange={(from) => { put({ from }); }} /></Form.Item>
            <Form.Item label={t('dispatchDesk.roster.form.to')} htmlFor="duty-to" extra={t('dispatchDesk.roster.form.toHint')}><TimeField id="duty-to" label={t('dispatchDesk.roster.form.to')} value={values.to} onChange={(to) => { put({ to }); }} /></Form.Item>
          </div>
        </Form>
        {missing ? <p className="jw-problem" role="alert">{t('dispatchDesk.roster.form.needAll')}</p> : null}
        {failed.length > 0 ? (
          <div role="alert"><p className="jw-problem">{t('dispatchDesk.roster.form.failed', { n: failed.length })}</p><ul className="ros-failed">{failed.map((one) => <li key={one.day}><b className="jw-num">{one.day}</b> {one.why}</li>)}</ul></div>
        ) : null}
      </div>
      <footer className="jw-form-foot">
        <Button type="primary" htmlType="submit" loading={waiting} disabled={!seesPeople}>{t('dispatchDesk.roster.form.submit')}</Button>
        <Button onClick={onCancel}>{shared('uiForm.cancel')}</Button>
        <span className="jw-hint">{shared('uiForm.ctrlEnter')}</span>
      </footer>
    </form>
  );
}

/** People of the unit; others by name. */
function MemberPicker({ unitId, value, onChange }: { unitId: number | undefined; value: number | undefined; onChange: (person: number | undefined) => void }) {
  const t = useWords(dispatchDeskWords);
  const [text, setText] = useState('');
  const members = useAsk(people, { unitId: unitId ?? 0, limit: 200 }, { enabled: unitId !== undefined });
  const found = useAsk(people, { text: text.trim(), limit: 20 }, { enabled: text.trim() !== '', keepPrevious: true });
  const chosen = useAsk(people, { personId: value ?? 0, limit: 1 }, { enabled: value !== undefined });
  const rows = [...(members.data?.items ?? []), ...(found.data?.items ?? []), ...(chosen.data?.items ?? [])].filter((one, at, all) => one.state === 'active' && all.findIndex(({ id }) => id === one.id) === at);
  return (
    <Select
      id="duty-person" className="jw-wide" value={value} allowClear placeholder={t('dispatchDesk.roster.form.choosePerson')} loading={members.isFetching || found.isFetching}
      showSearch={{ optionFilterProp: 'label', onSearch: setText }} options={rows.map((one) => ({ value: one.id, label: [one.name, one.account, one.posts[0]?.title].filter(Boolean).join(' · ') }))}
      onChange={(next: number | undefined) => { onChange(next); }}
    />
  );
}
