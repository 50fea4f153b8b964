import { Button, Dialog } from 'antd-mobile';
import { Link } from 'react-router';
import { device } from '../../domains/incidents/field/device.ts';
import { useStored } from '../../domains/incidents/field/kept.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { Section } from '../../platform/ui/phone/screen.tsx';
import { fieldAppWords } from './words.ts';

/** What lies on this phone, in numbers and in words, and how it goes away. */
export function StoredHere() {
  const say = useWords(fieldAppWords);
  const held = useStored(async () => ({ waiting: await device.waiting.count(), drafts: await device.drafts.count(), photos: await device.photos.count(), sent: await device.sent.count() }), []);
  if (!held) return null;
  const forget = (): void => {
    void Dialog.confirm({ content: say('fieldApp.stored.forgetAsk', { n: held.sent }), confirmText: say('fieldApp.stored.forget'), cancelText: say('fieldApp.signOut.stay'), onConfirm: () => device.sent.clear() });
  };
  const dropDrafts = (): void => {
    void Dialog.confirm({
      content: say('fieldApp.stored.dropAsk', { n: held.drafts }), confirmText: say('fieldApp.stored.drop'), cancelText: say('fieldApp.signOut.stay'),
      onConfirm: () => device.transaction('rw', device.drafts, device.photos, async () => {
        await device.drafts.clear();
        await device.photos.filter((photo) => !photo.owner.startsWith('outbox:')).delete();
      }),
    });
  };
  return (
    <Section title={say('fieldApp.stored.title')}>
      <ul className="fa-list">
        <li>{held.waiting > 0 ? <Link className="ph-link" to="/outbox">{say('fieldApp.stored.waiting', { n: held.waiting })}</Link> : say('fieldApp.stored.waiting', { n: 0 })}</li>
        <li>{say('fieldApp.stored.drafts', { n: held.drafts, photos: held.photos })}</li>
        <li>{say('fieldApp.stored.sent', { n: held.sent })}</li>
        <li>{say('fieldApp.stored.settings')}</li>
      </ul>
      <p className="ph-quiet">{say('fieldApp.stored.rights')}</p>
      <div className="ph-buttons fa-after">
        {held.drafts > 0 ? <Button className="ph-button" block onClick={dropDrafts}>{say('fieldApp.stored.drop')}</Button> : null}
        {held.sent > 0 ? <Button className="ph-button" block onClick={forget}>{say('fieldApp.stored.forget')}</Button> : null}
      </div>
    </Section>
  );
}
