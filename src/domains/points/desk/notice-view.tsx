import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { WorkPage } from '../../../platform/ui/work-page.tsx';
import { notice } from '../contract/books.ts';
import { BookPicker, NoBook, useBooks } from './book-picker.tsx';
import { pointsDeskWords } from './words-rules.ts';

/** The sheet for the notice board: alias and total, by place, never by points. */
export function NoticeView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(pointsDeskWords);
  const all = useBooks(['household']);
  const answer = useAsk(notice, { bookId: all.book?.id ?? 0 }, { enabled: all.book !== undefined, keepPrevious: true });
  const page = answer.data;
  return (
    <WorkPage title={t('pointsDesk.title')} tabs={tabs} filters={all.book ? <BookPicker books={all} /> : undefined} actions={page && page.items.length > 0 ? <Button size="small" onClick={() => { window.print(); }}>{t('pointsDesk.notice.print')}</Button> : null}>
      {all.answer.error ? <ErrorState error={all.answer.error} onRetry={() => { void all.answer.refetch(); }} /> : all.answer.isPending ? <LoadingState rows={8} /> : !all.book ? <NoBook />
        : answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : !page ? <LoadingState rows={8} /> : page.items.length === 0 ? <EmptyState title={t('pointsDesk.notice.none')} hint={t('pointsDesk.notice.noneHint')} /> : (
          <div className="pts-board">
            <article className="pts-notice">
              <header>
                <h2>{t('pointsDesk.notice.title')}</h2><p>{t('pointsDesk.notice.sub', { area: page.book.area.name, on: page.on })}</p>
                {page.rules ? <p className="pts-quiet">{t('pointsDesk.notice.rules', { n: page.rules.number, from: page.rules.validFrom, to: page.rules.validTo, no: page.rules.filedNo })}</p> : null}
              </header>
              <ol>{page.items.map((one, index) => <li key={index}><span>{one.alias}</span><span className="jw-num">{one.total}</span></li>)}</ol>
              <p>{t('pointsDesk.notice.note', { days: page.rules?.noticeDays ?? 7 })}</p>
            </article>
          </div>
        )}
    </WorkPage>
  );
}
