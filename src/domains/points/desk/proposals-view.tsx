import { Button, Input, Popconfirm, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { usePages } from '../../../platform/client/query.ts';
import { useAreaParam } from '../../../platform/client/area-param.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { Chip, type Tone } from '../../../platform/ui/chips.tsx';
import { PhotoStrip } from '../../../platform/ui/photos.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { Timeline } from '../../../platform/ui/timeline.tsx';
import { Facts, MoreRows, SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { behalves, confirm, creditDue, decideObjection, declineProposal, object, proposals, tell, withdrawProposal, type ProposalLine } from '../contract/entries.ts';
import type { ProposalState } from '../rules/proposal.ts';
import { pointsRulesWords } from '../words-rules.ts';
import { BookPicker, useBooks } from './book-picker.tsx';
import { signed } from './items-table.tsx';
import { ProposeForm } from './propose-form.tsx';
import { useReason } from './use-reason.ts';
import { useRun } from './use-run.ts';
import { pointsDeskWords } from './words-rules.ts';

const tones: Readonly<Record<ProposalState, Tone>> = { proposed: 'accent', confirmed: 'accent', told: 'quiet', objected: 'orange', credited: 'quiet', declined: 'quiet', withdrawn: 'quiet', upheld: 'quiet' };
const shows = ['waiting', 'mine', 'all'] as const;

/** What is on its way into the ledger; or, as `objections`, what somebody objected to. */
export function ProposalsView({ tabs, objections = false }: { tabs: ReactNode; objections?: boolean }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  const reasonOf = useReason();
  const url = useUrlState();
  const may = usePermits();
  const [areaId] = useAreaParam();
  const all = useBooks();
  const show = url.one('all', shows) ?? 'waiting';
  const picked = url.text('book') === undefined ? undefined : all.book;
  const answer = usePages(proposals, { limit: 100, ...(picked ? { bookId: picked.id } : {}), ...(areaId ? { areaId } : {}), ...(objections ? { objected: true } : show === 'waiting' ? { waiting: true } : show === 'mine' ? { mine: true } : {}) }, { keepPrevious: true });
  const rows = answer.data?.pages.flatMap(({ items }) => items) ?? [];
  const open = rows.find(({ id }) => id === url.text('id'));
  const close = (): void => { url.change({ id: undefined, form: undefined }); };
  const { run, busy, problem } = useRun();
  const book = picked ?? all.book;
  const credit = async (): Promise<void> => {
    if (!book) return;
    await run(creditDue, { bookId: book.id }, (made) => `${t('pointsDesk.proposals.credited', { n: made.credited, m: made.reversed })}${made.refused.length > 0 ? `；${t('pointsDesk.proposals.refused', { n: made.refused.length, why: reasonOf({ refused: made.refused[0]?.refused ?? '', params: {} }) })}` : ''}`);
  };
  const aside = url.text('form') === 'propose' ? <ProposeForm books={all} onClose={close} /> : open ? <SidePanel key={open.id} title={open.title} onClose={close}><Detail line={open} /></SidePanel> : undefined;
  return (
    <WorkPage
      title={t('pointsDesk.title')} tabs={tabs} aside={aside}
      actions={objections ? null : (
        <>
          {may('points.manage') && book ? <Button size="small" loading={busy} onClick={() => { void credit(); }}>{t('pointsDesk.proposals.creditDue')}</Button> : null}
          {may('points.propose') ? <Button size="small" type="primary" onClick={() => { url.change({ form: 'propose', id: undefined }); }}>{t('pointsDesk.proposals.add')}</Button> : null}
        </>
      )}
      filters={(
        <>
          {all.list.length > 1 ? <BookPicker books={all} /> : null}
          {objections ? null : <Select size="small" value={show} aria-label={t('pointsDesk.proposals.state')} options={shows.map((one) => ({ value: one, label: t(`pointsDesk.proposals.${one}`) }))} onChange={(next) => { url.change({ all: next === 'waiting' ? undefined : next, id: undefined }); }} />}
          {problem ? <span className="jw-problem" role="alert" style={{ margin: 0 }}>{problem}</span> : null}
        </>
      )}
    >
      {answer.error && !answer.data ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : answer.isPending ? <LoadingState rows={8} />
        : rows.length === 0 ? <EmptyState title={t(objections ? 'pointsDesk.proposals.noObjection' : 'pointsDesk.proposals.none')} hint={t(objections ? 'pointsDesk.proposals.noObjectionHint' : 'pointsDesk.proposals.noneHint')} /> : (
          <div className="jw-table-box">
            <table className="jw-table pts-table" aria-label={t('pointsDesk.views.proposals')}>
              <thead><tr><th>{t('pointsDesk.proposals.subject')}</th><th>{t('pointsDesk.proposals.item')}</th><th className="jw-right" style={{ width: 72 }}>{t('pointsDesk.proposals.points')}</th><th style={{ width: 108 }}>{t('pointsDesk.proposals.on')}</th><th style={{ width: 108 }}>{t('pointsDesk.proposals.state')}</th><th style={{ width: 88 }}>{t('pointsDesk.proposals.by')}</th></tr></thead>
              <tbody>
                {rows.map((one) => (
                  <tr key={one.id} className={one.id === open?.id ? 'jw-row-opens jw-row-open' : 'jw-row-opens'} onClick={() => { url.change({ id: one.id, form: undefined }); }}>
                    <td><button type="button" className="jw-row-name" onClick={() => { url.change({ id: one.id, form: undefined }); }}>{one.subject}</button></td><td className="jw-cut" title={one.title}>{one.title}</td>
                    <td className={`jw-right jw-num ${one.points < 0 ? 'pts-minus' : 'pts-plus'}`}>{signed(one.points)}</td><td className="jw-num">{one.happenedOn}</td><td><Chip tone={tones[one.state]}>{say(`points.state.${one.state}`)}</Chip></td><td className="jw-cut">{one.by}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {answer.hasNextPage ? <MoreRows isLoading={answer.isFetchingNextPage} onMore={() => { void answer.fetchNextPage(); }} /> : null}
          </div>
        )}
    </WorkPage>
  );
}

function Detail({ line }: { line: ProposalLine }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  return (
    <div className="pts-stack">
      <div className="pts-row"><strong className={line.points < 0 ? 'pts-minus' : 'pts-plus'} style={{ fontSize: 20 }}>{signed(line.points)}</strong><Chip tone={tones[line.state]}>{say(`points.state.${line.state}`)}</Chip><Chip>{say(`points.class.${line.class}`)}</Chip>{line.family ? <Chip>{t('pointsDesk.rules.family')}</Chip> : null}</div>
      <Facts rows={[
        [t('pointsDesk.proposals.subject'), line.subject], [t('pointsDesk.proposals.area'), line.area.name], [t('pointsDesk.proposals.on'), line.happenedOn], [t('pointsDesk.proposals.rule'), t('pointsDesk.proposals.ruleText', { n: line.versionNumber, code: line.item })],
        [t('pointsDesk.proposals.note'), line.note === null ? <span key="hidden" className="pts-quiet">{t('pointsDesk.proposals.hidden')}</span> : line.note], line.documentNo ? [t('pointsDesk.proposals.documentNo'), line.documentNo] : null, line.windowEndsOn ? [t('pointsDesk.proposals.window'), line.windowEndsOn] : null,
      ]} />
      <PhotoStrip photos={line.photos} />
      {line.objection ? (
        <section>
          <h3>{t('pointsDesk.proposals.objection')}</h3>
          <Facts rows={[
            [t('pointsDesk.proposals.onBehalf'), `${say(`points.behalf.${line.objection.onBehalf}`)}（${line.objection.by}）`], [t('pointsDesk.proposals.reason'), line.objection.reason ?? t('pointsDesk.proposals.hidden')],
            line.objection.outcome ? [t('pointsDesk.proposals.decision'), `${say(`points.outcome.${line.objection.outcome}`)}：${line.objection.decision ?? t('pointsDesk.proposals.hidden')}`] : null, line.objection.decidedBy ? [t('pointsDesk.proposals.decidedBy'), line.objection.decidedBy] : null,
          ]} />
        </section>
      ) : null}
      <Actions line={line} />
      <section><h3>{t('pointsDesk.proposals.story')}</h3><Timeline items={line.steps.map((step, index) => ({ key: index, at: step.at, title: say(`points.step.${step.action as 'propose'}`), by: step.by, body: step.note === null ? undefined : step.action === 'tell' && ['inPerson', 'message', 'letter'].includes(step.note) ? say(`points.how.${step.note as 'letter'}`) : step.note, mark: index === line.steps.length - 1 ? 'now' as const : 'plain' as const }))} /></section>
    </div>
  );
}

function Actions({ line }: { line: ProposalLine }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  const { run, busy, problem } = useRun();
  const [text, setText] = useState('');
  const [how, setHow] = useState<'inPerson' | 'message' | 'letter'>('inPerson');
  const [onBehalf, setOnBehalf] = useState<(typeof behalves)[number]>(line.kind === 'household' ? 'household' : 'worker');
  const allows = (step: ProposalLine['allowed'][number]): boolean => line.allowed.includes(step);
  const done = t('pointsDesk.proposals.done');
  const proposalId = line.id;
  const why = (label: string): ReactNode => <Input.TextArea value={text} rows={3} maxLength={300} aria-label={label} onChange={(event) => { setText(event.target.value); }} />;
  const short = text.trim().length < 2;
  if (line.allowed.length === 0) return problem ? <p className="jw-problem" role="alert">{problem}</p> : null;
  return (
    <div className="pts-stack">
      <div className="jw-actions">
        {allows('confirm') ? <Button size="small" type="primary" loading={busy} onClick={() => { void run(confirm, { proposalId }, done); }}>{t('pointsDesk.proposals.confirm')}</Button> : null}
        {allows('decline') ? <Popconfirm title={t('pointsDesk.proposals.reason')} description={why(t('pointsDesk.proposals.reason'))} okButtonProps={{ disabled: short }} onConfirm={() => run(declineProposal, { proposalId, reason: text }, done)}><Button size="small">{t('pointsDesk.proposals.decline')}</Button></Popconfirm> : null}
        {allows('withdraw') ? <Button size="small" loading={busy} onClick={() => { void run(withdrawProposal, { proposalId }, done); }}>{t('pointsDesk.proposals.withdraw')}</Button> : null}
        {allows('tell') ? <Popconfirm title={t('pointsDesk.proposals.how')} description={<Select value={how} style={{ width: 160 }} aria-label={t('pointsDesk.proposals.how')} options={(['inPerson', 'message', 'letter'] as const).map((one) => ({ value: one, label: say(`points.how.${one}`) }))} onChange={setHow} />} onConfirm={() => run(tell, { proposalId, how }, done)}><Button size="small" type="primary">{t('pointsDesk.proposals.tell')}</Button></Popconfirm> : null}
        {allows('decide') ? (['upheld', 'dismissed'] as const).map((outcome) => (
          <Popconfirm key={outcome} title={t('pointsDesk.proposals.decision')} description={why(t('pointsDesk.proposals.decision'))} okButtonProps={{ disabled: short }} onConfirm={() => run(decideObjection, { proposalId, outcome, decision: text }, done)}><Button size="small" type={outcome === 'upheld' ? 'primary' : 'default'}>{t(outcome === 'upheld' ? 'pointsDesk.proposals.uphold' : 'pointsDesk.proposals.dismiss')}</Button></Popconfirm>
        )) : null}
        {allows('object') ? (
          <Popconfirm
            title={t('pointsDesk.proposals.object')} okButtonProps={{ disabled: short }} onConfirm={() => run(object, { proposalId, onBehalf, reason: text }, done)}
            description={<div className="pts-stack"><Select value={onBehalf} aria-label={t('pointsDesk.proposals.onBehalf')} options={behalves.map((one) => ({ value: one, label: say(`points.behalf.${one}`) }))} onChange={setOnBehalf} />{why(t('pointsDesk.proposals.reason'))}</div>}
          ><Button size="small">{t('pointsDesk.proposals.object')}</Button></Popconfirm>
        ) : null}
      </div>
      {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
    </div>
  );
}
