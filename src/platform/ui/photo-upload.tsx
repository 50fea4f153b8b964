import { useRef, useState } from 'react';
import { uploadPhoto, type StoredPhoto } from '../client/call.ts';
import { useWords } from '../client/i18n.ts';
import { useProblemText } from './states.tsx';
import { uiWords } from './words.ts';

/** Photos are sent when they are chosen; the form keeps their hashes. Paste works as well. */
export function PhotoUpload({ value, onChange, max = 12, id }: { value: readonly StoredPhoto[]; onChange: (photos: StoredPhoto[]) => void; max?: number; id?: string }) {
  const t = useWords(uiWords);
  const text = useProblemText();
  const input = useRef<HTMLInputElement>(null);
  const [waiting, setWaiting] = useState(0);
  const [problem, setProblem] = useState('');
  const add = async (files: readonly File[]): Promise<void> => {
    const images = files.filter((file) => file.type.startsWith('image/')).slice(0, max - value.length);
    setProblem('');
    setWaiting(images.length);
    const stored = [...value];
    for (const image of images) {
      try {
        const photo = await uploadPhoto(image);
        if (!stored.some((one) => one.sha256 === photo.sha256)) stored.push(photo);
      } catch (error) {
        setProblem(t('ui.photoFailed', { why: text(error) }));
      }
      setWaiting((count) => count - 1);
    }
    onChange(stored);
  };
  return (
    <div onPaste={(event) => { void add([...event.clipboardData.files]); }}>
      <div className="jw-photos">
        {value.map((photo) => (
          <span key={photo.sha256} className="jw-photo jw-photo-kept">
            <img src={photo.thumbnailUrl} alt="" width={photo.width} height={photo.height} />
            <button type="button" aria-label={t('ui.removePhoto')} title={t('ui.removePhoto')} onClick={() => { onChange(value.filter((one) => one !== photo)); }}>×</button>
          </span>
        ))}
        {Array.from({ length: waiting }, (_, index) => <span key={index} className="jw-photo jw-bone" />)}
        {value.length + waiting < max ? (
          <button type="button" id={id} className="jw-photo jw-photo-add" onClick={() => input.current?.click()}>+<small>{t('ui.addPhotos')}</small></button>
        ) : null}
      </div>
      <p className="jw-hint">{t('ui.photosHint', { max })}</p>
      {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
      <input
        ref={input} type="file" accept="image/jpeg,image/png,image/webp" multiple hidden
        onChange={(event) => { void add([...(event.target.files ?? [])]); event.target.value = ''; }}
      />
    </div>
  );
}
