import { Button, Dialog } from 'antd-mobile';
import { useState, useSyncExternalStore, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useWords } from '../../../platform/client/i18n.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Screen, Section } from '../../../platform/ui/phone/screen.tsx';
import { phoneWords } from '../../../platform/ui/phone/words.ts';
import { EmptyState, LoadingState } from '../../../platform/ui/states.tsx';
import { beginCorrection, device, discardWaiting, outboxOwner, photosOf, type Waiting } from './device.ts';
import { exportReport } from './export-report.ts';
import { FollowingPhotos, useFollowing } from './following-photos.tsx';
import { useStored } from './kept.ts';
import { useOthers } from './outbox-chip.tsx';
import { flush, handOver, holdOf, sendingNow, tryAgain, watchSending } from './outbox.ts';
import { useHoldWords } from './outbox-words.ts';
import { useAgo } from './report-details.tsx';
import { incidentsFieldWords } from './words.ts';

/** Everything that this phone still owes the server, each with the reason and with what may be done about it. */
export function OutboxScreen({ more }: { more?: ReactNode }) {
  const say = useWords(incidentsFieldWords);
  const session = useSession();
  const others = useOthers();
  const items = useStored(() => device.waiting.orderBy('at').toArray(), []);
  const personId = session?.personId ?? null;
  const following = useFollowing();
  // What another user of this phone wrote is counted, not shown.
  const own = items?.filter((item) => holdOf(item, personId) !== 'otherPerson') ?? [];
  const parts = [
    { title: say('incidentsField.outbox.needsYou'), items: own.filter(({ state }) => state === 'refused') },
    { title: say('incidentsField.outbox.onTheWay'), items: own.filter(({ state }) => state !== 'refused') },
  ];
  const foreign = (items?.length ?? 0) - own.length;
  return (
    <Screen title={say('incidentsField.outbox.title')} above="/">
      {!items ? <LoadingState rows={3} /> : null}
      {items?.length === 0 && following.length === 0 && others === 0 ? <EmptyState title={say('incidentsField.outbox.empty')} hint={say('incidentsField.outbox.emptyHint')} /> : null}
      {others > 0 || own.some((item) => item.state === 'waiting') ? <div className="ph-pad rp-gap"><Button className="ph-button" block color="primary" onClick={() => { void flush('now'); }}>{say('incidentsField.outbox.sendAll')}</Button></div> : null}
      {parts.map(({ title, items: some }) => (some.length === 0 ? null : (
        <section key={title} aria-label={title}>
          <h2 className="ph-pad rp-part">{title}</h2>
          {some.map((item) => <Item key={item.id} item={item} personId={personId} />)}
        </section>
      )))}
      <FollowingPhotos photos={following} />
      {more}
      {foreign > 0 ? <div className="ph-pad"><Notice tone="warn">{say('incidentsField.outbox.foreign', { n: foreign })}</Notice></div> : null}
      {(items && items.length > 0) || others > 0 ? <p className="ph-quiet ph-pad">{say('incidentsField.outbox.never')}</p> : null}
    </Screen>
  );
}

function Item({ item, personId }: { item: Waiting; personId: number | null }) {
  const say = useWords(incidentsFieldWords);
  const sayKit = useWords(phoneWords);
  const navigate = useNavigate();
  const why = useHoldWords();
  const ago = useAgo();
  const [failed, setFailed] = useState(false);
  const sending = useSyncExternalStore(watchSending, sendingNow);
  const photos = useStored(() => device.photos.where('owner').equals(outboxOwner(item.id)).count(), [item.id]) ?? 0;
  const running = sending?.id === item.id;
  const unsigned = holdOf(item, personId) === 'nobody';

  const correct = async (): Promise<void> => {
    await beginCorrection(item.id);
    void navigate(`/report/correct/${item.id}`);
  };
  const save = async (): Promise<void> => {
    setFailed(false);
    try {
      await exportReport(item, await photosOf(outboxOwner(item.id)), say, why(item));
    } catch {
      setFailed(true);
    }
  };
  const discard = (): void => {
    void Dialog.confirm({ content: say('incidentsField.outbox.discardAsk'), confirmText: say('incidentsField.outbox.discard'), cancelText: sayKit('phoneUi.cancel'), onConfirm: async () => { await discardWaiting(item.id); await flush(); } });
  };
  return (
    <Section>
      <div className="ph-stack">
        <div>
          <p className="ph-row-title ph-clamp">{item.fields.description}</p>
          <p className="ph-quiet">{[ago(item.at), item.fields.place?.areaName ?? '', say('incidentsField.outbox.photos', { n: photos })].filter(Boolean).join(' · ')}</p>
        </div>
        {running ? <Notice>{say('incidentsField.outbox.running', { percent: Math.round((sending?.progress.share ?? 0) * 100) })}</Notice> : <Notice tone={item.state === 'refused' ? 'bad' : 'warn'}>{why(item)}</Notice>}
        {item.handedOver ? <Notice tone="good">{say('incidentsField.outbox.handedOver')}</Notice> : null}
        {failed ? <Notice tone="bad">{say('incidentsField.outbox.exportFailed')}</Notice> : null}
        {running ? null : (
          <div className="ph-buttons ph-buttons-two">
            {item.state === 'refused' ? <Button className="ph-button" color="primary" onClick={() => { void correct(); }}>{say('incidentsField.outbox.correct')}</Button> : null}
            {item.state === 'refused' || unsigned ? <Button className="ph-button" onClick={() => { void tryAgain(item, personId); }}>{say(unsigned ? 'incidentsField.outbox.inMyName' : 'incidentsField.outbox.asItIs')}</Button> : null}
            {item.state === 'refused' && item.inRow && !item.handedOver ? <Button className="ph-button" onClick={() => { void handOver(item); }}>{say('incidentsField.outbox.handOver')}</Button> : null}
            <Button className="ph-button" onClick={() => { void save(); }}>{say('incidentsField.outbox.export')}</Button>
            <Button className="ph-button" color="danger" fill="outline" onClick={discard}>{say('incidentsField.outbox.discard')}</Button>
          </div>
        )}
      </div>
    </Section>
  );
}
