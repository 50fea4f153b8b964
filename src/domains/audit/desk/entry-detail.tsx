import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { fullMoment } from '../../../platform/ui/time.ts';
import { Facts } from '../../../platform/ui/work-page.tsx';
import type { UrlChange } from '../../../platform/client/url-state.ts';
import { OutcomeChip, PersonName, type Entry } from './entry-cells.tsx';
import { operationName, reasonName, sawOf, subjectName } from './names.ts';
import { auditDeskWords } from './words.ts';

export function EntryDetail({ entry, onFilter }: { entry: Entry; onFilter: (change: UrlChange) => void }) {
  const t = useWords(auditDeskWords);
  const shared = useWords(uiFormWords);
  const [told, setTold] = useState('');
  const saw = sawOf(entry.input);
  const json = JSON.stringify(entry.input, null, 2);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(json);
      setTold(shared('uiForm.copied'));
    } catch {
      setTold(''); // without HTTPS a page has no clipboard; the text below can be marked
    }
  };
  return (
    <>
      <section>
        <Facts rows={[
          [t('auditDesk.column.at'), <span key="at" className="jw-num">{fullMoment(entry.at)}</span>],
          [t('auditDesk.column.person'), <PersonName key="person" entry={entry} />],
          entry.personId === null ? null : [t('auditDesk.column.personId'), <span key="id" className="jw-num">{entry.personId}</span>],
          entry.post === '' ? null : [t('auditDesk.column.post'), entry.post],
          [t('auditDesk.column.operation'), <>{saw?.text ?? operationName(entry.operation)} <code className="aud-code">{entry.operation}</code></>],
          saw === null ? null : [t('auditDesk.column.purpose'), saw.purpose],
          saw === null || saw.subjects.length < 2 ? null : [t('auditDesk.column.sawCases'), <span key="cases" className="jw-num">{saw.subjects.map(subjectName).join(' · ')}</span>],
          entry.subject === '' ? null : [t('auditDesk.column.subject'), <>{subjectName(entry.subject)} <code className="aud-code">{entry.subject}</code></>],
          [t('auditDesk.column.outcome'), <OutcomeChip key="outcome" outcome={entry.outcome} />],
          entry.refused === null ? null : [t('auditDesk.column.reason'), <>{reasonName(entry.refused)} <code className="aud-code">{entry.refused}</code></>],
          [t('auditDesk.column.source'), <span key="source" className="jw-num">{entry.source}</span>],
        ]} />
      </section>
      <section>
        <h3>{t('auditDesk.detail.input')}{Object.keys(entry.input).length > 0 ? <Button size="small" onClick={() => { void copy(); }}>{t('auditDesk.detail.copy')}</Button> : null}<span className="jw-hint" role="status">{told}</span></h3>
        {Object.keys(entry.input).length === 0 ? <p className="jw-muted">{t('auditDesk.detail.noInput')}</p> : <Value value={entry.input} />}
        <p className="jw-hint">{t('auditDesk.detail.secret')}</p>
      </section>
      <section className="jw-actions">
        {entry.subject === '' ? null : <Button size="small" onClick={() => { onFilter({ subject: entry.subject }); }}>{t('auditDesk.detail.same')}</Button>}
        {entry.personId === null ? null : <Button size="small" onClick={() => { onFilter({ personId: entry.personId ?? undefined }); }}>{t('auditDesk.detail.samePerson')}</Button>}
        <Button size="small" onClick={() => { onFilter({ op: entry.operation }); }}>{t('auditDesk.detail.sameOperation')}</Button>
      </section>
    </>
  );
}

/** What was sent, as it is: fields by their own names, nothing translated. */
function Value({ value }: { value: unknown }): ReactNode {
  const t = useWords(auditDeskWords);
  const shared = useWords(uiFormWords);
  if (value === null || value === undefined || value === '') return <span className="jw-muted">{t('auditDesk.detail.empty')}</span>;
  if (typeof value === 'boolean') return shared(value ? 'uiForm.yes' : 'uiForm.no');
  if (typeof value === 'number') return <span className="jw-num">{value}</span>;
  if (Array.isArray(value)) return value.length === 0 ? <span className="jw-muted">{t('auditDesk.detail.empty')}</span> : <ol className="aud-list">{value.map((one: unknown, at) => <li key={at}><Value value={one} /></li>)}</ol>;
  if (typeof value === 'object') return <dl className="aud-value">{Object.entries(value).map(([name, one]) => <div key={name}><dt>{name}</dt><dd><Value value={one} /></dd></div>)}</dl>;
  return String(value);
}
