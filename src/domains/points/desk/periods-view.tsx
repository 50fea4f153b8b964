import { Button, Checkbox, Form, Input, InputNumber, Popconfirm, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { z } from 'zod';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { closePeriod, grantBase, honourKinds, honours, nameHonour, openPeriod, periods } from '../contract/books.ts';
import { pointsRulesWords } from '../words-rules.ts';
import { BookPicker, NoBook, useBooks } from './book-picker.tsx';
import { HouseholdSelect } from './propose-form.tsx';
import { usePeriodName } from './period-name.ts';
import { useRun } from './use-run.ts';
import { pointsDeskWords } from './words-rules.ts';

/** The calendar of a book, the base, and the year's honours. */
export function PeriodsView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  const url = useUrlState();
  const all = useBooks();
  const year = Number(url.text('year') ?? new Date().getFullYear());
  const bookId = all.book?.id ?? 0;
  const answer = useAsk(periods, { bookId, year }, { enabled: all.book !== undefined, keepPrevious: true });
  const named = useAsk(honours, { bookId }, { enabled: all.book?.kind === 'household', keepPrevious: true });
  const nameOf = usePeriodName();
  const { run, busy, problem } = useRun();
  const manages = all.book?.may.manage === true;
  const byHousehold = all.book?.kind === 'household';
  const done = t('pointsDesk.periods.done');
  const close = (): void => { url.change({ form: undefined }); };
  return (
    <WorkPage
      title={t('pointsDesk.title')} tabs={tabs} aside={url.text('form') === 'honour' && all.book && manages ? <HonourForm key={bookId} bookId={bookId} onClose={close} /> : undefined}
      filters={all.book ? <><BookPicker books={all} /><Select size="small" value={year} aria-label={t('pointsDesk.periods.year')} options={[year - 1, year, year + 1].map((one) => ({ value: one, label: one }))} onChange={(next) => { url.change({ year: next }); }} /></> : undefined}
      actions={manages && byHousehold ? (
        <>
          <Popconfirm title={t('pointsDesk.periods.base')} description={<span style={{ display: 'block', maxWidth: 260 }}>{t('pointsDesk.periods.baseAsk')}</span>} onConfirm={() => run(grantBase, { bookId }, (made) => t('pointsDesk.periods.baseDone', { n: made.granted, m: made.already }))}><Button size="small" loading={busy}>{t('pointsDesk.periods.base')}</Button></Popconfirm>
          <Button size="small" onClick={() => { url.change({ form: 'honour' }); }}>{t('pointsDesk.periods.honour')}</Button>
        </>
      ) : null}
    >
      {all.answer.error ? <ErrorState error={all.answer.error} onRetry={() => { void all.answer.refetch(); }} /> : all.answer.isPending ? <LoadingState rows={8} /> : !all.book ? <NoBook />
        : answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : !answer.data ? <LoadingState rows={8} /> : (
          <div className="jw-work-scroll pts-stack">
            {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
            <table className="pts-items" aria-label={t('pointsDesk.views.periods')} style={{ maxWidth: 1000 }}>
              <thead><tr><th>{t('pointsDesk.periods.code')}</th><th>{t('pointsDesk.periods.kind')}</th><th>{t('pointsDesk.periods.span')}</th><th>{t('pointsDesk.periods.state')}</th><th>{t('pointsDesk.periods.closed')}</th><th /></tr></thead>
              <tbody>
                {answer.data.items.map((one) => (
                  <tr key={`${one.kind}${one.code}`}>
                    <td>{nameOf(one.code)}</td><td>{say(`points.period.${one.kind}`)}</td><td className="jw-num">{one.from} — {one.to}</td>
                    <td><Chip tone={one.state === 'running' || one.state === 'open' ? 'accent' : one.state === 'over' ? 'orange' : 'quiet'}>{say(`points.periodState.${one.state}`)}</Chip> {one.unfinished > 0 ? <span className="pts-quiet">{t('pointsDesk.periods.unfinished', { n: one.unfinished })}</span> : null}</td>
                    <td>{one.closed ? `${one.closed.by}　${t('pointsDesk.periods.sums', { n: one.closed.entries, m: one.closed.points })}` : ''}</td>
                    <td className="jw-right">
                      {one.mayOpen ? <Button size="small" onClick={() => { void run(openPeriod, { bookId, kind: one.kind, code: one.code }, done); }}>{t('pointsDesk.periods.open')}</Button> : null}
                      {one.mayClose ? <Popconfirm title={t('pointsDesk.periods.closeAsk', { code: nameOf(one.code) })} onConfirm={() => run(closePeriod, { bookId, kind: one.kind, code: one.code }, done)}><Button size="small">{t('pointsDesk.periods.close')}</Button></Popconfirm> : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {byHousehold ? (
              <section>
                <h3>{t('pointsDesk.periods.honours')}</h3>
                {(named.data?.items ?? []).length === 0 ? <p className="pts-quiet">{t('pointsDesk.periods.noHonours')}</p> : (
                  <table className="pts-items" style={{ maxWidth: 1000 }}><tbody>{named.data?.items.map((one) => <tr key={one.id}><td className="jw-num">{one.year}</td><td>{say(`points.honour.${one.honour}`)}</td><td>{one.household}</td><td>{one.reason}</td><td>{one.documentNo}</td><td>{one.by}{one.cited === null ? '' : `　${t('pointsDesk.periods.cited', { n: one.cited })}`}</td></tr>)}</tbody></table>
                )}
              </section>
            ) : null}
            {answer.data.items.length === 0 ? <EmptyState title={t('pointsDesk.periods.none')} /> : null}
          </div>
        )}
    </WorkPage>
  );
}

function HonourForm({ bookId, onClose }: { bookId: number; onClose: () => void }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  const [id, setId] = useState(() => crypto.randomUUID());
  const [text, setText] = useState('');
  const need = [{ required: true, message: t('pointsDesk.need') }];
  return (
    <SidePanel bare title={t('pointsDesk.periods.honour')} onClose={onClose}>
      <CommandForm
        command={nameHonour} place={`points.honour.${bookId}`} submit={t('pointsDesk.save')} done={t('pointsDesk.periods.done')} onDone={onClose} onCancel={onClose} onChange={() => { setId(crypto.randomUUID()); }} beside={{ 'points/household-unknown': 'householdId', 'points/household-elsewhere': 'householdId', 'points/honour-there': 'honour' }}
        initial={{ householdId: undefined as string | undefined, honour: 'fiveGood' as (typeof honourKinds)[number], year: new Date().getFullYear(), reason: '', documentNo: '', citePoints: false }}
        toInput={(values): z.input<typeof nameHonour.input> => ({ id, bookId, householdId: values.householdId ?? '', honour: values.honour, year: values.year, reason: values.reason, documentNo: values.documentNo, citePoints: values.citePoints })}
      >
        <p className="jw-note">{t('pointsDesk.periods.honourHint')}</p>
        <Form.Item name="householdId" label={t('pointsDesk.propose.household')} rules={need}><HouseholdSelect bookId={bookId} text={text} onText={setText} /></Form.Item>
        <Form.Item name="honour" label={t('pointsDesk.periods.honourWhat')}><Select options={honourKinds.map((one) => ({ value: one, label: say(`points.honour.${one}`) }))} /></Form.Item>
        <Form.Item name="year" label={t('pointsDesk.periods.honourYear')} rules={need}><InputNumber min={2000} max={2100} precision={0} /></Form.Item>
        <Form.Item name="reason" label={t('pointsDesk.periods.honourReason')} rules={need}><Input.TextArea rows={2} maxLength={300} /></Form.Item>
        <Form.Item name="documentNo" label={t('pointsDesk.periods.honourNo')} rules={need}><Input maxLength={60} /></Form.Item>
        <Form.Item name="citePoints" valuePropName="checked"><Checkbox>{t('pointsDesk.periods.honourCite')}</Checkbox></Form.Item>
      </CommandForm>
    </SidePanel>
  );
}
