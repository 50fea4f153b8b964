import { useState } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { CheckIcon, CopyIcon } from '../../../platform/ui/phone/icons.tsx';
import { incidentsFieldWords } from './words.ts';

/** As it is read and typed: `7K3M-9Q2C`. */
export function grouped(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** The number to follow, and 查询码 where the person is the reporter: large, and into the clipboard with one tap. */
export function CopyNumber({ number, code = null }: { number: string; code?: string | null }) {
  const say = useWords(incidentsFieldWords);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code === null ? number : `${number} ${say('incidentsField.sent.code')} ${grouped(code)}`);
      setCopied(true);
    } catch {
      setCopied(false); // no TLS, or not allowed: the number stands there to be selected
    }
  };
  return (
    <div className="rp-number">
      <div>
        <strong>{number}</strong>
        {code === null ? null : <p><span className="ph-quiet">{say('incidentsField.sent.code')}</span> <strong>{grouped(code)}</strong></p>}
      </div>
      <button type="button" className="ph-button" onClick={() => { void copy(); }}>{copied ? <CheckIcon /> : <CopyIcon />}{say(copied ? 'incidentsField.sent.copied' : 'incidentsField.sent.copy')}</button>
      {copied === false ? <p className="ph-quiet" role="status">{say('incidentsField.sent.copyByHand')}</p> : null}
    </div>
  );
}
