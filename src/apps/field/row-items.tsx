import { Button, Dialog } from 'antd-mobile';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { flush } from '../../domains/incidents/field/outbox.ts';
import { sentence, useWords } from '../../platform/client/i18n.ts';
import { freshId, useRow } from '../../platform/client/phone-row.ts';
import type { Row } from '../../platform/client/row.ts';
import type { Item } from '../../platform/core/sync/phone.ts';
import { refusalKey } from '../../platform/core/words.ts';
import { Notice } from '../../platform/ui/phone/notice.tsx';
import { Section } from '../../platform/ui/phone/screen.tsx';
import { phoneWords } from '../../platform/ui/phone/words.ts';
import { useMoments } from '../../platform/ui/time.ts';
import { correctionOf, gistOf, isHandedOver, isShown } from './row-gist.ts';
import { saveItem } from './save-item.ts';
import { fieldAppWords } from './words.ts';

/** Whatever else than reports this phone still owes the server: visits, diary, steps, orders. None goes by itself but by arriving. */
export function RowItems() {
  const say = useWords(fieldAppWords);
  const row = useRow();
  const items = (row?.now().items ?? []).filter(isShown);
  if (!row || items.length === 0) return null;
  const needs = items.filter(({ state, skip }) => state === 'parked' || skip);
  const going = items.filter((item) => !needs.includes(item));
  return (
    <>
      {[{ title: say('fieldApp.row.needsYou'), some: needs }, { title: say('fieldApp.row.onTheWay'), some: going }].map(({ title, some }) => (some.length === 0 ? null : (
        <section key={title} aria-label={title}>
          <h2 className="ph-pad rp-part">{title}</h2>
          {some.map((item) => <One key={item.id} item={item} row={row} />)}
        </section>
      )))}
    </>
  );
}

function One({ item, row }: { item: Item; row: Row }) {
  const say = useWords(fieldAppWords);
  const sayKit = useWords(phoneWords);
  const navigate = useNavigate();
  const { short } = useMoments();
  const [failed, setFailed] = useState('');
  const name = sentence(item.name.replace('.', '.action.')) ?? item.name;
  const gist = gistOf(item.input);
  const isParked = item.state === 'parked';
  const why = item.reason ? item.reason.detail || (sentence(refusalKey(item.reason.refused), item.reason.params) ?? say('fieldApp.row.refused')) : say('fieldApp.row.waiting');
  const door = correctionOf(item);
  const given = isHandedOver(item, row.now().items);
  const doing = async (work: () => Promise<void>, trouble: string): Promise<void> => {
    setFailed('');
    try {
      await work();
      await flush('now');
    } catch {
      setFailed(trouble);
    }
  };
  const handOver = (): Promise<void> => row.add({ id: freshId(), name: 'sync.handOver', input: { id: item.id, name: item.name, at: item.at, refused: item.reason?.refused ?? '', body: JSON.stringify(item.input ?? {}) } });
  const discard = (): void => {
    void Dialog.confirm({ content: say('fieldApp.row.discardAsk'), confirmText: say('fieldApp.row.discard'), cancelText: sayKit('phoneUi.cancel'), onConfirm: () => doing(() => row.close(item.id), sayKit('phoneUi.unwritten')) });
  };
  return (
    <Section>
      <div className="ph-stack">
        <div>
          <p className="ph-row-title">{name}</p>
          {gist ? <p className="ph-clamp">{gist}</p> : null}
          <p className="ph-quiet">{short(item.at)}</p>
        </div>
        <Notice tone={isParked ? 'bad' : 'warn'}>{why}</Notice>
        {given ? <Notice tone="good">{say('fieldApp.row.handedOver')}</Notice> : null}
        {failed ? <Notice tone="bad">{failed}</Notice> : null}
        <div className="ph-buttons ph-buttons-two">
          {isParked && door ? <Button className="ph-button" color="primary" onClick={() => { void navigate(door); }}>{say('fieldApp.row.correct')}</Button> : null}
          {isParked ? <Button className="ph-button" onClick={() => { void doing(() => row.again(item.id, item.input), sayKit('phoneUi.unwritten')); }}>{say('fieldApp.row.asItIs')}</Button> : null}
          {isParked && !given ? <Button className="ph-button" onClick={() => { void doing(handOver, sayKit('phoneUi.unwritten')); }}>{say('fieldApp.row.handOver')}</Button> : null}
          <Button className="ph-button" onClick={() => { try { saveItem(item, { name, why, gist, title: say('fieldApp.row.file'), labels: { at: say('fieldApp.row.at'), why: say('fieldApp.row.why'), all: say('fieldApp.row.all') } }); } catch { setFailed(say('fieldApp.row.saveFailed')); } }}>{say('fieldApp.row.save')}</Button>
          <Button className="ph-button" color="danger" fill="outline" onClick={discard}>{say('fieldApp.row.discard')}</Button>
        </div>
      </div>
    </Section>
  );
}
