import { BellOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Popover } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { digest, digestRead } from '../../domains/incidents/contract.ts';
import { clockKinds } from '../../domains/incidents/rules/clocks.ts';
import { incidentsWords } from '../../domains/incidents/words.ts';
import { send } from '../../platform/client/call.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { keyOf, useAsk } from '../../platform/client/query.ts';
import { Moment } from '../../platform/ui/moment.tsx';
import { deskAppWords } from './words.ts';

/** What fell due since it was last looked at: one message, however many cases. */
export function Bell() {
  const t = useWords(deskAppWords);
  const loop = useWords(incidentsWords);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const { data } = useAsk(digest, {}, { refetchEvery: 60_000 });
  const cases = data?.cases ?? [];
  const read = async (): Promise<void> => {
    setOpen(false);
    if (!data?.at) return;
    await send(digestRead, { at: data.at });
    await client.invalidateQueries({ queryKey: keyOf(digest) });
  };
  return (
    <Popover
      open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" arrow={false} title={t('deskApp.bell.title')}
      content={(
        <div className="desk-bell">
          {cases.length === 0 ? <p className="jw-muted">{t('deskApp.bell.none')}</p> : null}
          <ul>
            {cases.slice(0, 50).map((one) => {
              const kind = clockKinds.find((known) => known === one.kind);
              return (
                <li key={`${one.caseId}${one.kind}`}>
                  <button type="button" className="jw-link jw-num" onClick={() => { setOpen(false); void navigate(`/cases?case=${one.caseId}`); }}>{one.number}</button>
                  <span>{kind ? loop(`incidents.clock.${kind}`) : one.kind}</span><Moment at={one.dueAt} />
                </li>
              );
            })}
          </ul>
          {cases.length > 0 ? <Button size="small" onClick={() => { void read(); }}>{t('deskApp.bell.read')}</Button> : null}
        </div>
      )}
    >
      <Button type="text" aria-label={t('deskApp.bell.label', { n: cases.length })} icon={<Badge count={cases.length} size="small" overflowCount={99} offset={[4, -2]}><BellOutlined /></Badge>} />
    </Popover>
  );
}
