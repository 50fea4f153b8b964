import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useWords } from '../../client/i18n.ts';
import { CloseIcon } from './icons.tsx';
import { phoneWords } from './words.ts';

/** A choice that covers the lower part of the screen, within reach of the thumb. The browser's own dialog: it keeps the focus, Escape closes it. */
export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const say = useWords(phoneWords);
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => { element?.close(); };
  }, []);
  return (
    <dialog ref={dialog} className="ph-sheet" aria-labelledby={id} onCancel={onClose} onClick={(event) => { if (event.target === dialog.current) onClose(); }}>
      <div className="ph-sheet-inner">
        <div className="ph-sheet-head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="ph-icon-button" aria-label={say('phoneUi.cancel')} onClick={onClose}><CloseIcon /></button>
        </div>
        <div className="ph-sheet-body">{children}</div>
      </div>
    </dialog>
  );
}
