import { Button, Dialog } from 'antd-mobile';
import { useEffect, useState } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { useSession } from '../../../platform/client/session.tsx';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { Section } from '../../../platform/ui/phone/screen.tsx';
import { phoneWords } from '../../../platform/ui/phone/words.ts';
import { device, followingOwner, type KeptPhoto } from './device.ts';
import { sendAnew } from './following.ts';
import { useStored } from './kept.ts';
import { flush } from './outbox.ts';
import { incidentsFieldWords } from './words.ts';

/** Own photos whose report has arrived and that the server has not named yet. */
export function useFollowing(): readonly KeptPhoto[] {
  const person = useSession()?.personId ?? null;
  return useStored(async () => (person === null ? [] : device.photos.where('owner').equals(followingOwner(person)).toArray()), [person]) ?? [];
}

/** How many are on their way; each that the server will not take, with the reason and what may be done about it. */
export function FollowingPhotos({ photos }: { photos: readonly KeptPhoto[] }) {
  const say = useWords(incidentsFieldWords);
  const onTheWay = photos.filter(({ problem }) => !problem).length;
  if (photos.length === 0) return null;
  return (
    <section aria-label={say('incidentsField.outbox.photosTitle')}>
      <h2 className="ph-pad rp-part">{say('incidentsField.outbox.photosTitle')}</h2>
      {onTheWay > 0 ? (
        <Section>
          <div className="ph-stack">
            <Notice tone="warn">{say('incidentsField.outbox.photosFollow', { n: onTheWay })}</Notice>
            <Button className="ph-button ph-button-wide" block onClick={() => { void flush('now'); }}>{say('incidentsField.outbox.retry')}</Button>
          </div>
        </Section>
      ) : null}
      {photos.filter(({ problem }) => problem).map((photo) => <Stayed key={photo.id} photo={photo} />)}
    </section>
  );
}

function Stayed({ photo }: { photo: KeptPhoto }) {
  const say = useWords(incidentsFieldWords);
  const sayKit = useWords(phoneWords);
  const [url, setUrl] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(photo.image);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [photo.image]);
  const discard = (): void => {
    void Dialog.confirm({ content: say('incidentsField.outbox.photoDiscardAsk'), confirmText: say('incidentsField.outbox.discard'), cancelText: sayKit('phoneUi.cancel'), onConfirm: async () => { await device.photos.delete(photo.id); } });
  };
  return (
    <Section>
      <div className="ph-stack">
        <div className="ph-thumbs"><span className="ph-thumb"><img src={url} alt="" /></span></div>
        <Notice tone="bad"><p>{say('incidentsField.outbox.photoStays')}</p><p>{photo.problem?.detail ?? ''}</p></Notice>
        <div className="ph-buttons ph-buttons-two">
          <Button className="ph-button" color="primary" onClick={() => { void sendAnew(photo).then(() => flush('now')); }}>{say('incidentsField.outbox.retry')}</Button>
          <a className="ph-button" href={url} download={`${(photo.sent ?? photo.id).slice(0, 12)}.jpg`}>{say('incidentsField.outbox.export')}</a>
          <Button className="ph-button" color="danger" fill="outline" onClick={discard}>{say('incidentsField.outbox.discard')}</Button>
        </div>
      </div>
    </Section>
  );
}
