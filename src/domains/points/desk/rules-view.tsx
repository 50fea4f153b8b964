import { Button, Input, Popconfirm } from 'antd';
import { useState, type ReactNode } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { DayField } from '../../../platform/ui/fields.tsx';
import { Moment } from '../../../platform/ui/moment.tsx';
import { PhotoStrip } from '../../../platform/ui/photos.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { Facts, SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { dropDraft, fileVersion, publishVersion, returnVersion, simulateVersion, versions, type VersionLine } from '../contract/books.ts';
import { pointsRulesWords } from '../words-rules.ts';
import { BookPicker, NoBook, OpenBook, useBooks } from './book-picker.tsx';
import { ItemsTable } from './items-table.tsx';
import { Conditions, MeetingForm } from './meeting-form.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { useReason } from './use-reason.ts';
import { useRun } from './use-run.ts';
import { pointsDeskWords } from './words-rules.ts';

/** 积分制管理办法: every version, what it says, how it came into force. */
export function RulesView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  const url = useUrlState();
  const may = usePermits();
  const all = useBooks();
  const answer = useAsk(versions, { bookId: all.book?.id ?? 0 }, { enabled: all.book !== undefined, keepPrevious: true });
  const items = answer.data?.items ?? [];
  const open = items.find(({ id }) => id === url.text('id')) ?? items.find(({ inForce }) => inForce) ?? items[0];
  const form = url.text('form');
  const close = (): void => { url.change({ form: undefined }); };
  const manages = all.book?.may.manage === true;
  const draft = items.find(({ state }) => state === 'draft');
  if (all.book && manages && (form === 'draft' || (form === 'edit' && open?.allowed.includes('change')))) {
    return <RuleEditor key={form === 'edit' ? open?.id : 'new'} tabs={tabs} book={all.book} version={form === 'edit' ? open : undefined} basis={items.find(({ inForce }) => inForce)} onDone={(id) => { url.change({ form: undefined, id }); }} onCancel={close} />;
  }
  const aside = form === 'book' ? <OpenBook onClose={close} /> : form === 'meet' && open?.allowed.includes('meet') ? <MeetingForm key={open.id} version={open} onClose={close} /> : form === 'simulate' && open && manages ? <Trial version={open} onClose={close} /> : undefined;
  return (
    <WorkPage
      title={t('pointsDesk.title')} tabs={tabs} aside={aside} filters={all.list.length > 0 ? <BookPicker books={all} /> : undefined}
      actions={(
        <>
          {may('points.manage') ? <Button size="small" onClick={() => { url.change({ form: 'book' }); }}>{t('pointsDesk.open')}</Button> : null}
          {manages && !draft ? <Button size="small" type="primary" onClick={() => { url.change({ form: 'draft' }); }}>{t('pointsDesk.rules.draft')}</Button> : null}
        </>
      )}
    >
      {all.answer.error ? <ErrorState error={all.answer.error} onRetry={() => { void all.answer.refetch(); }} /> : all.answer.isPending ? <LoadingState rows={8} /> : !all.book ? <NoBook />
        : answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : answer.isPending ? <LoadingState rows={8} /> : !open ? <EmptyState title={t('pointsDesk.rules.none')} hint={t('pointsDesk.rules.noneHint')} /> : (
          <div className="jw-work-scroll pts-stack">
            <div className="pts-row" role="group" aria-label={t('pointsDesk.views.rules')}>
              {items.map((one) => (
                <Button key={one.id} size="small" type={one.id === open.id ? 'primary' : 'default'} aria-pressed={one.id === open.id} onClick={() => { url.change({ id: one.id, form: undefined }); }}>
                  {t('pointsDesk.rules.number', { n: one.number })} · {one.inForce ? t('pointsDesk.rules.inForce') : say(`points.versionState.${one.state}`)}
                </Button>
              ))}
            </div>
            <Version key={open.id} version={open} />
          </div>
        )}
    </WorkPage>
  );
}

function Version({ version }: { version: VersionLine }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  const reasonOf = useReason();
  const { content } = version;
  return (
    <>
      <div className="pts-row"><h2>{t('pointsDesk.rules.number', { n: version.number })}</h2><Chip tone={version.inForce ? 'accent' : 'quiet'}>{version.inForce ? t('pointsDesk.rules.inForce') : say(`points.versionState.${version.state}`)}</Chip><span className="jw-num">{t('pointsDesk.rules.valid', { from: version.validFrom, to: version.validTo })}</span></div>
      {version.problem ? <p className="jw-problem" role="status">{t('pointsDesk.rules.notYet', { why: reasonOf(version.problem) })}</p> : null}
      <Steps version={version} />
      <Facts rows={[
        [t('pointsDesk.rules.by'), <span key="by">{version.by} <Moment at={version.at} /></span>], version.filed ? [t('pointsDesk.rules.filed'), `${version.filed.no} ${version.filed.by}`] : null, version.published ? [t('pointsDesk.rules.published'), <span key="pub">{version.published.by} <Moment at={version.published.at} /></span>] : null,
        version.returnedReason ? [t('pointsDesk.rules.returned'), version.returnedReason] : null, [t('pointsDesk.rules.base'), t('pointsDesk.rules.baseText', { n: content.base.points, every: say(`points.every.${content.base.every}`) })], [t('pointsDesk.rules.credit'), t(`pointsDesk.rules.${content.creditAt}`)],
        [t('pointsDesk.rules.window'), t('pointsDesk.rules.days', { n: content.objectionDays })], content.text ? [t('pointsDesk.rules.text'), <span key="text" className="pts-pre">{content.text}</span>] : null,
      ]} />
      <section><h3>{t('pointsDesk.rules.items')}</h3><ItemsTable items={content.items} /></section>
      <section>
        <h3>{t('pointsDesk.rules.meetings')}</h3>
        {version.meetings.length === 0 ? <p className="pts-quiet">{t('pointsDesk.rules.noMeeting')}</p> : version.meetings.map((one) => (
          <div key={one.id} className="pts-stack" style={{ maxWidth: 720, marginBottom: 16 }}>
            <div className="pts-row"><strong>{one.heldOn} {say(`points.meeting.${one.kind}`)}</strong><Chip tone={one.passed ? 'accent' : 'red'}>{t(one.passed ? 'pointsDesk.rules.passed' : 'pointsDesk.rules.failed')}</Chip><span className="pts-quiet">{one.by}</span></div>
            <Conditions conditions={one.conditions} />
            {one.note ? <p>{one.note}</p> : null}
            <PhotoStrip photos={one.photos} />
          </div>
        ))}
      </section>
    </>
  );
}

function Steps({ version }: { version: VersionLine }) {
  const t = useWords(pointsDeskWords);
  const url = useUrlState();
  const { run, busy, problem } = useRun();
  const may = usePermits();
  const [no, setNo] = useState('');
  const [why, setWhy] = useState('');
  const [from, setFrom] = useState<string | undefined>(undefined);
  const allows = (step: VersionLine['allowed'][number]): boolean => version.allowed.includes(step);
  const done = t('pointsDesk.rules.done');
  const versionId = version.id;
  return (
    <div className="pts-stack">
      <div className="pts-row">
        {allows('change') ? <Button size="small" onClick={() => { url.change({ form: 'edit', id: versionId }); }}>{t('pointsDesk.rules.edit')}</Button> : null}
        {allows('meet') ? <Button size="small" type="primary" disabled={version.problem !== null} onClick={() => { url.change({ form: 'meet', id: versionId }); }}>{t('pointsDesk.rules.meet')}</Button> : null}
        {allows('file') ? <Popconfirm title={t('pointsDesk.rules.fileNo')} description={<Input value={no} maxLength={60} aria-label={t('pointsDesk.rules.fileNo')} onChange={(event) => { setNo(event.target.value); }} />} okButtonProps={{ disabled: no.trim() === '' }} onConfirm={() => run(fileVersion, { versionId, documentNo: no }, done)}><Button size="small" type="primary" loading={busy}>{t('pointsDesk.rules.file')}</Button></Popconfirm> : null}
        {allows('publish') ? <Popconfirm title={t('pointsDesk.rules.publishFrom')} description={<div className="pts-stack"><DayField value={from ?? version.validFrom} onChange={setFrom} notBefore={version.validFrom} /><span className="pts-quiet">{t('pointsDesk.rules.publishHint')}</span></div>} onConfirm={() => run(publishVersion, { versionId, ...(from === undefined ? {} : { validFrom: from }) }, done)}><Button size="small" type="primary" loading={busy}>{t('pointsDesk.rules.publish')}</Button></Popconfirm> : null}
        {allows('return') ? <Popconfirm title={t('pointsDesk.rules.returnWhy')} description={<Input.TextArea value={why} maxLength={300} rows={2} aria-label={t('pointsDesk.rules.returnWhy')} onChange={(event) => { setWhy(event.target.value); }} />} okButtonProps={{ disabled: why.trim().length < 2 }} onConfirm={() => run(returnVersion, { versionId, reason: why }, done)}><Button size="small">{t('pointsDesk.rules.return')}</Button></Popconfirm> : null}
        {may('points.manage') ? <Button size="small" onClick={() => { url.change({ form: 'simulate', id: versionId }); }}>{t('pointsDesk.rules.simulate')}</Button> : null}
        {allows('drop') ? <Popconfirm title={t('pointsDesk.rules.dropAsk')} onConfirm={() => run(dropDraft, { versionId }, done)}><Button size="small" danger>{t('pointsDesk.rules.drop')}</Button></Popconfirm> : null}
      </div>
      {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
    </div>
  );
}

/** What these rules would have done to the facts of a year. */
function Trial({ version, onClose }: { version: VersionLine; onClose: () => void }) {
  const t = useWords(pointsDeskWords);
  const [year, setYear] = useState(() => new Date().getFullYear() - 1);
  const answer = useAsk(simulateVersion, { versionId: version.id, year });
  const made = answer.data;
  return (
    <SidePanel title={`${t('pointsDesk.simulate.title')} · ${t('pointsDesk.rules.number', { n: version.number })}`} onClose={onClose}>
      <div className="pts-stack">
        <div className="pts-row">{[year - 1, year, year + 1].map((one) => <Button key={one} size="small" type={one === year ? 'primary' : 'default'} onClick={() => { setYear(one); }}>{one}</Button>)}</div>
        <p className="pts-quiet">{t('pointsDesk.simulate.hint')}</p>
        {answer.error ? <ErrorState error={answer.error} onRetry={() => { void answer.refetch(); }} /> : !made ? <LoadingState rows={4} /> : (
          <>
            <dl className="pts-figures">{([['facts', made.facts], ['unmatched', made.unmatched], ['accounts', made.accounts], ['total', made.total], ['was', made.was], ['lowest', made.lowest], ['highest', made.highest], ['below', made.below]] as const).map(([name, value]) => <div key={name}><dt>{t(`pointsDesk.simulate.${name}`)}</dt><dd>{value}</dd></div>)}</dl>
            <table className="pts-items">
              <thead><tr><th>{t('pointsDesk.rules.item')}</th><th className="jw-right">{t('pointsDesk.simulate.times')}</th><th className="jw-right">{t('pointsDesk.simulate.capped')}</th><th className="jw-right">{t('pointsDesk.simulate.points')}</th></tr></thead>
              <tbody>{made.items.map((one) => <tr key={one.code}><td>{one.title}</td><td className="jw-right jw-num">{one.times}</td><td className="jw-right jw-num">{one.capped}</td><td className="jw-right jw-num">{one.points}</td></tr>)}</tbody>
            </table>
          </>
        )}
      </div>
    </SidePanel>
  );
}
