import { PrinterOutlined, CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { getCase } from '../contract.ts';
import type { CaseDetail } from '../contract-shapes.ts';
import { ended, type StepAction } from '../rules/steps.ts';
import { incidentsWords } from '../words.ts';
import { Problem } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { Chip, ClockChip } from '../../../platform/ui/chips.tsx';
import { PhotoStrip } from '../../../platform/ui/photos.tsx';
import { ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { useMoments } from '../../../platform/ui/time.ts';
import { ActionBar } from './action-bar.tsx';
import { Marks, SourceName, StateChip } from './board-columns.tsx';
import { Clocks } from './clocks.tsx';
import type { Values } from './form-specs.ts';
import { Related } from './related.tsx';
import { StepForm } from './step-form.tsx';
import { Story } from './story.tsx';
import { incidentsDeskWords } from './words.ts';

type Props = { caseId: string; onClose: () => void; onShow: (caseId: string) => void; onMap?: (() => void) | undefined };
type OpenForm = { action: StepAction; preset?: Values };

/** One case as a story, with what may be done next under it. */
export function Detail({ caseId, onClose, onShow, onMap }: Props) {
  const t = useWords(incidentsDeskWords);
  const [awaits, setAwaits] = useState(false);
  const asked = useAsk(getCase, { caseId }, awaits ? { refetchEvery: 10_000 } : {});
  useEffect(() => { setAwaits((asked.data?.photosAwaited ?? 0) > 0); }, [asked.data]);
  const [form, setForm] = useState<OpenForm | null>(null);
  useEffect(() => { setForm(null); }, [caseId]);
  // Passed on, it is no longer this reader's: what was known of it before is not shown as if it still held.
  const isGone = asked.error instanceof Problem && asked.error.status === 404;
  const matter = isGone ? undefined : asked.data;
  if (!matter) {
    return (
      <article className="inc-detail" aria-label={t('incidentsDesk.detail.label')}>
        <header className="inc-detail-head"><CloseButton onClose={onClose} /></header>
        {asked.error ? <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} /> : <LoadingState rows={9} />}
      </article>
    );
  }
  return (
    <article className="inc-detail" aria-label={t('incidentsDesk.detail.label')} key={matter.id}>
      <Head matter={matter} onClose={onClose} />
      <div className="inc-detail-body">
        <Facts matter={matter} onMap={onMap} />
        <PhotoStrip photos={seenPhotos(matter)} large />
        {matter.photosAwaited > 0 ? <p className="jw-hint" role="status">{t('incidentsDesk.detail.photosAwaited', { n: matter.photosAwaited })}</p> : null}
        <Pending matter={matter} />
        <Outcome matter={matter} />
        <Evaluation matter={matter} />
        <Related matter={matter} onShow={onShow} onMerge={(intoCaseId) => { setForm({ action: 'merge', preset: { intoCaseId } }); }} />
        <section><h3>{t('incidentsDesk.detail.story')}</h3><Story matter={matter} /></section>
        {matter.clocks.length > 0 ? <section><h3>{t('incidentsDesk.detail.clocks')}</h3><Clocks matter={matter} /></section> : null}
      </div>
      <ActionBar matter={matter} current={form?.action} onAction={(action) => { setForm({ action }); }} />
      {form ? <StepForm key={form.action} action={form.action} matter={matter} preset={form.preset} onClose={() => { setForm(null); }} /> : null}
    </article>
  );
}

function Head({ matter, onClose }: { matter: CaseDetail; onClose: () => void }) {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  return (
    <header className="inc-detail-head">
      <div>
        <h2 className="jw-num">{matter.number}</h2>
        <StateChip state={matter.state} />
        {matter.clock && !ended.includes(matter.state) ? <><ClockChip clock={matter.clock} label={loop(`incidents.clock.${matter.clock.kind}`)} /><span className="jw-muted">{loop(`incidents.clock.${matter.clock.kind}`)}</span></> : null}
        <Marks row={matter} />
      </div>
      <div className="jw-no-print">
        <Button type="text" icon={<PrinterOutlined />} aria-label={t('incidentsDesk.detail.print')} title={t('incidentsDesk.detail.print')} onClick={() => { window.print(); }} />
        <CloseButton onClose={onClose} />
      </div>
    </header>
  );
}

function CloseButton({ onClose }: { onClose: () => void }) {
  const t = useWords(incidentsDeskWords);
  return <Button type="text" icon={<CloseOutlined />} aria-label={t('incidentsDesk.detail.close')} title={t('incidentsDesk.detail.close')} onClick={onClose} />;
}

function Facts({ matter, onMap }: { matter: CaseDetail; onMap?: (() => void) | undefined }) {
  const t = useWords(incidentsDeskWords);
  const { short, full } = useMoments();
  const place = [...matter.areaPathNames, matter.address].filter(Boolean).join(' ') || matter.area.name;
  return (
    <>
      <p className="inc-class">
        {matter.className ?? t('incidentsDesk.board.noClass')}
        {matter.round > 1 ? <Chip>{t('incidentsDesk.detail.round', { n: matter.round })}</Chip> : null}
      </p>
      <p className="inc-description">{matter.description}</p>
      <dl className="inc-facts">
        <div><dt>{t('incidentsDesk.detail.who')}</dt><dd><Reporter matter={matter} /> <span className="jw-muted"><SourceName source={matter.source} /></span></dd></div>
        <div>
          <dt>{t('incidentsDesk.detail.when')}</dt>
          <dd title={full(matter.reportedAt)}>
            {t('incidentsDesk.detail.reportedAt', { at: short(matter.reportedAt) })}
            {matter.happenedAt && matter.happenedAt !== matter.reportedAt ? <span className="jw-muted"> {t('incidentsDesk.detail.happened', { at: short(matter.happenedAt) })}</span> : null}
          </dd>
        </div>
        <div><dt>{t('incidentsDesk.detail.where')}</dt><dd>{place} {onMap && matter.longitude !== null ? <button type="button" className="jw-link jw-no-print" onClick={onMap}>{t('incidentsDesk.detail.onMap')}</button> : null}</dd></div>
        {matter.lead ? <div><dt>{t('incidentsDesk.detail.lead')}</dt><dd>{matter.lead.name}{matter.coUnits.length > 0 ? <span className="jw-muted"> {t('incidentsDesk.detail.co')} {matter.coUnits.map(({ name }) => name).join('、')}</span> : null}</dd></div> : null}
        {matter.verifier ? <div><dt>{t('incidentsDesk.detail.verifier')}</dt><dd>{matter.verifier.name}{matter.verification ? ` · ${t(`incidentsDesk.result.${matter.verification}`)}` : ''}</dd></div> : null}
        {matter.checker ? <div><dt>{t('incidentsDesk.detail.checker')}</dt><dd>{matter.checker.name}</dd></div> : null}
        {matter.classStandard ? <div><dt>{t('incidentsDesk.detail.standard')}</dt><dd className="jw-muted">{matter.classStandard}</dd></div> : null}
      </dl>
    </>
  );
}

function Reporter({ matter }: { matter: CaseDetail }) {
  const t = useWords(incidentsDeskWords);
  const self = matter.steps[0]?.by;
  if (!matter.reporter) return self ? <>{self.name}</> : <span className="jw-muted">{t('incidentsDesk.detail.hidden')}</span>;
  const { name, phone } = matter.reporter;
  return <>{[name, phone].filter(Boolean).join(' ') || t('incidentsDesk.detail.anonymous')}</>;
}

/** What waits for a decision: a request, and the consent that a dispute needs. */
function Pending({ matter }: { matter: CaseDetail }) {
  const t = useWords(incidentsDeskWords);
  const loop = useWords(incidentsWords);
  const { short } = useMoments();
  const { request, dispute } = matter;
  return (
    <>
      {request ? (
        <div className="inc-callout">
          <strong>{request.kind === 'suspension' ? t('incidentsDesk.detail.request.suspension', { until: request.until ?? '' }) : t('incidentsDesk.detail.request.extension', { n: request.workingDays ?? 0 })}</strong>
          <p>{request.reason}</p>
          <p className="jw-muted">{t('incidentsDesk.detail.request.by', { who: request.askedBy, at: short(request.askedAt) })}</p>
        </div>
      ) : null}
      {dispute ? (
        <div className="inc-callout">
          <strong>{t('incidentsDesk.detail.dispute')}</strong> {t('incidentsDesk.detail.disputeLevel', { level: loop(`incidents.level.${dispute.level}`) })}
          <p>{t(dispute.consent === null ? 'incidentsDesk.detail.consentUnknown' : dispute.consent ? 'incidentsDesk.detail.consentYes' : 'incidentsDesk.detail.consentNo')}</p>
        </div>
      ) : null}
    </>
  );
}

function Outcome({ matter }: { matter: CaseDetail }) {
  const t = useWords(incidentsDeskWords);
  const { short } = useMoments();
  const { result, lossAvoidedYuan, lossMethod, rating } = matter;
  if (!result && !rating) return null;
  return (
    <section className="inc-outcome">
      {result ? <><h3>{t('incidentsDesk.detail.result')}</h3><p className="inc-description">{result}</p></> : null}
      {lossAvoidedYuan !== null && lossAvoidedYuan > 0 ? (
        <p>{t('incidentsDesk.detail.loss', { n: lossAvoidedYuan.toLocaleString('zh-CN') })}{lossMethod ? <span className="jw-muted"> {t('incidentsDesk.detail.lossMethod')} {lossMethod}</span> : null}</p>
      ) : null}
      {rating ? <p><b>{t(rating.satisfied ? 'incidentsDesk.detail.satisfied' : 'incidentsDesk.detail.unsatisfied')}</b> {rating.comment} <span className="jw-muted">{short(rating.at)}</span></p> : null}
    </section>
  );
}

/** Facts that the evaluation fixed; no score. */
function Evaluation({ matter }: { matter: CaseDetail }) {
  const t = useWords(incidentsDeskWords);
  const facts = evaluationFacts.flatMap((name) => {
    const value = matter.evaluation?.[name];
    return typeof value === 'number' ? [{ name, value }] : [];
  });
  if (facts.length === 0) return null;
  return (
    <section>
      <h3>{t('incidentsDesk.detail.evaluation')}</h3>
      <dl className="inc-evaluation">{facts.map(({ name, value }) => <div key={name}><dt>{t(`incidentsDesk.evaluation.${name}`)}</dt><dd className="jw-num">{value}</dd></div>)}</dl>
    </section>
  );
}

const evaluationFacts = ['stagesInTime', 'stagesLate', 'rounds', 'returns', 'reworks', 'extensions', 'urges'] as const;

/** What was seen: the photos of the report. Later ones stand at their steps. */
function seenPhotos({ photoList, steps }: CaseDetail): CaseDetail['photoList'] {
  const later = new Set(steps.flatMap((step) => (step.action === 'report' ? [] : step.photos.map(({ sha256 }) => sha256))));
  return photoList.filter(({ sha256 }) => !later.has(sha256));
}
