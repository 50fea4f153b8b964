import { useState } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { CheckIcon, CopyIcon } from '../../../platform/ui/phone/icons.tsx';
import { incidentsFieldWords } from './words.ts';

/** The number to follow, large, and into the clipboard with one tap. */
export function CopyNumber({ number }: { number: string }) {
  const say = useWords(incidentsFieldWords);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(number);
      setCopied(true);
    } catch {
      setCopied(false); // no TLS, or not allowed: the number stands there to be selected
    }
  };
  return (
    <div className="rp-number">
      <strong>{number}</strong>
      <button type="button" className="ph-button" onClick={() => { void copy(); }}>{copied ? <CheckIcon /> : <CopyIcon />}{say(copied ? 'incidentsField.sent.copied' : 'incidentsField.sent.copy')}</button>
      {copied === false ? <p className="ph-quiet" role="status">{say('incidentsField.sent.copyByHand')}</p> : null}
    </div>
  );
}
