import { Button, Form, Select } from 'antd';
import { Fragment, type ReactNode } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { helpers } from '../../registry/contract.ts';
import { openCard, workCards } from '../contract/entries.ts';
import { BookPicker, NoBook, useBooks } from './book-picker.tsx';
import { signed } from './items-table.tsx';
import { useState } from 'react';
import { pointsDeskWords } from './words-rules.ts';

/** Cards of officials and party members, by name. */
export function CardsView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(pointsDeskWords);
  const url = useUrlState();
  const all = useBooks(['cadre', 'member']);
  const answer = useAsk(workCards, { bookId: all.book?.id ?? 0 }, { enabled: all.book?.may.manage === true, keepPrevious: true });
  const close = (): void => { url.change({ form: undefined }); };
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  return (
    <WorkPage
      title={t('pointsDesk.title')} tabs={tabs} filters={all.book ? <><BookPicker books={all} /><span className="jw-filters-end">{t('pointsDesk.cards.hint')}</span></> : undefined} aside={url.text('form') === 'card' && all.book ? <CardForm bookId={all.book.id} onClose={close} /> : undefined}
      actions={all.book?.may.manage ? <Button size="small" type="primary" onClick={() => { url.change({ form: 'card' }); }}>{t('pointsDesk.cards.open')}</Button> : null}
    >
      {all.answer.error ? <ErrorState error={all.answer.error} onRetry={() => { void all.answer.refetch(); }} /> : all.answer.isPending ? <LoadingState rows={8} /> : !all.book ? <NoBook />
        : answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : !answer.data ? <LoadingState rows={8} /> : answer.data.items.length === 0 ? <EmptyState title={t('pointsDesk.cards.none')} hint={t('pointsDesk.cards.noneHint')} /> : (
          <div className="jw-table-box">
            <table className="jw-table pts-table" aria-label={t('pointsDesk.views.cards')}>
              <thead><tr><th>{t('pointsDesk.cards.openWho')}</th><th style={{ width: 96 }}>{t('pointsDesk.cards.month')}</th>{(['visits', 'diaries', 'solved', 'highlights', 'breaches', 'points', 'total'] as const).map((one) => <th key={one} className="jw-right" style={{ width: 92 }}>{t(`pointsDesk.cards.${one}`)}</th>)}</tr></thead>
              <tbody>
                {answer.data.items.map((one) => (
                  <Fragment key={one.workerId}>
                    {one.months.filter(({ code }) => code <= month).slice(-3).toReversed().map((row, index) => (
                      <tr key={row.code}>
                        <td>{index === 0 ? one.name : ''}</td><td className="jw-num">{row.code}{row.closed ? ` ${t('pointsDesk.cards.closed')}` : ''}</td>
                        {([row.visits, row.diaries, row.solved, row.highlights, row.breaches] as const).map((value, at) => <td key={at} className={at === 4 && value > 0 ? 'jw-right pts-minus' : 'jw-right'}>{value}</td>)}
                        <td className={row.points < 0 ? 'jw-right pts-minus' : 'jw-right'}>{signed(row.points)}</td><td className={one.balance < 0 ? 'jw-right pts-minus' : 'jw-right'}>{index === 0 ? String(one.balance).replace('-', '−') : ''}</td>
                      </tr>
                    ))}
                  </Fragment>
                ))}
              </tbody>
            </table>
          </div>
        )}
    </WorkPage>
  );
}

function CardForm({ bookId, onClose }: { bookId: number; onClose: () => void }) {
  const t = useWords(pointsDeskWords);
  const [text, setText] = useState('');
  const found = useAsk(helpers, { text }, { keepPrevious: true, enabled: text.trim() !== '' });
  return (
    <SidePanel bare title={t('pointsDesk.cards.open')} onClose={onClose}>
      <CommandForm command={openCard} place={`points.card.${bookId}`} initial={{ workerId: undefined as number | undefined }} submit={t('pointsDesk.save')} done={t('pointsDesk.periods.done')} onDone={onClose} onCancel={onClose} beside={{ 'points/worker-unknown': 'workerId' }} toInput={({ workerId }) => ({ bookId, workerId: workerId ?? 0 })}>
        <Form.Item name="workerId" label={t('pointsDesk.cards.openWho')} rules={[{ required: true, message: t('pointsDesk.need') }]}>
          <Select showSearch={{ filterOption: false, onSearch: setText }} options={(found.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))} />
        </Form.Item>
      </CommandForm>
    </SidePanel>
  );
}
