import { Button, Form, Select } from 'antd';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { usePermits } from '../../../platform/client/session.tsx';
import { useUrlState } from '../../../platform/client/url-state.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { AreaField } from '../../../platform/ui/fields.tsx';
import { EmptyState } from '../../../platform/ui/states.tsx';
import { SidePanel } from '../../../platform/ui/work-page.tsx';
import { books, openBook, type BookLine } from '../contract/books.ts';
import type { BookKind } from '../rules/rule-book.ts';
import { pointsRulesWords } from '../words-rules.ts';
import { pointsDeskWords } from './words-rules.ts';

export type Books = { readonly list: readonly BookLine[]; readonly book: BookLine | undefined; readonly answer: ReturnType<typeof useAsk<typeof books>> };

/** The books that the caller reads, and the one in the address; without one there, the first of this kind. */
export function useBooks(only?: readonly BookKind[]): Books {
  const url = useUrlState();
  const answer = useAsk(books, {}, { staleTime: 30_000 });
  const list = (answer.data?.items ?? []).filter(({ kind }) => !only || only.includes(kind));
  const id = Number(url.text('book') ?? 0);
  return { list, book: list.find((one) => one.id === id) ?? list[0], answer };
}

export function BookPicker({ books: { list, book } }: { books: Books }) {
  const t = useWords(pointsDeskWords);
  const url = useUrlState();
  return (
    <Select
      size="small" aria-label={t('pointsDesk.book')} style={{ minWidth: 260 }} showSearch={{ optionFilterProp: 'label' }} {...(book ? { value: book.id } : {})} options={list.map((one) => ({ value: one.id, label: `${one.area.name} ${one.name}` }))}
      onChange={(id: number) => { url.change({ book: String(id), id: undefined, form: undefined }); }}
    />
  );
}

/** Where there is no book yet: what would appear, and how it begins. */
export function NoBook() {
  const t = useWords(pointsDeskWords);
  const may = usePermits();
  const url = useUrlState();
  return <EmptyState title={t('pointsDesk.noBook')} hint={t('pointsDesk.noBookHint')}>{may('points.manage') ? <Button type="primary" onClick={() => { url.change({ view: undefined, form: 'book' }); }}>{t('pointsDesk.open')}</Button> : null}</EmptyState>;
}

export function OpenBook({ onClose }: { onClose: () => void }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  const url = useUrlState();
  return (
    <SidePanel bare title={t('pointsDesk.open')} onClose={onClose}>
      <CommandForm
        command={openBook} place="points.book" initial={{ areaId: undefined as number | undefined, kind: 'household' as BookKind }} submit={t('pointsDesk.save')} done={t('pointsDesk.opened')} onCancel={onClose} beside={{ 'points/area-unknown': 'areaId', 'points/book-of-village': 'areaId' }}
        onDone={({ bookId }) => { url.change({ form: undefined, book: String(bookId) }); }} toInput={({ areaId, kind }) => ({ areaId: areaId ?? 0, kind })}
      >
        <Form.Item name="kind" label={t('pointsDesk.kind')}><Select options={(['household', 'cadre', 'member'] as const).map((one) => ({ value: one, label: say(`points.book.${one}`) }))} /></Form.Item>
        <Form.Item name="areaId" label={t('pointsDesk.where')} rules={[{ required: true, message: t('pointsDesk.need') }]}><AreaField /></Form.Item>
      </CommandForm>
    </SidePanel>
  );
}
