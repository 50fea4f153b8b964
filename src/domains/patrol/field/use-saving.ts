import { useState } from 'react';
import type { z } from 'zod';
import { Problem, send } from '../../../platform/client/call.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useWriting, type Sent } from '../../../platform/client/phone-row.ts';
import { sentence, useWords } from '../../../platform/client/i18n.ts';
import type { Command } from '../../../platform/core/contract.ts';
import { refusalKey } from '../../../platform/core/words.ts';
import { phoneWords } from '../../../platform/ui/phone/words.ts';
import { useProblemText } from '../../../platform/ui/states.tsx';

export type Saving = {
  readonly busy: boolean;
  /** What went wrong, as a sentence; what was typed stays. */
  readonly problem: string | null;
  /** Null: neither done nor kept. What may come later is written on the phone first, and then sent; the rest needs an answer now. */
  readonly save: <Op extends Command>(operation: Op, input: z.input<Op['input']>) => Promise<Exclude<Sent<Op>, { kind: 'refused' }> | null>;
};

/** Ids are made before the first try, so that a repeat is done once. `corrects`: a refused one, whose place the next try takes. */
export function useSaving(corrects: string | null = null): Saving {
  const client = useQueryClient();
  const text = useProblemText();
  const say = useWords(phoneWords);
  const writing = useWriting(corrects);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const refused = writing.refused ? writing.refused.detail || (sentence(refusalKey(writing.refused.refused)) ?? writing.refused.refused) : null;
  return {
    busy: busy || writing.busy, problem: writing.unwritten ? say('phoneUi.unwritten') : refused ?? problem,
    save: async <Op extends Command>(operation: Op, input: z.input<Op['input']>): Promise<Exclude<Sent<Op>, { kind: 'refused' }> | null> => {
      setProblem(null);
      if (operation.offline) {
        const sent = await writing.write(operation, input);
        return sent === null || sent.kind === 'refused' ? null : sent;
      }
      setBusy(true);
      try {
        const output = await send(operation, input);
        void client.invalidateQueries({ queryKey: ['patrol'] });
        return { kind: 'done', output };
      } catch (error) {
        const fields = error instanceof Problem ? error.fields.map(({ detail }) => detail).filter(Boolean).join(' ') : '';
        setProblem(fields || text(error));
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}
