import { Button } from 'antd';
import { chain } from '../contract.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { downloadText } from '../../../platform/client/download.ts';
import { useAsk } from '../../../platform/client/query.ts';
import { witnessed } from '../../../platform/client/witness.ts';
import { dayOf } from '../../../platform/core/calendar.ts';
import { fullMoment } from '../../../platform/ui/time.ts';
import { Chip } from '../../../platform/ui/chips.tsx';
import { auditDeskWords } from './words.ts';

/** Is the log as it was written, and when was it signed last: one line above it. */
export function ChainLine() {
  const t = useWords(auditDeskWords);
  const { data } = useAsk(chain, {});
  if (!data) return null;
  const { whole, checked, linked, checkpoint } = data;
  const lines = witnessed();
  const save = (): void => { downloadText(t('auditDesk.chain.file', { day: dayOf(new Date()) }), `${lines.join('\n')}\n`); };
  return (
    <span className="aud-chain">
      <span title={t('auditDesk.chain.detail', { linked, checked })}><Chip tone={whole ? 'quiet' : 'red'}>{t(whole ? 'auditDesk.chain.whole' : 'auditDesk.chain.broken')}</Chip></span>
      <span className="jw-hint">{checkpoint ? t('auditDesk.chain.signed', { at: fullMoment(checkpoint.at) }) : t('auditDesk.chain.unsigned')}</span>
      {lines.length > 0 ? <Button size="small" type="link" title={t('auditDesk.chain.witnessHint')} onClick={save}>{t('auditDesk.chain.witness')}</Button> : null}
    </span>
  );
}
