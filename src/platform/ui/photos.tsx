import { useEffect, useRef, useState } from 'react';
import { useWords } from '../client/i18n.ts';
import { uiWords } from './words.ts';

export type PhotoLike = { readonly sha256: string; readonly url: string; readonly thumbnailUrl: string; readonly width: number; readonly height: number };

/** Photos in a row; a click shows one large, arrows turn the page. `large`: the first in its own shape, as large as there is room. */
export function PhotoStrip({ photos, large = false }: { photos: readonly PhotoLike[]; large?: boolean }) {
  const t = useWords(uiWords);
  const [shown, setShown] = useState<number | null>(null);
  if (photos.length === 0) return null;
  return (
    <>
      <div className={large ? 'jw-photos jw-photos-large' : 'jw-photos'} role="group" aria-label={t('ui.photos')}>
        {photos.map((photo, index) => (
          <button key={photo.sha256} type="button" className="jw-photo" onClick={() => { setShown(index); }} aria-label={t('ui.photoOf', { n: index + 1, all: photos.length })}>
            <img src={large && index === 0 ? photo.url : photo.thumbnailUrl} alt="" loading="lazy" width={photo.width} height={photo.height} />
          </button>
        ))}
      </div>
      {shown === null ? null : <Lightbox photos={photos} index={shown} onTurn={setShown} onClose={() => { setShown(null); }} />}
    </>
  );
}

function Lightbox({ photos, index, onTurn, onClose }: { photos: readonly PhotoLike[]; index: number; onTurn: (index: number) => void; onClose: () => void }) {
  const t = useWords(uiWords);
  const dialog = useRef<HTMLDialogElement>(null);
  const photo = photos[index];
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => { element?.close(); };
  }, []);
  const turn = (by: number): void => { onTurn((index + by + photos.length) % photos.length); };
  return (
    <dialog
      ref={dialog} className="jw-lightbox" aria-label={t('ui.photoOf', { n: index + 1, all: photos.length })} onClose={onClose}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') turn(-1);
        if (event.key === 'ArrowRight') turn(1);
      }}
      onClick={(event) => { if (event.target === dialog.current) onClose(); }}
    >
      {photo ? <img src={photo.url} alt="" /> : null}
      <div className="jw-lightbox-bar">
        {photos.length > 1 ? <button type="button" onClick={() => { turn(-1); }}>{t('ui.previous')}</button> : null}
        <span className="jw-num">{t('ui.photoOf', { n: index + 1, all: photos.length })}</span>
        {photos.length > 1 ? <button type="button" onClick={() => { turn(1); }}>{t('ui.next')}</button> : null}
        <button type="button" onClick={onClose}>{t('ui.close')}</button>
      </div>
    </dialog>
  );
}
