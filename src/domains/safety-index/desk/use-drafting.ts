import { App } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../../../platform/client/i18n.ts';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { indexDeskWords } from './words.ts';

/** Sends what changes the draft, keeps what was refused, and has the screen read again. */
export function useDrafting(): { readonly busy: boolean; readonly problem: string; readonly act: (work: () => Promise<unknown>) => Promise<boolean> } {
  const t = useWords(indexDeskWords);
  const say = useProblemText();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const act = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setProblem('');
    let isDone = false;
    try {
      await work();
      isDone = true;
      void message.success(t('indexDesk.standards.saved'));
      await client.invalidateQueries({ queryKey: ['safety-index'] });
    } catch (error) {
      setProblem(say(error));
    }
    setBusy(false);
    return isDone;
  };
  return { busy, problem, act };
}
