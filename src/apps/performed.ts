import type { z } from 'zod';
import { perform, type BoundCommand, type Caller, type House } from '../platform/action.ts';
import type { Command } from '../platform/core/contract.ts';

/** The output of a command that nothing should refuse; a refusal here is a mistake of ours. */
export async function performed<Op extends Command>(house: House, bound: BoundCommand<Op>, input: unknown, caller: Omit<Caller, 'key' | 'clock'> & Partial<Caller>): Promise<z.output<Op['output']>> {
  const answer = await perform(house, bound, input, { key: null, clock: null, ...caller });
  if (answer.kind === 'done') return answer.output;
  const why = answer.kind === 'refused' ? answer.refusal.refused : answer.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join(', ');
  throw new Error(`${bound.operation.domain}.${bound.operation.name}: ${why}`);
}
