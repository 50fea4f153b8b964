import { Button, Checkbox } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { classes, importTaxonomy } from '../contract.ts';
import { dispatchWords } from '../words.ts';
import { send } from '../../../platform/client/call.ts';
import { downloadCsv } from '../../../platform/client/download.ts';
import { useLanguage, useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { readBase64 } from '../../../platform/client/read-file.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { ImportPanel } from '../../../platform/ui/import-panel.tsx';
import { useListKeys } from '../../../platform/ui/list-keys.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { DenseTable, useColumns } from '../../../platform/ui/table.tsx';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { SidePanel, TextFilter, WorkPage } from '../../../platform/ui/work-page.tsx';
import { ClassForm } from './class-form.tsx';
import { ancestors, classRows, visibleRows, type ClassRow } from './class-tree.ts';
import { useClassColumns } from './class-columns.tsx';
import { dispatchDeskWords } from './words.ts';
import './dispatch.css';

/** The three levels of matters, with what is promised and asked for each. */
export function Screen() {
  const t = useWords(dispatchDeskWords);
  const shared = useWords(uiFormWords);
  const url = useUrlState();
  const [text, code, inactive] = [url.text('text') ?? '', url.text('class'), url.text('inactive') === '1'];
  const list = useAsk(classes, { all: true });
  const rows = useMemo(() => classRows((list.data?.items ?? []).filter((one) => inactive || one.active)), [list.data, inactive]);
  const byCode = useMemo(() => new Map(rows.map((row) => [row.code, row])), [rows]);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const chosen = code === undefined ? undefined : byCode.get(code);
  useEffect(() => {
    if (chosen) setOpen((before) => new Set([...before, ...ancestors(chosen, byCode).map((one) => one.code)]));
  }, [chosen?.code]);
  const shown = visibleRows(rows, open, text);
  const toggle = (row: ClassRow): void => {
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(row.code)) next.add(row.code);
      return next;
    });
  };
  const { shown: columns, chooser } = useColumns('classes', useClassColumns({ open, toggle, searching: text !== '' }));
  const show = (next: string | undefined): void => { url.change({ class: next, form: undefined }, code !== undefined && next !== undefined); };
  const { cursor } = useListKeys(shown.map((row) => row.code), code, show);
  const aside = url.text('form') === 'import' ? <ImportSide onClose={() => { url.change({ form: undefined }); }} /> : chosen ? (
    <SidePanel key={chosen.code} title={t('dispatchDesk.classes.edit', { name: chosen.name })} onClose={() => { show(undefined); }} bare>
      <ClassForm row={chosen} rows={rows} onDone={() => { show(undefined); }} onCancel={() => { show(undefined); }} />
    </SidePanel>
  ) : undefined;
  const parents = rows.filter((row) => row.children > 0).map((row) => row.code);
  const allOpen = parents.every((one) => open.has(one));
  return (
    <WorkPage
      title={t('dispatchDesk.classes.title')} aside={aside}
      actions={(
        <>
          <ExportButton rows={rows} />
          <Button size="small" type="primary" onClick={() => { url.change({ form: 'import', class: undefined }); }}>{t('dispatchDesk.classes.import')}</Button>
        </>
      )}
      filters={(
        <>
          <TextFilter value={text} onChange={(next) => { url.change({ text: next }, true); }} placeholder={t('dispatchDesk.classes.search')} />
          <Button size="small" type="text" onClick={() => { setOpen(new Set(allOpen ? [] : parents)); }}>{t(allOpen ? 'dispatchDesk.classes.foldAll' : 'dispatchDesk.classes.expandAll')}</Button>
          <Checkbox checked={inactive} onChange={({ target }) => { url.change({ inactive: target.checked ? '1' : undefined }); }}>{t('dispatchDesk.classes.inactive')}</Checkbox>
          <span className="jw-filters-end"><span className="jw-num">{shared('uiForm.total', { n: text === '' ? rows.length : shown.length })}</span>{list.data ? <span className="jw-num">{t('dispatchDesk.classes.version', { n: list.data.version })}</span> : null}{chooser}</span>
        </>
      )}
    >
      {list.isPending ? <LoadingState rows={14} /> : list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : shown.length === 0 ? <EmptyState title={t('dispatchDesk.classes.empty')} hint={t('dispatchDesk.classes.emptyHint')} /> : (
        <DenseTable<ClassRow>
          label={t('dispatchDesk.classes.title')} rows={shown} columns={columns} rowKey={(row) => row.code} rowName={({ name }) => name} openKey={code} cursorKey={cursor} onOpen={(row) => { show(row.code); }}
          rowClass={(row) => (row.active ? '' : 'dsp-ended')}
        />
      )}
    </WorkPage>
  );
}

function ImportSide({ onClose }: { onClose: () => void }) {
  const t = useWords(dispatchDeskWords);
  const words = useWords(dispatchWords);
  const [replace, setReplace] = useState(false);
  const columns = Object.keys(dispatchWords['zh-CN'].dispatch.column) as (keyof (typeof dispatchWords)['zh-CN']['dispatch']['column'])[]; // keys of this very object
  const shown = ['code', 'name', 'level'] as const;
  return (
    <SidePanel title={t('dispatchDesk.classes.imports.title')} onClose={onClose} bare>
      <ImportPanel
        accept=".xlsx,.csv" hint={t('dispatchDesk.classes.imports.hint')} maxMegabytes={5} read={readBase64} columns={['change', 'level', 'code', 'name']} optionsKey={String(replace)}
        run={(fileBase64, dryRun, key) => send(importTaxonomy, { fileBase64, replace, dryRun }, key)}
        column={(key) => {
          const named = shown.find((one) => one === key);
          if (named) return t(`dispatchDesk.classes.imports.columns.${named}`);
          const known = columns.find((one) => one === key);
          return known ? words(`dispatch.column.${known}`) : key;
        }}
        options={(
          <>
            <p className="jw-note">{t('dispatchDesk.classes.imports.rule')}</p>
            <Checkbox checked={replace} onChange={({ target }) => { setReplace(target.checked); }}>{t('dispatchDesk.classes.imports.replace')}</Checkbox>
          </>
        )}
      />
    </SidePanel>
  );
}

/** The list as a table that the import reads again. */
function ExportButton({ rows }: { rows: readonly ClassRow[] }) {
  const t = useWords(dispatchDeskWords);
  const words = useWords(dispatchWords);
  const shared = useWords(uiFormWords);
  const heads = ['level1', 'level2', 'level3', 'code', 'kind', 'standard', 'source', 'deadline', 'deadlineUnit', 'verification', 'settleable', 'evidencePhotos', 'public', 'urgentCall', 'keywords'] as const;
  // The import knows the Chinese heads and, in every language, the identifiers.
  const chinese = useLanguage() === 'zh-CN';
  const flag = (on: boolean): string => shared(on ? 'uiForm.yes' : 'uiForm.no');
  const save = (): void => {
    downloadCsv(t('dispatchDesk.classes.file'), [heads.map((head) => (chinese ? words(`dispatch.column.${head}`) : head)), ...rows.map((row) => [
      row.names[0] ?? '', row.names[1] ?? '', row.names[2] ?? '', row.code, chinese ? words(`dispatch.kind.${row.kind}`) : row.kind, row.standard, row.source, row.deadline?.amount ?? '', row.deadline ? (chinese ? words(`dispatch.unit.${row.deadline.unit}`) : row.deadline.unit) : '',
      flag(row.verification), flag(row.settleable), row.evidencePhotos, flag(row.public), row.urgentCall ?? '', row.keywords.join('、'),
    ])]);
  };
  return <Button size="small" disabled={rows.length === 0} onClick={save}>{t('dispatchDesk.classes.export')}</Button>;
}
