import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { endSessionsOf, importPeople, people, resetSecondFactor } from '../contract.ts';
import { identityWords } from '../words.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk, usePages } from '../../../platform/client/query.ts';
import { readBase64 } from '../../../platform/client/read-file.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { ImportPanel } from '../../../platform/ui/import-panel.tsx';
import { useListKeys } from '../../../platform/ui/list-keys.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable, useColumns } from '../../../platform/ui/table.tsx';
import { MoreRows, SidePanel, TextFilter, WorkPage } from '../../../platform/ui/work-page.tsx';
import { IssuedPanel, type Issued } from './first-password.tsx';
import { usePeopleColumns } from './people-columns.tsx';
import { PersonDetail, type Person, type PersonForm } from './person-detail.tsx';
import { AppointForm, CoverForm, CreatePersonForm, EndPostForm, ReasonForm, ResetForm, SuspendForm } from './person-forms.tsx';
import { RolePicker, UnitPicker } from './pickers.tsx';
import { identityDeskWords } from './words.ts';

const forms = ['create', 'import', 'appoint', 'cover', 'endPost', 'suspend', 'reset', 'resetFactor', 'endSessions'] as const;

export function PeopleView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(identityDeskWords);
  const shared = useWords(uiFormWords);
  const manages = usePermits()('identity.manage');
  const url = useUrlState();
  const [issued, setIssued] = useState<Issued | null>(null);
  const personId = url.id('person');
  const form = manages ? url.one('form', forms) : undefined;
  const [text, role, unitId, areaId] = [url.text('text'), url.text('role'), url.id('unit'), url.id('area')];
  const list = usePages(people, { limit: 100, ...(text ? { text } : {}), ...(role ? { role } : {}), ...(unitId ? { unitId } : {}), ...(areaId ? { areaId } : {}) }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const one = useAsk(people, { personId: personId ?? 0, limit: 1 }, { enabled: personId !== undefined });
  const person = one.data?.items[0];
  const { shown, chooser } = useColumns('people', usePeopleColumns());
  const open = (id: string | undefined): void => {
    setIssued(null);
    url.change({ person: id, form: undefined, post: undefined }, url.text('person') !== undefined && id !== undefined);
  };
  const { cursor } = useListKeys(rows.map(({ id }) => String(id)), personId === undefined ? undefined : String(personId), open);
  const filtered = text !== undefined || role !== undefined || unitId !== undefined;
  const aside = issued
    ? <IssuedPanel issued={issued} onClose={() => { open(String(issued.personId)); }} onAppoint={person && person.posts.length > 0 ? undefined : () => { setIssued(null); url.change({ person: issued.personId, form: 'appoint' }); }} />
    : form === 'create' ? (
      <SidePanel title={t('identityDesk.form.personTitle')} onClose={() => { url.change({ form: undefined }); }} bare>
        <CreatePersonForm onCancel={() => { url.change({ form: undefined }); }} onIssued={(made) => { setIssued(made); url.change({ person: made.personId, form: undefined }); }} />
      </SidePanel>
    ) : form === 'import' ? <ImportSide onClose={() => { url.change({ form: undefined }); }} />
      : personId === undefined ? undefined
        : one.error ? <SidePanel title="" onClose={() => { open(undefined); }}><ErrorState error={one.error} onRetry={() => { void one.refetch(); }} /></SidePanel>
          : one.isPending ? <SidePanel title="" onClose={() => { open(undefined); }}><LoadingState rows={8} /></SidePanel>
            : !person ? <SidePanel title="" onClose={() => { open(undefined); }}><EmptyState title={t('identityDesk.detail.absent')} /></SidePanel>
              : <PersonSide person={person} form={form === undefined ? undefined : form} postId={url.id('post')} onClose={() => { open(undefined); }} onForm={(next, post) => { url.change({ form: next, post }); }} onIssued={(made) => { setIssued(made); url.change({ form: undefined }); }} />;
  return (
    <WorkPage
      title={t('identityDesk.title')} tabs={tabs} aside={aside}
      actions={manages ? (
        <>
          <Button size="small" onClick={() => { setIssued(null); url.change({ form: 'import', person: undefined }); }}>{t('identityDesk.action.import')}</Button>
          <Button size="small" type="primary" onClick={() => { setIssued(null); url.change({ form: 'create', person: undefined }); }}>{t('identityDesk.action.create')}</Button>
        </>
      ) : null}
      filters={(
        <>
          <TextFilter value={text ?? ''} onChange={(next) => { url.change({ text: next }, true); }} placeholder={t('identityDesk.filter.text')} />
          <RolePicker size="small" value={role} onChange={(next) => { url.change({ role: next }); }} placeholder={t('identityDesk.filter.role')} label={t('identityDesk.filter.role')} />
          <UnitPicker size="small" value={unitId} onChange={(next) => { url.change({ unit: next }); }} placeholder={t('identityDesk.filter.unit')} label={t('identityDesk.filter.unit')} />
          {filtered ? <Button size="small" type="text" onClick={() => { url.change({ text: undefined, role: undefined, unit: undefined }); }}>{shared('uiForm.clearFilters')}</Button> : null}
          <span className="jw-filters-end"><span className="jw-num">{shared('uiForm.shown', { n: rows.length })}</span>{chooser}</span>
        </>
      )}
    >
      {list.isPending ? <LoadingState rows={14} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? (
        <EmptyState title={t('identityDesk.list.empty')} hint={filtered || areaId ? shared('uiForm.filteredEmpty') : t('identityDesk.list.emptyHint')} />
      ) : (
        <DenseTable<Person>
          label={t('identityDesk.title')} rows={rows} columns={shown} rowKey={({ id }) => String(id)} rowName={({ name }) => name} openKey={personId === undefined ? undefined : String(personId)} cursorKey={cursor}
          onOpen={({ id }) => { open(String(id)); }} footer={list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
        />
      )}
    </WorkPage>
  );
}

type SideProps = { person: Person; form: (typeof forms)[number] | undefined; postId: number | undefined; onClose: () => void; onForm: (form: PersonForm | undefined, postId?: number) => void; onIssued: (issued: Issued) => void };

function PersonSide({ person, form, postId, onClose, onForm, onIssued }: SideProps) {
  const t = useWords(identityDeskWords);
  const back = (): void => { onForm(undefined); };
  const post = person.posts.find(({ id }) => id === postId);
  const props = { person, onDone: back, onCancel: back };
  const { name } = person;
  const panel = (title: string, body: ReactNode) => <SidePanel key={`${form ?? ''}${person.id}.${postId ?? 0}`} title={title} onClose={back} bare>{body}</SidePanel>;
  switch (form) {
    case 'appoint': return panel(t('identityDesk.form.appointTitle', { name }), <AppointForm {...props} />);
    case 'suspend': return panel(t(person.state === 'active' ? 'identityDesk.form.suspendTitle' : 'identityDesk.form.restoreTitle', { name }), <SuspendForm {...props} />);
    case 'reset': return panel(t('identityDesk.form.resetTitle', { name }), <ResetForm person={person} onCancel={back} onIssued={onIssued} />);
    case 'resetFactor': return panel(t('identityDesk.form.factorTitle', { name }), <ReasonForm {...props} command={resetSecondFactor} hint={t('identityDesk.form.reasonFactor')} submit={t('identityDesk.form.submitReset')} done={t('identityDesk.form.factorReset')} />);
    case 'endSessions': return panel(t('identityDesk.form.endSessionsTitle', { name }), <ReasonForm {...props} command={endSessionsOf} hint={t('identityDesk.form.reasonEnd')} submit={t('identityDesk.form.submitEndSessions')} done={t('identityDesk.form.sessionsEnded')} />);
    case 'cover': if (post) return panel(t('identityDesk.form.coverTitleOf', { name }), <CoverForm {...props} post={post} />);
      break;
    case 'endPost': if (post) return panel(t('identityDesk.form.endTitle', { name }), <EndPostForm {...props} post={post} />);
      break;
    default:
  }
  return <PersonDetail person={person} onClose={onClose} onForm={onForm} />;
}

function ImportSide({ onClose }: { onClose: () => void }) {
  const t = useWords(identityDeskWords);
  const words = useWords(identityWords);
  const columns = ['name', 'account', 'phone', 'role', 'areaCode', 'unitCode', 'title', 'employment', 'share', 'validFrom', 'validTo', 'password'] as const;
  return (
    <SidePanel title={t('identityDesk.import.title')} onClose={onClose} bare>
      <ImportPanel
        accept=".xlsx,.csv" hint={t('identityDesk.import.hint')} maxMegabytes={10} read={readBase64}
        run={(fileBase64, dryRun, key, fileName) => send(importPeople, { fileBase64, fileName, dryRun }, key)}
        column={(key) => { const known = columns.find((one) => one === key); return known ? words(`identity.column.${known}`) : key; }}
        options={<p className="jw-note">{t('identityDesk.import.rule')} <a href="/api/identity/people-template" download>{t('identityDesk.action.template')}</a></p>}
      />
    </SidePanel>
  );
}
