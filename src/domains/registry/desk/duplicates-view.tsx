import { Button, Checkbox, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { duplicates, merge, notSame } from '../contract.ts';
import { verdicts, type Pair, type Person } from '../contract-shapes.ts';
import { registryWords } from '../words.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { uiFormWords } from '../../../platform/ui/form-words.ts';
import { EmptyState, ErrorState, LoadingState } from '../../../platform/ui/states.tsx';
import { SidePanel, WorkPage } from '../../../platform/ui/work-page.tsx';
import { Choice } from './choice.tsx';
import { reasonsOf, Verdict } from './people-view.tsx';
import { registryDeskWords } from './words.ts';

const fields = ['name', 'sex', 'birthDate', 'idNumber', 'phone', 'address', 'residence'] as const;
type Field = (typeof fields)[number];
type Chosen = { readonly keep: Person; readonly gone: Person; readonly take: readonly Field[]; readonly as: 'merge' | 'notSame' };

/** Pairs side by side: why they may be one, what differs, and which of the two values shall stay. */
export function DuplicatesView({ tabs }: { tabs: ReactNode }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const shared = useWords(uiFormWords);
  const url = useUrlState();
  const [areaId, verdict] = [url.id('area'), url.one('verdict', verdicts)];
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const list = useAsk(duplicates, { limit: 100, ...(areaId ? { areaId } : {}), ...(verdict ? { verdict } : {}) }, { keepPrevious: true });
  const pairs = list.data?.items ?? [];
  const close = (): void => { setChosen(null); };
  const aside = chosen === null ? undefined : (
    <SidePanel key={`${chosen.keep.id}${chosen.gone.id}${chosen.as}`} title={t(chosen.as === 'merge' ? 'registryDesk.dup.mergeTitle' : 'registryDesk.action.notSame')} onClose={close} bare>
      {chosen.as === 'merge' ? (
        <CommandForm<typeof merge, { reason: string }>
          command={merge} place={`registry.merge.${chosen.keep.id}`} submit={t('registryDesk.action.merge')} done={t('registryDesk.dup.done')} onCancel={close} initial={{ reason: '' }}
          toInput={({ reason }) => ({ keepId: chosen.keep.id, goneId: chosen.gone.id, take: [...chosen.take], reason: reason.trim() })} onDone={close}
        >
          <p className="jw-note">{t('registryDesk.dup.left')} {chosen.keep.name} · {chosen.keep.area.name}<br />{t('registryDesk.dup.right')} {chosen.gone.name} · {chosen.gone.area.name}{chosen.take.length > 0 ? <><br />{t('registryDesk.dup.take')} {chosen.take.map((field) => words(`registry.field.${field}`)).join('、')}</> : null}</p>
          <Form.Item name="reason" label={t('registryDesk.dup.reason')} rules={[{ required: true, whitespace: true }]}><Input.TextArea rows={3} maxLength={200} autoFocus /></Form.Item>
        </CommandForm>
      ) : (
        <CommandForm<typeof notSame, { reason: string }>
          command={notSame} place={`registry.notSame.${chosen.keep.id}`} submit={t('registryDesk.action.notSame')} done={t('registryDesk.dup.noted')} onCancel={close} initial={{ reason: '' }}
          toInput={({ reason }) => ({ aId: chosen.keep.id, bId: chosen.gone.id, reason: reason.trim() })} onDone={close}
        >
          <Form.Item name="reason" label={t('registryDesk.dup.reason')} rules={[{ required: true, whitespace: true }]}><Input.TextArea rows={3} maxLength={200} autoFocus /></Form.Item>
        </CommandForm>
      )}
    </SidePanel>
  );
  return (
    <WorkPage
      title={t('registryDesk.title')} tabs={tabs} aside={aside}
      filters={(
        <>
          <Choice small value={verdict} options={verdicts} word={(one) => words(`registry.verdict.${one}`)} label={t('registryDesk.filter.verdict')} onChange={(next) => { url.change({ verdict: next }); }} />
          <span className="jw-hint">{t('registryDesk.dup.chosen')}</span>
          <span className="jw-filters-end"><span className="jw-num">{shared('uiForm.shown', { n: pairs.length })}</span></span>
        </>
      )}
    >
      {list.isPending ? <LoadingState rows={8} /> : list.error && pairs.length === 0 ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : pairs.length === 0 ? <EmptyState title={t('registryDesk.empty.duplicates')} hint={t('registryDesk.empty.duplicatesHint')} />
        : <div className="reg-pairs">{pairs.map((pair) => <PairCard key={`${pair.a.id}${pair.b.id}`} pair={pair} onChoose={setChosen} />)}</div>}
    </WorkPage>
  );
}

function PairCard({ pair, onChoose }: { pair: Pair; onChoose: (chosen: Chosen) => void }) {
  const t = useWords(registryDeskWords);
  const words = useWords(registryWords);
  const [swapped, setSwapped] = useState(false);
  const [take, setTake] = useState<readonly Field[]>([]);
  const [keep, gone] = swapped ? [pair.b, pair.a] : [pair.a, pair.b];
  const valueOf = (person: Person, field: Field): string => {
    switch (field) {
      case 'sex': return person.sex ? words(`registry.sex.${person.sex}`) : '';
      case 'residence': return person.residence ? words(`registry.residence.${person.residence}`) : '';
      default: return person[field] ?? '';
    }
  };
  return (
    <article className="reg-pair" aria-label={`${keep.name} · ${gone.name}`}>
      <header><Verdict verdict={pair.verdict} /><span>{reasonsOf(pair.reasons, words)}</span></header>
      <table>
        <colgroup><col style={{ width: '14%' }} /><col style={{ width: '38%' }} /><col style={{ width: '38%' }} /><col style={{ width: '10%' }} /></colgroup>
        <thead><tr><th scope="col" /><th scope="col">{t('registryDesk.dup.left')} · {keep.area.name}</th><th scope="col">{t('registryDesk.dup.right')} · {gone.area.name}</th><th scope="col">{t('registryDesk.dup.take')}</th></tr></thead>
        <tbody>
          {fields.map((field) => {
            const [left, right] = [valueOf(keep, field), valueOf(gone, field)];
            const differs = left !== right;
            return (
              <tr key={field}>
                <th scope="row">{words(`registry.field.${field}`)}</th><td className={differs ? 'reg-differs jw-num' : 'jw-num'}>{left || '—'}</td><td className={differs ? 'reg-differs jw-num' : 'jw-num'}>{right || '—'}</td>
                <td>{differs && right !== '' ? <Checkbox aria-label={`${t('registryDesk.dup.take')} ${words(`registry.field.${field}`)}`} checked={take.includes(field)} onChange={({ target }) => { setTake(target.checked ? [...take, field] : take.filter((one) => one !== field)); }} /> : differs ? null : <span className="jw-muted">{t('registryDesk.dup.same')}</span>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <footer>
        <Button type="primary" size="small" onClick={() => { onChoose({ keep, gone, take, as: 'merge' }); }}>{t('registryDesk.action.merge')}</Button>
        <Button size="small" onClick={() => { setSwapped(!swapped); setTake([]); }}>{t('registryDesk.dup.swap')}</Button>
        <Button size="small" onClick={() => { onChoose({ keep, gone, take: [], as: 'notSame' }); }}>{t('registryDesk.action.notSame')}</Button>
      </footer>
    </article>
  );
}
