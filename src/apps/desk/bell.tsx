import { BellOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Popover } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { z } from 'zod';
import { digest, digestRead, messages } from '../../domains/incidents/contract.ts';
import { clockKinds } from '../../domains/incidents/rules/clocks.ts';
import { incidentsWords } from '../../domains/incidents/words.ts';
import { send } from '../../platform/client/call.ts';
import { useWords } from '../../platform/client/i18n.ts';
import { keyOf, useAsk } from '../../platform/client/query.ts';
import { useSession } from '../../platform/client/session.tsx';
import { Moment } from '../../platform/ui/moment.tsx';
import { dueByCase, type DueCase } from './due-by-case.ts';
import { deskAppWords } from './words.ts';

const mostShown = 50;

/** What was said to my units and what fell due since it was last looked at: one message, however many cases. */
export function Bell() {
  const t = useWords(deskAppWords);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  // Events of the live stream refresh both; the minute is for a line that is down.
  const fell = useAsk(digest, {}, { refetchEvery: 60_000 });
  const said = useAsk(messages, {}, { refetchEvery: 60_000 });
  const [seen, see] = useSeen();
  const due = dueByCase(fell.data?.cases ?? []);
  const words = said.data?.items ?? [];
  const fresh = words.filter(({ at }) => at > seen).length;
  const unread = fresh + due.length;
  const go = (to: string): void => {
    setOpen(false);
    void navigate(to);
  };
  const read = async (): Promise<void> => {
    setOpen(false);
    if (words[0]) see(words[0].at);
    if (!fell.data?.at) return;
    await send(digestRead, { at: fell.data.at }).catch(() => undefined); // not read then, and shown again
    await client.invalidateQueries({ queryKey: keyOf(digest) });
  };
  return (
    <Popover
      open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" arrow={false}
      content={(
        <div className="desk-bell">
          <div className="desk-bell-list">
            {words.length === 0 && due.length === 0 ? <p className="jw-muted">{t('deskApp.bell.none')}</p> : null}
            {words.length > 0 ? <Said items={words} seen={seen} onCase={(caseId) => { go(`/cases?case=${caseId}`); }} /> : null}
            {due.length > 0 ? <Due cases={due} onCase={(caseId) => { go(`/cases?case=${caseId}`); }} /> : null}
          </div>
          {unread > 0 ? <Button size="small" onClick={() => { void read(); }}>{t('deskApp.bell.read')}</Button> : null}
        </div>
      )}
    >
      <Button type="text" aria-label={t('deskApp.bell.label', { n: unread })} icon={<Badge count={unread} size="small" overflowCount={99} offset={[4, -2]}><BellOutlined aria-hidden /></Badge>} />
    </Popover>
  );
}

type Message = z.output<typeof messages.output>['items'][number];

/** 喊话. One to a checkpoint that has no part in the case is read here; it leads nowhere. */
function Said({ items, seen, onCase }: { items: readonly Message[]; seen: string; onCase: (caseId: string) => void }) {
  const t = useWords(deskAppWords);
  return (
    <section>
      <h3>{t('deskApp.bell.said')}</h3>
      <ul>
        {items.map((one) => (
          <li key={`${one.caseId}${one.seq}`} className="desk-said">
            <div><b>{one.from}</b>{one.at > seen ? <span className="jw-chip jw-chip-accent">{t('deskApp.bell.new')}</span> : null}<Moment at={one.at} /></div>
            <p>{one.text}</p>
            <small className="jw-muted">
              {t('deskApp.bell.to', { unit: one.unitName })} · {one.areaName} · {one.mayOpen ? <button type="button" className="jw-link jw-num" onClick={() => { onCase(one.caseId); }}>{one.number}</button> : <span className="jw-num">{one.number}</span>}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Due({ cases, onCase }: { cases: readonly DueCase[]; onCase: (caseId: string) => void }) {
  const t = useWords(deskAppWords);
  const loop = useWords(incidentsWords);
  const clockName = (kind: string): string => {
    const known = clockKinds.find((one) => one === kind);
    return known ? loop(`incidents.clock.${known}`) : kind;
  };
  return (
    <section>
      <h3>{t('deskApp.bell.due', { n: cases.length })}</h3>
      <ul>
        {cases.slice(0, mostShown).map((one) => (
          <li key={one.caseId} className="desk-due">
            <button type="button" className="jw-link jw-num" onClick={() => { onCase(one.caseId); }}>{one.number}</button>
            <span className="jw-cut" title={one.kinds.map(clockName).join(' · ')}>{one.kinds.map(clockName).join(' · ')}</span><Moment at={one.dueAt} />
          </li>
        ))}
      </ul>
      {cases.length > mostShown ? <p className="jw-muted">{t('deskApp.bell.more', { n: cases.length - mostShown })}</p> : null}
    </section>
  );
}

/** The service does not keep who has read a message; this computer does, for each person. */
function useSeen(): [string, (at: string) => void] {
  const place = `jingwei.messages-seen.${useSession()?.personId ?? 0}`;
  const [seen, setSeen] = useState(() => localStorage.getItem(place) ?? '');
  return [seen, (at) => {
    localStorage.setItem(place, at);
    setSeen(at);
  }];
}
