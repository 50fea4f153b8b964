import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd-mobile';
import { useWords } from '../../../platform/client/i18n.ts';
import { keyOf, useAsk } from '../../../platform/client/query.ts';
import { send } from '../../../platform/client/call.ts';
import { Notice } from '../../../platform/ui/phone/notice.tsx';
import { digest, digestRead } from '../contract.ts';
import { incidentsFieldWords } from './words.ts';

/** What fell due since the last look, as one line. */
export function DigestNotice() {
  const say = useWords(incidentsFieldWords);
  const client = useQueryClient();
  const { data } = useAsk(digest, {});
  if (!data || data.at === null || data.cases.length === 0) return null;
  const { at } = data;
  const read = async (): Promise<void> => {
    await send(digestRead, { at }).catch(() => undefined); // not read then, and shown again
    await client.invalidateQueries({ queryKey: keyOf(digest) });
  };
  return (
    <div className="ph-pad rp-gap">
      <Notice tone="warn">
        <p>{say('incidentsField.today.digest', { n: data.cases.length, numbers: data.cases.slice(0, 3).map((one) => one.number).join('、') })}</p>
        <Button className="ph-button rp-after" onClick={() => { void read(); }}>{say('incidentsField.today.digestRead')}</Button>
      </Notice>
    </div>
  );
}
