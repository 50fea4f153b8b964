import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { mine } from '../contract.ts';
import type { CaseOnPhone } from '../rules/offline.ts';
import { CaseLine } from './case-line.tsx';
import { OwnCaseLine } from './own-case.tsx';
import { useOwnCases } from './own-cases.ts';
import { incidentsFieldWords } from './words.ts';

type MineItem = z.output<typeof mine.output>['todo'][number];

/** One list in the order of need; below it what I reported myself. */
export function Today({ digest }: { digest?: ReactNode }) {
  const say = useWords(incidentsFieldWords);
  const answer = useAsk(mine, {}, { refetchEvery: 60_000 });
  const { data } = answer;
  const own = useOwnCases();
  const isAhead = own?.some(({ ahead }) => ahead !== null) ?? false;
  const offline = answer.failureCount > 0 || answer.error !== null;
  // Own work first: the server's list does not know of it yet.
  const here = own !== undefined && own.length > 0 && (isAhead || (offline && !data)) ? own : null;
  const worker = useSession()?.posts.some((post) => post.role !== 'resident') ?? false;
  return (
    <Screen title={say('incidentsField.today.title')}>
      {digest}
      {answer.isPending && !here ? <LoadingState rows={4} /> : null}
      {here && offline ? <p className="ph-quiet ph-pad" role="status">{say('incidentsField.own.told')}</p> : null}
      {here ? <OwnTodo cases={here} /> : null}
      {answer.error && !data && !here ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : null}
      {answer.error && data ? <p className="ph-quiet ph-pad" role="status">{say('incidentsField.today.stale')}</p> : null}
      {data ? (
        <>
          {!here && (worker || data.todo.length > 0) ? <Todo items={data.todo} /> : null}
          <Section title={say('incidentsField.today.mine')} aside={<Link className="ph-link" to="/report">{say('incidentsField.today.report')}</Link>}>
            {data.reports.length === 0 ? <p className="ph-quiet">{say('incidentsField.today.mineNone')}</p> : null}
            <ul className="ph-rows">{data.reports.map((row) => <CaseLine key={row.id} row={row} to={`/case/${row.number}`} />)}</ul>
          </Section>
        </>
      ) : null}
    </Screen>
  );
}

function Todo({ items }: { items: readonly MineItem[] }) {
  const say = useWords(incidentsFieldWords);
  return (
    <Section title={items.length > 0 ? say('incidentsField.today.todo', { n: items.length }) : say('incidentsField.today.todoTitle')}>
      {items.length === 0 ? <EmptyState title={say('incidentsField.today.none')} hint={say('incidentsField.today.noneHint')} /> : null}
      <ul className="ph-rows">
        {items.map((item) => (
          <CaseLine
            key={`${item.case.id}-${item.why}`} row={item.case} to={item.why === 'rate' ? `/case/${item.case.number}` : `/work/${item.case.id}`}
            why={say(`incidentsField.why.${item.why}`)} message={item.message}
          />
        ))}
      </ul>
    </Section>
  );
}

function OwnTodo({ cases }: { cases: readonly CaseOnPhone[] }) {
  const say = useWords(incidentsFieldWords);
  const todo = cases.filter(({ why, ahead }) => why !== null || ahead !== null).sort((a, b) => ((a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1));
  return (
    <Section title={todo.length > 0 ? say('incidentsField.today.todo', { n: todo.filter(({ why }) => why !== null).length }) : say('incidentsField.today.todoTitle')}>
      {todo.length === 0 ? <EmptyState title={say('incidentsField.today.none')} hint={say('incidentsField.today.noneHint')} /> : null}
      <ul className="ph-rows">{todo.map((one) => <OwnCaseLine key={one.id} one={one} />)}</ul>
    </Section>
  );
}
