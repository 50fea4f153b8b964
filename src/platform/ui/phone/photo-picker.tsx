import { useState, type ChangeEvent } from 'react';
import { Dialog, ImageViewer } from 'antd-mobile';
import { useWords } from '../../client/i18n.ts';
import { AlbumIcon, CameraIcon, CloseIcon } from './icons.tsx';
import { phoneWords } from './words.ts';

type Props = {
  readonly photos: readonly { readonly id: string; readonly url: string }[];
  /** How many are being shrunk. */
  readonly busy: number;
  readonly unreadable: readonly string[];
  readonly max: number;
  readonly why?: string;
  readonly error?: string | undefined;
  readonly onAdd: (files: readonly File[]) => void;
  readonly onRemove: (id: string) => void;
};

/** The camera first, the album beside it; what was taken is shown large enough to judge. */
export function PhotoPicker({ photos, busy, unreadable, max, why, error, onAdd, onRemove }: Props) {
  const say = useWords(phoneWords);
  const [open, setOpen] = useState<number | null>(null);
  const room = max - photos.length - busy;
  const take = (event: ChangeEvent<HTMLInputElement>): void => {
    const files = [...(event.target.files ?? [])].slice(0, Math.max(0, room));
    event.target.value = ''; // so that the same picture can be chosen again after it was removed
    if (files.length > 0) onAdd(files);
  };
  const remove = (id: string): void => {
    void Dialog.confirm({
      content: say('phoneUi.photos.removeAsk'), confirmText: say('phoneUi.ok'), cancelText: say('phoneUi.cancel'), onConfirm: () => onRemove(id),
    });
  };
  return (
    <div className="ph-photos" role="group" aria-label={say('phoneUi.photos.title')}>
      {room > 0 ? (
        <div className="ph-photo-take">
          <label className="ph-take ph-take-first">
            <input type="file" accept="image/*" capture="environment" onChange={take} />
            <CameraIcon size="1.75rem" /><span>{say('phoneUi.photos.camera')}</span>
          </label>
          <label className="ph-take">
            <input type="file" accept="image/*" multiple onChange={take} />
            <AlbumIcon size="1.75rem" /><span>{say('phoneUi.photos.album')}</span>
          </label>
        </div>
      ) : <p className="ph-quiet">{say('phoneUi.photos.full', { n: max })}</p>}
      {photos.length > 0 ? (
        <ul className="ph-thumbs">
          {photos.map((photo, index) => (
            <li key={photo.id}>
              <button type="button" className="ph-thumb" aria-label={say('phoneUi.photos.open', { n: index + 1 })} onClick={() => setOpen(index)}><img src={photo.url} alt="" /></button>
              <button type="button" className="ph-thumb-remove" aria-label={say('phoneUi.photos.remove')} onClick={() => remove(photo.id)}><CloseIcon size="1.25rem" /></button>
            </li>
          ))}
        </ul>
      ) : null}
      {busy > 0 ? <p className="ph-quiet" role="status">{say('phoneUi.photos.working', { n: busy })}</p> : null}
      {unreadable.length > 0 ? <p className="ph-error" role="alert">{say('phoneUi.photos.unreadable', { names: unreadable.join('、') })}</p> : null}
      {error ? <p className="ph-error" role="alert">{error}</p> : null}
      {why ? <p className="ph-quiet">{why}</p> : null}
      <ImageViewer.Multi images={photos.map((photo) => photo.url)} visible={open !== null} defaultIndex={open ?? 0} onClose={() => setOpen(null)} />
    </div>
  );
}
