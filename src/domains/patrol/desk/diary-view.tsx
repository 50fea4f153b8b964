import type { ReactNode } from 'react';
import { useAreaParam } from '../../../platform/client/area-param.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePages } from '../../../platform/client/query.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { MoreRows, WorkPage } from '../../../platform/ui/work-page.tsx';
import { diary } from '../contract.ts';
import { patrolDeskWords } from './words.ts';

export function DiaryView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(patrolDeskWords);
  const { short } = useMoments();
  const [areaId] = useAreaParam();
  const answer = usePages(diary, { ...(areaId ? { areaId } : {}), limit: 50 }, { keepPrevious: true });
  const items = answer.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <WorkPage title={t('patrolDesk.title')} tabs={tabs}>
      {answer.error && !answer.data ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : answer.isPending ? <LoadingState rows={6} /> : items.length === 0 ? <EmptyState title={t('patrolDesk.diary.none')} hint={t('patrolDesk.diary.noneHint')} /> : (
        <>
          <p className="ptd-intro">{t('patrolDesk.diary.hidden')}</p>
          <ul className="ptd-list">
            {items.map((one) => (
              <li key={one.id} className="ptd-card">
                <span className="ptd-quiet">{short(one.at)} · {one.by} · {one.area.name}{one.byVoice ? ` · ${t('patrolDesk.diary.voice')}` : ''}{one.correctedBy ? ` · ${t('patrolDesk.diary.corrected')}` : ''}</span>
                <span className="ptd-text">{one.text}</span>
              </li>
            ))}
          </ul>
          {answer.hasNextPage ? <MoreRows onMore={() => { void answer.fetchNextPage(); }} isLoading={answer.isFetchingNextPage} /> : null}
        </>
      )}
    </WorkPage>
  );
}
