import { Button, Form, Input, Radio } from 'antd';
import { useQueries } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { areaById } from '../../geography/contract.ts';
import { classes, routes, suggestClass } from '../contract.ts';
import { chooseRoute, type RouteCandidate } from '../rules/routing.ts';
import { ask } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { keyOf, useAsk } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { keepDraft, readDraft, useDraftPlace } from '../../../platform/ui/draft.ts';
import { AreaField } from '../../../platform/ui/fields.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { WorkPage } from '../../../platform/ui/work-page.tsx';
import { useAreaNames } from './area-names.ts';
import { ancestors, classRows } from './class-tree.ts';
import { dispatchDeskWords } from './words.ts';

/** What a sentence would be taken for, and where it would go: to see a table of lines at work before it meets a case. */
export function TryRoute({ tabs }: { tabs: ReactNode }) {
  const t = useWords(dispatchDeskWords);
  const url = useUrlState();
  const place = useDraftPlace('dispatch.try');
  const [text, setText] = useState(() => String(readDraft(place)?.['text'] ?? ''));
  const [asked, setAsked] = useState(text.trim());
  const areaId = url.id('at');
  const chosen = url.text('class');
  const guess = useAsk(suggestClass, { text: asked }, { enabled: asked !== '', keepPrevious: true });
  const list = useAsk(classes, {}, { staleTime: 300_000 });
  const byCode = useMemo(() => new Map(classRows(list.data?.items ?? []).map((row) => [row.code, row])), [list.data]);
  const items = guess.data?.items ?? [];
  const code = items.some((one) => one.code === chosen) ? chosen : items[0]?.code;
  const run = (): void => {
    setAsked(text.trim());
    url.change({ class: undefined }, true);
  };
  return (
    <WorkPage title={t('dispatchDesk.routes.title')} tabs={tabs}>
      <div className="jw-work-scroll dsp-try">
        <Form layout="vertical" onFinish={run} className="dsp-try-form" onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run(); }}>
          <Form.Item label={t('dispatchDesk.try.text')} extra={t('dispatchDesk.try.textHint')} htmlFor="try-text">
            <Input.TextArea id="try-text" autoFocus value={text} maxLength={500} autoSize={{ minRows: 4, maxRows: 10 }} onChange={(event) => { setText(event.target.value); keepDraft(place, { text: event.target.value }); }} />
          </Form.Item>
          <Form.Item label={t('dispatchDesk.try.area')} htmlFor="try-area"><AreaField id="try-area" value={areaId} onChange={(next) => { url.change({ at: next }, true); }} /></Form.Item>
          <Button type="primary" htmlType="submit" disabled={text.trim() === ''} loading={guess.isFetching}>{t('dispatchDesk.try.run')}</Button>
        </Form>
        {asked === '' ? null : guess.error ? <ErrorState error={guess.error} onRetry={() => { void guess.refetch(); }} /> : !guess.data ? <LoadingState rows={5} /> : (
          <div className="dsp-try-result">
            <section>
              <h3>{t('dispatchDesk.try.classes')}{guess.data.urgentCall ? <Chip tone="red">{t('dispatchDesk.try.urgent', { number: guess.data.urgentCall })}</Chip> : null}</h3>
              {items.length === 0 ? <EmptyState title={t('dispatchDesk.try.none')} hint={t('dispatchDesk.try.noneHint')} /> : (
                <Radio.Group className="dsp-guesses" value={code} onChange={({ target }) => { url.change({ class: String(target.value) }, true); }}>
                  {items.map((one) => (
                    <Radio key={one.code} value={one.code}>
                      <b>{byCode.get(one.code)?.names.join(' / ') ?? one.name}</b> <small className="jw-num jw-muted">{one.code}</small> <small className="jw-num">{t('dispatchDesk.try.score', { n: Math.round(one.score * 100) / 100 })}</small>
                      <div className="jw-hint">{t('dispatchDesk.try.because', { words: one.words.join('、') })}</div>
                    </Radio>
                  ))}
                </Radio.Group>
              )}
            </section>
            {code === undefined ? null : (
              <section>
                <h3>{t('dispatchDesk.try.routes')}</h3>
                <p className="jw-hint">{areaId === undefined ? t('dispatchDesk.try.needArea') : t('dispatchDesk.try.order')}</p>
                {areaId === undefined || !byCode.has(code) ? null : <Candidates areaId={areaId} path={pathOf(code, byCode)} />}
              </section>
            )}
          </div>
        )}
      </div>
    </WorkPage>
  );
}

function pathOf(code: string, byCode: ReadonlyMap<string, ReturnType<typeof classRows>[number]>): readonly string[] {
  const row = byCode.get(code);
  return row ? [...ancestors(row, byCode).map((one) => one.code), code] : [];
}

/** Ranked by the very rule that the suggestion uses. */
function Candidates({ areaId, path }: { areaId: number; path: readonly string[] }) {
  const t = useWords(dispatchDeskWords);
  const area = useAsk(areaById, { areaId });
  const lines = useQueries({ queries: path.map((classCode) => ({ queryKey: keyOf(routes, { classCode, areaId, limit: 500 }), queryFn: () => ask(routes, { classCode, areaId, limit: 500 }) })) });
  const failed = lines.find(({ error }) => error);
  const areaName = useAreaNames(lines.flatMap(({ data }) => data?.items.map((one) => one.area) ?? []));
  if (failed) return <ErrorState error={failed.error} onRetry={() => { void failed.refetch(); }} />;
  if (area.error) return <ErrorState error={area.error} onRetry={() => { void area.refetch(); }} />;
  if (!area.data || lines.some(({ isPending }) => isPending)) return <LoadingState rows={3} />;
  const all = lines.flatMap(({ data }) => data?.items ?? []);
  const ranked = chooseRoute(all.map((one) => ({ id: one.id, classCode: one.classCode, className: one.className, areaId: one.area.id, areaName: one.area.name, unitId: one.unit.id })), path, area.data.path);
  const unitName = (one: RouteCandidate): string => all.find(({ id }) => id === one.id)?.unit.name ?? '';
  if (ranked.length === 0) return <EmptyState title={t('dispatchDesk.try.noRoute')} hint={t('dispatchDesk.try.noRouteHint')} />;
  return (
    <ol className="dsp-ranked">
      {ranked.map((one, at) => (
        <li key={one.id}>
          <Chip tone={at === 0 ? 'accent' : 'quiet'}>{t(at === 0 ? 'dispatchDesk.try.first' : 'dispatchDesk.try.next')}</Chip>
          <span><b>{unitName(one)}</b><span className="jw-hint">{t('dispatchDesk.try.why', { className: one.className, areaName: areaName({ id: one.areaId, name: one.areaName }) })}</span></span>
        </li>
      ))}
    </ol>
  );
}
