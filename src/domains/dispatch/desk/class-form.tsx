import { App, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { changeClass } from '../contract.ts';
import { dispatchWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import type { Duration } from '../../../platform/core/calendar.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { ancestors, type ClassRow } from './class-tree.ts';
import { DurationField } from './duration.tsx';
import { defaultHandling } from '../rules/classes.ts';
import { dispatchDeskWords } from './words.ts';

type Values = {
  name: string; standard: string; source: string; deadline: Duration | null; verification: boolean; settleable: boolean; evidencePhotos: number; public: boolean; active: boolean; keywords: string[];
};

/** Everything of a class but its place in the tree; that comes with an import. */
export function ClassForm({ row, rows, onDone, onCancel }: { row: ClassRow; rows: readonly ClassRow[]; onDone: () => void; onCancel: () => void }) {
  const t = useWords(dispatchDeskWords);
  const words = useWords(dispatchWords);
  const { message } = App.useApp();
  const before: Values = {
    name: row.name, standard: row.standard, source: row.source, deadline: row.deadline, verification: row.verification, settleable: row.settleable,
    evidencePhotos: row.evidencePhotos, public: row.public, active: row.active, keywords: [...row.keywords],
  };
  const above = ancestors(row, new Map(rows.map((one) => [one.code, one]))).findLast((one) => one.deadline !== null);
  const inherited = above?.deadline ?? defaultHandling;
  return (
    <CommandForm<typeof changeClass, Values>
      command={changeClass} place={`dispatch.class.${row.code}`} submit={t('dispatchDesk.classes.submit')} onCancel={onCancel} initial={before}
      beside={{ 'dispatch/dispute-not-public': 'public' }}
      toInput={(values) => ({ code: row.code, ...changesOf(before, { ...values, name: values.name.trim(), evidencePhotos: values.evidencePhotos ?? 0 }) })}
      onDone={({ version }) => { void message.success(t('dispatchDesk.classes.saved', { n: version })); onDone(); }}
    >
      <p className="jw-note">{[row.names.join(' / '), row.code, words(`dispatch.kind.${row.kind}`), row.urgentCall ? `${t('dispatchDesk.classes.urgentCall')} ${row.urgentCall}` : ''].filter(Boolean).join(' · ')}</p>
      <Form.Item name="name" label={t('dispatchDesk.classes.name')} rules={[{ required: true, whitespace: true }]}><Input maxLength={60} /></Form.Item>
      <Form.Item name="deadline" label={t('dispatchDesk.classes.deadline')} required rules={[{ validator: (_rule, value: Duration | null) => (value?.unit.endsWith('Days') && !Number.isInteger(value.amount) ? Promise.reject(new Error(t('dispatchDesk.classes.wholeDays'))) : Promise.resolve()) }]}>
        <DurationField inherited={inherited} />
      </Form.Item>
      <Form.Item name="standard" label={t('dispatchDesk.classes.standard')} extra={t('dispatchDesk.classes.hint.standard')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} /></Form.Item>
      <Form.Item name="source" label={t('dispatchDesk.classes.source')} extra={t('dispatchDesk.classes.hint.source')}><Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={300} /></Form.Item>
      <Form.Item name="evidencePhotos" label={t('dispatchDesk.classes.photos')} extra={t('dispatchDesk.classes.hint.photos')} required><InputNumber className="jw-wide" min={0} max={12} precision={0} /></Form.Item>
      <Flag name="verification" />
      <Flag name="settleable" off={row.kind === 'dispute'} />
      <Flag name="public" off={row.kind === 'dispute'} />
      <Flag name="active" />
      <Form.Item name="keywords" label={t('dispatchDesk.classes.keywords')} extra={t('dispatchDesk.classes.hint.keywords')}><Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', '、', ';', '；', ' ']} maxCount={50} /></Form.Item>
    </CommandForm>
  );
}

function Flag({ name, off = false }: { name: 'verification' | 'settleable' | 'public' | 'active'; off?: boolean }) {
  const t = useWords(dispatchDeskWords);
  return <Form.Item name={name} valuePropName="checked" extra={t(`dispatchDesk.classes.hint.${name}`)}><Checkbox disabled={off}>{t(`dispatchDesk.classes.${name}`)}</Checkbox></Form.Item>;
}

/** Only what differs goes into the audit. */
function changesOf(before: Values, after: Values): Partial<Values> {
  const names = Object.keys(before) as (keyof Values)[]; // of this very object
  return Object.fromEntries(names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).map((name) => [name, after[name]]));
}
