import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { useAreaParam } from '../../../platform/client/area-param.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { EmptyState, ErrorState, LoadingState, useProblemText } from '../../../platform/ui/states.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { WorkPage } from '../../../platform/ui/work-page.tsx';
import { answerHint, hints } from '../contract.ts';
import { patrolWords } from '../words.ts';
import { patrolDeskWords } from './words.ts';

type Hint = z.output<typeof hints.output>['items'][number];

export function HintsView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(patrolDeskWords);
  const [areaId] = useAreaParam();
  const answer = useAsk(hints, areaId ? { areaId } : {});
  const items = [...(answer.data?.items ?? [])].sort((a, b) => Number(a.answer !== null) - Number(b.answer !== null));
  return (
    <WorkPage title={t('patrolDesk.title')} tabs={tabs}>
      <p className="ptd-intro">{t('patrolDesk.hints.intro')}</p>
      {answer.error && !answer.data ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : answer.isPending ? <LoadingState rows={4} /> : items.length === 0 ? <EmptyState title={t('patrolDesk.hints.none')} hint={t('patrolDesk.hints.noneHint')} /> : <ul className="ptd-list">{items.map((one) => <Question key={one.id} hint={one} />)}</ul>}
    </WorkPage>
  );
}

function Question({ hint }: { hint: Hint }) {
  const t = useWords(patrolDeskWords);
  const sayPatrol = useWords(patrolWords);
  const { short } = useMoments();
  const text = useProblemText();
  const client = useQueryClient();
  const [answer, setAnswer] = useState('');
  const [problem, setProblem] = useState('');
  const save = async (): Promise<void> => {
    try {
      await send(answerHint, { hint: hint.id, answer: answer.trim() });
    } catch (error) {
      setProblem(text(error));
    }
    await client.invalidateQueries({ queryKey: ['patrol'] });
  };
  return (
    <li className="ptd-card">
      <b>{sayPatrol(`patrol.hint.${hint.kind}`, { n: hint.visits.length, km: hint.kilometres ?? 0, minutes: hint.minutes ?? 0 })}</b>
      {hint.visits.map((one) => <span key={one.id} className="ptd-quiet">{short(one.at)} · {one.by} · {one.area.name}</span>)}
      {hint.answer ? <span>{t('patrolDesk.hints.answered', { by: hint.answer.by, text: hint.answer.text })}</span> : (
        <span className="ptd-row">
          <Input size="small" style={{ maxWidth: 420 }} aria-label={t('patrolDesk.hints.answer')} placeholder={t('patrolDesk.hints.answer')} maxLength={300} value={answer} onChange={(event) => { setAnswer(event.target.value); }} />
          <Button size="small" disabled={[...answer.trim()].length < 2} onClick={() => { void save(); }}>{t('patrolDesk.hints.save')}</Button>
        </span>
      )}
      {problem ? <span role="alert" className="ptd-late">{problem}</span> : null}
    </li>
  );
}
