import { Button, DatePicker, Form, Input, Popover, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState, type ReactNode } from 'react';
import { states } from '../rules/steps.ts';
import { incidentsWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import type { BoardState, Change } from './board-state.ts';
import { ClassPicker, UnitPicker } from './pickers.tsx';
import { incidentsDeskWords } from './words.ts';

type Props = { state: BoardState; change: (change: Change) => void; total: number | null; shown: number; mayRead: boolean; chooser: ReactNode };

export function BoardFilters({ state, change, total, shown, mayRead, chooser }: Props) {
  const t = useWords(incidentsDeskWords);
  const { filter, tab, measure } = state;
  return (
    <div className="inc-filters">
      {tab === 'mine' ? (
        <Segmented
          aria-label={t('incidentsDesk.board.mine')} size="small" value={state.own} onChange={(own) => { change({ own: own === 'todo' ? undefined : own, case: undefined }); }}
          options={[{ value: 'todo', label: t('incidentsDesk.board.todo') }, { value: 'reports', label: t('incidentsDesk.board.myReports') }]}
        />
      ) : (
        <>
          <TextFilter value={filter.text ?? ''} onChange={(text) => { change({ text }); }} />
          <Popover trigger="click" placement="bottomLeft" arrow={false} content={<FilterForm state={state} change={change} />}>
            <Button size="small">{state.conditions > 0 ? t('incidentsDesk.board.filterCount', { n: state.conditions }) : t('incidentsDesk.board.filter')}</Button>
          </Popover>
          {measure ? <Button size="small" className="inc-measure" onClick={() => { change({ measure: undefined }); }}>{t('incidentsDesk.board.measure', { name: t(`incidentsDesk.measure.${measure}`) })} ×</Button> : null}
          {state.conditions > 0 ? <Button size="small" type="text" onClick={() => { change({ state: undefined, class: undefined, unit: undefined, text: undefined, since: undefined, until: undefined, measure: undefined }); }}>{t('incidentsDesk.board.clear')}</Button> : null}
          <Select
            size="small" aria-label={t('incidentsDesk.board.sort')} value={filter.sort ?? 'due'} onChange={(sort) => { change({ sort: sort === 'due' ? undefined : sort }); }} popupMatchSelectWidth={false}
            options={[{ value: 'due', label: t('incidentsDesk.board.sortDue') }, { value: 'newest', label: t('incidentsDesk.board.sortNewest') }]}
          />
        </>
      )}
      <span className="inc-total jw-num">{total === null ? t('incidentsDesk.board.shown', { n: shown }) : t('incidentsDesk.board.total', { n: total })}</span>
      {chooser}
      {mayRead || tab === 'mine' ? <Button size="small" type={state.mapOpen ? 'primary' : 'default'} ghost={state.mapOpen} onClick={() => { change({ map: state.mapOpen ? undefined : '1' }); }}>{t('incidentsDesk.board.map')}</Button> : null}
    </div>
  );
}

/** Goes into the address when typing rests. */
function TextFilter({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const t = useWords(incidentsDeskWords);
  const [text, setText] = useState(value);
  useEffect(() => { setText(value); }, [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => { onChange(text); }, 350);
    return () => { clearTimeout(timer); };
  }, [text]);
  return <Input size="small" className="inc-text-filter" allowClear value={text} placeholder={t('incidentsDesk.board.text')} aria-label={t('incidentsDesk.board.text')} onChange={(event) => { setText(event.target.value); }} />;
}

function FilterForm({ state, change }: { state: BoardState; change: (change: Change) => void }) {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  const { filter } = state;
  return (
    <Form layout="vertical" className="inc-filter-form">
      <Form.Item label={t('incidentsDesk.board.class')}><ClassPicker value={filter.class} onChange={(code) => { change({ class: code }); }} placeholder={t('incidentsDesk.board.any')} /></Form.Item>
      <Form.Item label={t('incidentsDesk.board.unit')}><UnitPicker value={filter.unitId} onChange={(unit) => { change({ unit: unit === undefined ? undefined : String(unit) }); }} placeholder={t('incidentsDesk.board.any')} /></Form.Item>
      <Form.Item label={t('incidentsDesk.board.state')}>
        <Select className="jw-wide" allowClear value={filter.state} placeholder={t('incidentsDesk.board.any')} options={states.map((one) => ({ value: one, label: loop(`incidents.state.${one}`) }))} onChange={(one: string | undefined) => { change({ state: one }); }} />
      </Form.Item>
      <Form.Item label={t('incidentsDesk.board.period')}>
        <DatePicker.RangePicker
          className="jw-wide" allowEmpty={[true, true]} value={[filter.since ? dayjs(filter.since) : null, filter.until ? dayjs(filter.until) : null]}
          onChange={(range) => { change({ since: range?.[0]?.format('YYYY-MM-DD'), until: range?.[1]?.format('YYYY-MM-DD') }); }}
        />
      </Form.Item>
    </Form>
  );
}
