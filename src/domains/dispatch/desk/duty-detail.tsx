import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { endDuty } from '../contract.ts';
import { send } from '../../../platform/client/call.ts';
import { useWords } from '../../../platform/client/i18n.ts';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { useNow } from '../../../platform/ui/time.ts';
import { Facts } from '../../../platform/ui/work-page.tsx';
import { fullTime, type Turn } from './week.ts';
import { dispatchDeskWords } from './words.ts';

export function DutyDetail({ turn, mayEnd, onDone }: { turn: Turn; mayEnd: boolean; onDone: () => void }) {
  const t = useWords(dispatchDeskWords);
  const say = useProblemText();
  const client = useQueryClient();
  const { message } = App.useApp();
  const now = useNow();
  const [problem, setProblem] = useState('');
  const end = async (): Promise<void> => {
    setProblem('');
    try {
      await send(endDuty, { id: turn.id });
      void client.invalidateQueries({ queryKey: [endDuty.domain] });
      void message.success(t('dispatchDesk.roster.removed'));
      onDone();
    } catch (error) {
      setProblem(say(error));
    }
  };
  const isOver = Date.parse(turn.to) <= now.getTime();
  return (
    <section>
      <Facts rows={[
        [t('dispatchDesk.roster.unit'), turn.unit.name], [t('dispatchDesk.roster.person'), turn.person.name],
        [t('dispatchDesk.roster.time'), <span key="time" className="jw-num">{fullTime(turn)}</span>],
      ]} />
      {mayEnd ? (
        <p className="ros-end">
          {isOver ? <span className="jw-muted">{t('dispatchDesk.roster.over')}</span> : (
            <Popconfirm title={t('dispatchDesk.roster.remove')} description={t('dispatchDesk.roster.removeSure')} onConfirm={end} okButtonProps={{ danger: true }}>
              <Button danger>{t('dispatchDesk.roster.remove')}</Button>
            </Popconfirm>
          )}
        </p>
      ) : null}
      {problem ? <p className="jw-problem" role="alert">{problem}</p> : null}
    </section>
  );
}
