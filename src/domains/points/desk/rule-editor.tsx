import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { DayField } from '../../../platform/ui/fields.tsx';
import { WorkPage } from '../../../platform/ui/work-page.tsx';
import { saveDraft, type BookLine, type VersionLine } from '../contract/books.ts';
import { capEvery, classes, content as contentShape, contentProblem, evidences, factSources, type Content, type Item } from '../rules/rule-book.ts';
import { templateOf } from '../rules/template.ts';
import { pointsRulesWords } from '../words-rules.ts';
import { useReason } from './use-reason.ts';
import { useRun } from './use-run.ts';
import { pointsDeskWords } from './words-rules.ts';

type Props = { tabs: ReactNode; book: BookLine; version: VersionLine | undefined; /** What is in force, to begin from. */ basis: VersionLine | undefined; onDone: (id: string) => void; onCancel: () => void };

/** The rule book as a table that is typed into; below it what still keeps it from a meeting, by the same rule that the server keeps. */
export function RuleEditor({ tabs, book, version, basis, onDone, onCancel }: Props) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  const reasonOf = useReason();
  const { run, busy, problem } = useRun();
  const [content, setContent] = useState<Content>(() => version?.content ?? basis?.content ?? contentShape.parse(templateOf(book.kind)));
  const [from, setFrom] = useState<string | undefined>(version?.validFrom ?? nextYear(0));
  const [to, setTo] = useState<string | undefined>(version?.validTo ?? nextYear(1));
  const change = (part: Partial<Content>): void => { setContent((was) => ({ ...was, ...part })); };
  const put = (index: number, part: Partial<Item>): void => { change({ items: content.items.map((one, at) => (at === index ? { ...one, ...part } : one)) }); };
  const wrong = contentProblem(book.kind, content);
  const save = async (): Promise<void> => {
    const saved = await run(saveDraft, { ...(version ? { versionId: version.id, revision: version.revision } : {}), bookId: book.id, content, validFrom: from ?? '', validTo: to ?? '' }, t('pointsDesk.editor.saved'));
    if (saved) onDone(saved.versionId);
  };
  return (
    <WorkPage title={t('pointsDesk.title')} tabs={tabs} actions={<span className="pts-quiet">{book.area.name} {book.name}</span>}>
      <div className="pts-editor">
        <h2 style={{ marginBottom: 12 }}>{t('pointsDesk.editor.title')}</h2>
        <div className="pts-editor-head">
          <Labelled label={t('pointsDesk.editor.validFrom')}><DayField value={from} onChange={setFrom} /></Labelled>
          <Labelled label={t('pointsDesk.editor.validTo')}><DayField value={to} onChange={setTo} notBefore={from} /></Labelled>
          <Labelled label={t('pointsDesk.editor.basePoints')}><InputNumber min={0} max={1_000} precision={0} value={content.base.points} onChange={(points) => { change({ base: { ...content.base, points: points ?? 0 } }); }} /></Labelled>
          <Labelled label={t('pointsDesk.editor.baseEvery')}><Select value={content.base.every} options={(['year', 'quarter', 'once'] as const).map((one) => ({ value: one, label: say(`points.every.${one}`) }))} onChange={(every) => { change({ base: { ...content.base, every } }); }} /></Labelled>
          <Labelled label={t('pointsDesk.editor.creditAt')}><Select value={content.creditAt} options={(['windowOver', 'told'] as const).map((one) => ({ value: one, label: t(`pointsDesk.rules.${one}`) }))} onChange={(creditAt) => { change({ creditAt }); }} /></Labelled>
          <Labelled label={t('pointsDesk.editor.objectionDays')}><InputNumber min={3} max={60} precision={0} value={content.objectionDays} onChange={(days) => { change({ objectionDays: days ?? 7 }); }} /></Labelled>
          <Labelled label={t('pointsDesk.editor.noticeDays')}><InputNumber min={3} max={60} precision={0} value={content.noticeDays} onChange={(days) => { change({ noticeDays: days ?? 7 }); }} /></Labelled>
        </div>
        <Labelled label={t('pointsDesk.editor.text')}><Input.TextArea rows={2} maxLength={4_000} value={content.text} style={{ maxWidth: 1100 }} onChange={(event) => { change({ text: event.target.value }); }} /></Labelled>
        <table className="pts-items" style={{ marginTop: 12 }}>
          <thead><tr><th>{t('pointsDesk.rules.code')}</th><th>{t('pointsDesk.rules.class')}</th><th>{t('pointsDesk.rules.item')}</th><th>{t('pointsDesk.rules.points')}</th><th>{t('pointsDesk.rules.cap')}</th><th>{t('pointsDesk.rules.evidence')}</th><th>{t('pointsDesk.editor.more')}</th><th /></tr></thead>
          <tbody>{content.items.map((one, index) => <ItemRow key={index} item={one} isHousehold={book.kind === 'household'} onChange={(part) => { put(index, part); }} onRemove={() => { change({ items: content.items.filter((_one, at) => at !== index) }); }} />)}</tbody>
        </table>
        <Button size="small" style={{ marginTop: 8 }} onClick={() => { change({ items: [...content.items, emptyItem(content.items)] }); }}>{t('pointsDesk.editor.add')}</Button>
        <footer className="pts-editor-foot">
          <Button type="primary" loading={busy} onClick={() => { void save(); }}>{t('pointsDesk.editor.save')}</Button><Button onClick={onCancel}>{t('pointsDesk.cancel')}</Button>
          {problem ? <p className="jw-problem" role="alert" style={{ margin: 0 }}>{problem}</p> : <span className={wrong ? 'pts-unmet' : 'pts-met'} role="status">{wrong ? t('pointsDesk.editor.problem', { why: reasonOf(wrong) }) : t('pointsDesk.editor.ok')}</span>}
        </footer>
      </div>
    </WorkPage>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return <label className="pts-field"><span>{label}</span>{children}</label>;
}

type RowProps = { item: Item; isHousehold: boolean; onChange: (part: Partial<Item>) => void; onRemove: () => void };
function ItemRow({ item, isHousehold, onChange, onRemove }: RowProps) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  return (
    <tr>
      <td style={{ width: 72 }}><Input size="small" value={item.code} maxLength={12} aria-label={t('pointsDesk.rules.code')} onChange={(event) => { onChange({ code: event.target.value }); }} /></td>
      <td style={{ width: 112 }}><Select size="small" style={{ width: 108 }} value={item.class} aria-label={t('pointsDesk.rules.class')} options={classes.map((one) => ({ value: one, label: say(`points.class.${one}`) }))} onChange={(next) => { onChange({ class: next }); }} /></td>
      <td><Input size="small" value={item.title} maxLength={60} aria-label={t('pointsDesk.rules.item')} onChange={(event) => { onChange({ title: event.target.value }); }} /></td>
      <td style={{ width: 84 }}><InputNumber size="small" min={-100} max={100} precision={0} value={item.points} aria-label={t('pointsDesk.rules.points')} onChange={(points) => { onChange({ points: points ?? 0 }); }} /></td>
      <td style={{ width: 172 }}>
        <span className="pts-row" style={{ flexWrap: 'nowrap', gap: 4 }}>
          <InputNumber size="small" min={1} max={1_000} precision={0} value={item.cap?.points ?? null} placeholder={t('pointsDesk.rules.none2')} aria-label={t('pointsDesk.editor.capPoints')} onChange={(points) => { onChange({ cap: points === null ? null : { points, every: item.cap?.every ?? 'year' } }); }} />
          {item.cap ? <Select size="small" style={{ width: 92 }} value={item.cap.every} aria-label={t('pointsDesk.editor.capEvery')} options={capEvery.map((one) => ({ value: one, label: say(`points.within.${one}`) }))} onChange={(every) => { onChange({ cap: { points: item.cap?.points ?? 1, every } }); }} /> : null}
        </span>
      </td>
      <td style={{ width: 190 }}><Select size="small" mode="multiple" style={{ width: 184 }} value={item.evidence} aria-label={t('pointsDesk.rules.evidence')} options={evidences.map((one) => ({ value: one, label: say(`points.evidence.${one}`) }))} onChange={(evidence) => { onChange({ evidence }); }} /></td>
      <td style={{ width: 220 }}>
        <span className="pts-row" style={{ gap: '0 8px' }}>
          <Checkbox checked={item.upTo} onChange={(event) => { onChange({ upTo: event.target.checked }); }}>{t('pointsDesk.editor.upTo')}</Checkbox>
          {isHousehold ? <Checkbox checked={item.family} onChange={(event) => { onChange({ family: event.target.checked }); }}>{t('pointsDesk.rules.family')}</Checkbox> : (
            <Select size="small" style={{ width: 124 }} value={item.source ?? ''} aria-label={t('pointsDesk.editor.source')} options={[{ value: '', label: t('pointsDesk.editor.manual') }, ...factSources.map((one) => ({ value: one, label: say(`points.source.${one}`) }))]} onChange={(next) => { onChange({ source: factSources.find((one) => one === next) ?? null }); }} />
          )}
          {item.bonusOf ? <span className="pts-quiet">{t('pointsDesk.rules.bonus', { n: item.bonusOf.times, code: item.bonusOf.code })}</span> : null}
        </span>
      </td>
      <td style={{ width: 56 }}><Button size="small" type="text" onClick={onRemove}>{t('pointsDesk.editor.remove')}</Button></td>
    </tr>
  );
}

function emptyItem(items: readonly Item[]): Item {
  const used = new Set(items.map(({ code }) => code));
  const code = Array.from({ length: 300 }, (_, index) => `N${index + 1}`).find((one) => !used.has(one)) ?? 'N';
  return { code, class: 'helpful', title: '', points: 1, upTo: false, cap: null, evidence: ['photo'], family: false, source: null, bonusOf: null };
}

/** A scoring year begins with January. */
function nextYear(end: 0 | 1): string {
  const year = new Date().getFullYear() + 1;
  return end === 0 ? `${year}-01-01` : `${year}-12-31`;
}
