import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { send } from '../../../platform/client/call.ts';
import type { Command } from '../../../platform/core/contract.ts';
import { useProblemText } from '../../../platform/ui/states.tsx';

export type Run = {
  readonly busy: boolean;
  /** What was refused, as a sentence. */
  readonly problem: string;
  readonly run: <Op extends Command>(operation: Op, input: z.input<Op['input']>, done?: string | ((output: z.output<Op['output']>) => string)) => Promise<z.output<Op['output']> | null>;
};

/** A single step behind a button: done, and everything of points asked again; or its reason beside it. */
export function useRun(): Run {
  const client = useQueryClient();
  const text = useProblemText();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  return {
    busy, problem,
    run: async (operation, input, done) => {
      setBusy(true);
      setProblem('');
      try {
        const output = await send(operation, input);
        await client.invalidateQueries({ queryKey: ['points'] });
        if (done !== undefined) void message.success(typeof done === 'string' ? done : done(output));
        return output;
      } catch (error) {
        setProblem(text(error));
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}
