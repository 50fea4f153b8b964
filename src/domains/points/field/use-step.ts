import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { Problem, send } from '../../../platform/client/call.ts';
import type { Command } from '../../../platform/core/contract.ts';
import { useProblemText } from '../../../platform/ui/states.tsx';

export type PointsStep = { readonly busy: boolean; /** As a sentence; what was typed stays. */ readonly problem: string | null; readonly take: <Op extends Command>(operation: Op, input: z.input<Op['input']>) => Promise<z.output<Op['output']> | null> };

/** A step that needs its answer now: another member may have taken it meanwhile. */
export function usePointsStep(): PointsStep {
  const client = useQueryClient();
  const text = useProblemText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  return {
    busy, problem,
    take: async (operation, input) => {
      setBusy(true);
      setProblem(null);
      try {
        const output = await send(operation, input);
        void client.invalidateQueries({ queryKey: ['points'] });
        return output;
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
