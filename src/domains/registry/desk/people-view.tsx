import { App, Button, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { exportPeople, importRegistry, people, personById } from '../contract.ts';
import { residences, statuses, type Person } from '../contract-shapes.ts';
import { registryWords } from '../words.ts';
import { ask, send } from '../../../platform/client/call.ts';
import { downloadText } from '../../../platform/client/download.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk, usePages } from '../../../platform/client/query.ts';
import { readBase64 } from '../../../platform/client/read-file.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { AreaField } from '../../../platform/ui/fields.tsx';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { ImportPanel } from '../../../platform/ui/import-panel.tsx';
import { useListKeys } from '../../../platform/ui/list-keys.ts';
import { EmptyState, ErrorState, LoadingState, useProblemText } from '../../../platform/ui/states.tsx';
import { DenseTable, useColumns, type Column } from '../../../platform/ui/table.tsx';
import { MoreRows, SidePanel, TextFilter, WorkPage } from '../../../platform/ui/work-page.tsx';
import { OpenCareForm } from './care-forms.tsx';
import { Choice } from './choice.tsx';
import { PersonForm } from './person-forms.tsx';
import { PersonPage } from './person-page.tsx';
import { registryDeskWords } from './words.ts';

const forms = ['register', 'import', 'export', 'change', 'care'] as const;
const uuid = /^[0-9a-f-]{36}$/u;

export function PeopleView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const shared = useWords(uiFormWords);
  const may = usePermits();
  const url = useUrlState();
  // A number is never in the address: a link would carry it away.
  const [idNumber, setIdNumber] = useState('');
  const given = url.text('id');
  const id = given !== undefined && uuid.test(given) ? given : undefined;
  const form = url.one('form', forms);
  const [text, status, residence, areaId] = [url.text('text'), url.one('status', statuses), url.one('residence', residences), url.id('area')];
  const filter = { ...(areaId ? { areaId } : {}), ...(status ? { status } : {}), ...(residence ? { residence } : {}) };
  const list = usePages(people, { limit: 100, ...filter, ...(text ? { text } : {}), ...(idNumber ? { idNumber } : {}) }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = list.data?.pages[0]?.total ?? null;
  const one = useAsk(personById, { personId: id ?? '' }, { enabled: id !== undefined });
  const { shown, chooser } = useColumns('registry-people', usePersonColumns());
  const open = (next: string | undefined): void => { url.change({ id: next, form: undefined, care: undefined }, id !== undefined && next !== undefined); };
  const close = (): void => { url.change({ form: undefined }); };
  const { cursor } = useListKeys(rows.map((row) => row.id), id, open);
  const side = (title: string, body: ReactNode) => <SidePanel title={title} onClose={close} bare>{body}</SidePanel>;
  const person = one.data;
  const aside = form === 'register' && may('registry.write') ? side(t('registryDesk.form.registerTitle'), <PersonForm person={undefined} areaId={areaId} onDone={(made) => { open(made); }} onCancel={close} />)
    : form === 'import' && may('registry.import') ? side(t('registryDesk.import.peopleTitle'), <ImportSide what="people" />)
      : form === 'export' && may('registry.export') ? side(t('registryDesk.export.title'), <ExportForm filter={filter} onDone={close} />)
        : id === undefined ? undefined
          : one.error ? <SidePanel title="" onClose={() => { open(undefined); }}><ErrorState error={one.error} onRetry={() => { void one.refetch(); }} /></SidePanel>
            : !person ? <SidePanel title="" onClose={() => { open(undefined); }}><LoadingState rows={10} /></SidePanel>
              : form === 'change' && person.mayChange ? side(t('registryDesk.form.changeTitle', { name: person.name }), <PersonForm key={person.id} person={person} areaId={undefined} onDone={close} onCancel={close} />)
                : form === 'care' && person.mayOpenCare ? side(t('registryDesk.care.openTitle', { name: person.name }), <OpenCareForm personId={person.id} onDone={close} onCancel={close} />)
                  : <PersonPage person={person} onClose={() => { open(undefined); }} onForm={(next) => { url.change({ form: next }); }} onOpen={open} />;
  const filtered = text !== undefined || status !== undefined || residence !== undefined || idNumber !== '';
  return (
    <WorkPage
      title={t('registryDesk.title')} tabs={tabs} aside={aside}
      actions={(
        <>
          {may('registry.export') ? <Button size="small" onClick={() => { url.change({ form: 'export', id: undefined }); }}>{t('registryDesk.action.export')}</Button> : null}
          {may('registry.import') ? <Button size="small" onClick={() => { url.change({ form: 'import', id: undefined }); }}>{t('registryDesk.action.import')}</Button> : null}
          {may('registry.write') ? <Button size="small" type="primary" onClick={() => { url.change({ form: 'register', id: undefined }); }}>{t('registryDesk.action.register')}</Button> : null}
        </>
      )}
      filters={(
        <>
          {may('registry.write') ? <TextFilter value={text ?? ''} onChange={(next) => { url.change({ text: next }, true); }} placeholder={t('registryDesk.filter.text')} /> : null}
          {may('registry.write') ? <Input.Search size="small" className="jw-text-filter" allowClear placeholder={t('registryDesk.filter.idNumber')} aria-label={t('registryDesk.filter.idNumber')} autoComplete="off" onSearch={(next) => { setIdNumber(next.trim()); }} /> : null}
          <Choice small value={residence} options={residences} word={(it) => words(`registry.residence.${it}`)} label={t('registryDesk.filter.residence')} onChange={(next) => { url.change({ residence: next }); }} />
          <Choice small value={status} options={statuses} word={(it) => words(`registry.status.${it}`)} label={t('registryDesk.filter.status')} onChange={(next) => { url.change({ status: next }); }} />
          {filtered ? <Button size="small" type="text" onClick={() => { setIdNumber(''); url.change({ text: undefined, status: undefined, residence: undefined }); }}>{shared('uiForm.clearFilters')}</Button> : null}
          <span className="jw-filters-end"><span className="jw-num">{total === null ? shared('uiForm.shown', { n: rows.length }) : shared('uiForm.total', { n: total })}</span>{chooser}</span>
        </>
      )}
    >
      {list.isPending ? <LoadingState rows={14} /> : list.error && rows.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : rows.length === 0 ? (
        <EmptyState title={t('registryDesk.empty.people')} hint={filtered || areaId ? shared('uiForm.filteredEmpty') : t('registryDesk.empty.peopleHint')} />
      ) : (
        <DenseTable<Person>
          label={t('registryDesk.views.people')} rows={rows} columns={shown} rowKey={(row) => row.id} rowName={({ name }) => name} openKey={id} cursorKey={cursor} onOpen={(row) => { open(row.id); }}
          footer={list.hasNextPage ? <MoreRows onMore={() => { void list.fetchNextPage(); }} isLoading={list.isFetchingNextPage} /> : null}
        />
      )}
    </WorkPage>
  );
}

function usePersonColumns(): readonly Column<Person>[] {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  return [
    { key: 'name', title: t('registryDesk.list.name'), width: 120, always: true, opens: true, render: (row) => <b title={row.name}>{row.name}</b> },
    { key: 'sex', title: t('registryDesk.list.sex'), width: 52, render: (row) => (row.sex ? words(`registry.sex.${row.sex}`) : null) },
    { key: 'age', title: t('registryDesk.list.age'), width: 64, right: true, render: (row) => (row.age === null ? null : <span className="jw-num" title={row.birthDate ?? undefined}>{t('registryDesk.list.years', { n: row.age })}</span>) },
    { key: 'area', title: t('registryDesk.list.area'), width: 210, render: (row) => <span title={row.area.name}>{row.area.name}</span> },
    { key: 'address', title: t('registryDesk.list.address'), render: (row) => <span title={row.address}>{row.address}</span>, yields: 2 },
    { key: 'idNumber', title: t('registryDesk.list.idNumber'), width: 176, yields: 1, render: (row) => <span className="jw-num" title={row.idKind ? words(`registry.idKind.${row.idKind}`) : undefined}>{row.idNumber}</span> },
    { key: 'phone', title: t('registryDesk.list.phone'), width: 116, yields: 2, render: (row) => <span className="jw-num">{row.phone}</span> },
    { key: 'residence', title: t('registryDesk.list.residence'), width: 92, yields: 1, render: (row) => (row.residence ? words(`registry.residence.${row.residence}`) : null) },
    { key: 'status', title: t('registryDesk.list.status'), width: 72, render: (row) => <Chip>{words(`registry.status.${row.status}`)}</Chip> },
  ];
}

export function ImportSide({ what }: { what: 'people' | 'places' }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const [areaId, setAreaId] = useState<number | undefined>(undefined);
  return (
    <ImportPanel
      accept=".xlsx,.csv" hint={t('registryDesk.import.hint')} maxMegabytes={10} read={readBase64} optionsKey={String(areaId ?? '')}
      run={(fileBase64, dryRun, key, fileName) => send(importRegistry, { what, fileBase64, fileName, dryRun, ...(areaId === undefined ? {} : { areaId }) }, key)}
      options={(
        <>
          <p className="jw-note">{t(`registryDesk.import.${what}Columns`)} {t('registryDesk.import.undo')}</p>
          <Form.Item label={t('registryDesk.import.area')} layout="vertical"><AreaField value={areaId} onChange={setAreaId} /></Form.Item>
        </>
      )}
      found={(report) => (report.likely.length === 0 ? null : (
        <section>
          <h3>{t('registryDesk.import.likely')}</h3>
          <div className="jw-mini-box">
            <table className="jw-mini">
              <tbody>{report.likely.map((one, at) => (
                <tr key={at}><td className="jw-num">{t('registryDesk.import.row', { n: one.row })}</td><td>{one.name}</td><td>{one.area}</td><td><Verdict verdict={one.verdict} /> {reasonsOf(one.reasons, words)}</td></tr>
              ))}</tbody>
            </table>
          </div>
        </section>
      ))}
    />
  );
}

export function Verdict({ verdict }: { verdict: 'certain' | 'likely' | 'possible' }) {
  const words = useWords(registryWords);
  return <Chip tone={verdict === 'certain' ? 'accent' : verdict === 'likely' ? 'blue' : 'quiet'}>{words(`registry.verdict.${verdict}`)}</Chip>;
}

const known = ['sameId', 'sameName', 'sameBirthDate', 'sameAddress', 'samePhone', 'differentId', 'differentSex', 'differentBirthDate'] as const;
export function reasonsOf(reasons: readonly string[], words: ReturnType<typeof useWords<typeof registryWords['zh-CN']>>): string {
  return reasons.flatMap((reason) => { const one = known.find((it) => it === reason); return one ? [words(`registry.reason.${one}`)] : []; }).join(' · ');
}

function ExportForm({ filter, onDone }: { filter: { areaId?: number; status?: (typeof statuses)[number]; residence?: (typeof residences)[number] }; onDone: () => void }) {
  const t = useWords(registryDeskWords);
  const say = useProblemText();
  const { message } = App.useApp();
  const [purpose, setPurpose] = useState('');
  const [state, setState] = useState<{ waiting: boolean; problem: string }>({ waiting: false, problem: '' });
  const run = async (): Promise<void> => {
    setState({ waiting: true, problem: '' });
    try {
      const made = await ask(exportPeople, { ...filter, purpose: purpose.trim() });
      downloadText(made.fileName, `\uFEFF${made.csv}\r\n`);
      void message.success(t('registryDesk.export.done', { n: made.rows }));
      onDone();
    } catch (error) {
      setState({ waiting: false, problem: say(error) });
    }
  };
  return (
    <Form className="jw-form" layout="vertical" onFinish={() => { void run(); }}>
      <div className="jw-form-body">
        <p className="jw-note">{t('registryDesk.export.hint')}</p>
        <Form.Item label={t('registryDesk.export.purpose')} htmlFor="export-purpose"><Input.TextArea id="export-purpose" rows={3} maxLength={200} value={purpose} onChange={(event) => { setPurpose(event.target.value); }} /></Form.Item>
        {state.problem ? <p className="jw-problem" role="alert">{state.problem}</p> : null}
      </div>
      <footer className="jw-form-foot"><Button type="primary" htmlType="submit" loading={state.waiting} disabled={purpose.trim().length < 2}>{t('registryDesk.export.submit')}</Button></footer>
    </Form>
  );
}
