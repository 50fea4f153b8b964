import { Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import type { StoredPhoto } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { CommandForm } from '../../../platform/ui/command-form.tsx';
import { DayField } from '../../../platform/ui/fields.tsx';
import { SidePanel } from '../../../platform/ui/work-page.tsx';
import { bases, households, propose, workCards } from '../contract/entries.ts';
import { pointsRulesWords } from '../words-rules.ts';
import type { Books } from './book-picker.tsx';
import { signed } from './items-table.tsx';
import { PhotosField } from './meeting-form.tsx';
import { pointsDeskWords } from './words-rules.ts';

type Values = { bookId: number | undefined; householdId: string | undefined; workerId: number | undefined; item: string | undefined; amount: number | null; happenedOn: string | undefined; note: string; photos: StoredPhoto[]; documentNo: string; basis: (typeof bases)[number] | undefined };
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export function ProposeForm({ books, onClose }: { books: Books; onClose: () => void }) {
  const t = useWords(pointsDeskWords);
  const say = useWords(pointsRulesWords);
  // A new id after every change: one that was refused is used up.
  const [id, setId] = useState(() => crypto.randomUUID());
  const [text, setText] = useState('');
  const able = books.list.filter(({ may, live }) => may.propose && live !== null);
  const first = able.find((one) => one.id === books.book?.id) ?? able[0];
  return (
    <SidePanel bare title={t('pointsDesk.propose.title')} onClose={onClose}>
      {first ? (
        <CommandForm
          command={propose} place="points.propose" unkept={['note']} submit={t('pointsDesk.propose.submit')} done={t('pointsDesk.propose.done')} onDone={onClose} onCancel={onClose}
          initial={{ bookId: first.id, householdId: undefined, workerId: undefined, item: undefined, amount: null, happenedOn: today(), note: '', photos: [], documentNo: '', basis: undefined } satisfies Values as Values}
          onChange={(part, form) => {
            setId(crypto.randomUUID());
            const item = able.find((one) => one.id === form.getFieldValue('bookId'))?.live?.content.items.find(({ code }) => code === part.item);
            if (item) form.setFieldValue('amount', Math.abs(item.points));
          }}
          beside={{ 'points/whose': 'householdId', 'points/household-unknown': 'householdId', 'points/household-elsewhere': 'householdId', 'points/worker-unknown': 'workerId', 'points/amount-zero': 'amount', 'points/amount-negative': 'amount', 'points/amount-fraction': 'amount', 'points/amount-above': 'amount', 'points/amount-fixed': 'amount', 'points/cap-reached': 'amount', 'points/day-ahead': 'happenedOn', 'points/before-rules': 'happenedOn', 'points/no-rules': 'happenedOn', 'points/period-closed': 'happenedOn', 'points/proposed-already': 'happenedOn', 'points/photo-missing': 'photos', 'points/minus-needs-evidence': 'photos', 'points/photo-unknown': 'photos', 'points/document-missing': 'documentNo', 'points/witness-missing': 'note', 'points/family-needs-basis': 'basis', 'points/item-unknown': 'item', 'points/minor-no-minus': 'item' }}
          toInput={(values): z.input<typeof propose.input> => ({
            id, bookId: values.bookId ?? 0, ...(values.householdId === undefined ? {} : { householdId: values.householdId }), ...(values.workerId === undefined ? {} : { workerId: values.workerId }), item: values.item ?? '', amount: values.amount ?? 0, happenedOn: values.happenedOn ?? today(),
            note: values.note, photos: values.photos.map(({ sha256 }) => sha256), documentNo: values.documentNo, ...(values.basis === undefined ? {} : { basis: values.basis }),
          })}
        >
          {(values) => {
            const book = able.find((one) => one.id === values.bookId) ?? first;
            const items = (book.live?.content.items ?? []).filter(({ source, bonusOf }) => source === null && bonusOf === null);
            const item = items.find(({ code }) => code === values.item);
            const need = [{ required: true, message: t('pointsDesk.need') }];
            return (
              <>
                {able.length > 1 ? <Form.Item name="bookId" label={t('pointsDesk.book')}><Select options={able.map((one) => ({ value: one.id, label: `${one.area.name} ${one.name}` }))} /></Form.Item> : null}
                {book.kind === 'household' ? <Form.Item name="householdId" label={t('pointsDesk.propose.household')} rules={need}><HouseholdSelect bookId={book.id} text={text} onText={setText} /></Form.Item> : <Form.Item name="workerId" label={t('pointsDesk.propose.worker')} rules={need}><WorkerSelect bookId={book.id} /></Form.Item>}
                <Form.Item name="item" label={t('pointsDesk.propose.item')} rules={need}><Select showSearch={{ optionFilterProp: 'label' }} options={items.map((one) => ({ value: one.code, label: `${say(`points.class.${one.class}`)}　${one.title}　${one.upTo ? t('pointsDesk.rules.upTo') : ''}${signed(one.points)}` }))} /></Form.Item>
                <Form.Item name="amount" label={t('pointsDesk.propose.amount')} rules={need} extra={item ? t(item.upTo ? 'pointsDesk.propose.amountUpTo' : 'pointsDesk.propose.amountFixed', { n: Math.abs(item.points) }) : undefined}><InputNumber style={{ width: 160 }} /></Form.Item>
                <Form.Item name="happenedOn" label={t('pointsDesk.propose.on')} rules={need}><DayField notAfter={today()} /></Form.Item>
                <Form.Item name="note" label={t('pointsDesk.propose.note')} extra={t(item?.family ? 'pointsDesk.propose.noteFamily' : 'pointsDesk.propose.noteWhy')}><Input.TextArea rows={3} maxLength={1_000} /></Form.Item>
                <Form.Item name="photos" label={t('pointsDesk.propose.photos')}><PhotosField /></Form.Item>
                <Form.Item name="documentNo" label={t('pointsDesk.propose.documentNo')}><Input maxLength={60} /></Form.Item>
                {item?.family ? <Form.Item name="basis" label={t('pointsDesk.propose.basis')} rules={need}><Select options={bases.map((one) => ({ value: one, label: say(`points.basis.${one}`) }))} /></Form.Item> : null}
              </>
            );
          }}
        </CommandForm>
      ) : <p className="jw-form-body">{t('pointsDesk.propose.noItems')}</p>}
    </SidePanel>
  );
}

type SelectProps<T> = { value?: T; onChange?: (value: T) => void; id?: string };
export function HouseholdSelect({ bookId, text, onText, value, onChange, id }: SelectProps<string> & { bookId: number; text: string; onText: (text: string) => void }) {
  const t = useWords(pointsDeskWords);
  const answer = useAsk(households, { bookId, text }, { keepPrevious: true });
  return <Select {...(id === undefined ? {} : { id })} {...(value === undefined ? {} : { value })} showSearch={{ filterOption: false, onSearch: onText }} loading={answer.isFetching} placeholder={t('pointsDesk.propose.householdFind')} options={(answer.data?.items ?? []).map((one) => ({ value: one.id, label: `${one.name}　${one.area.name}` }))} onChange={(next: string) => { onChange?.(next); }} />;
}

function WorkerSelect({ bookId, value, onChange, id }: SelectProps<number> & { bookId: number }) {
  const answer = useAsk(workCards, { bookId });
  return <Select {...(id === undefined ? {} : { id })} {...(value === undefined ? {} : { value })} showSearch={{ optionFilterProp: 'label' }} options={(answer.data?.items ?? []).map((one) => ({ value: one.workerId, label: one.name }))} onChange={(next: number) => { onChange?.(next); }} />;
}
