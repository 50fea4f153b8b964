import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import { Problem, send } from '../../../platform/client/call.ts';
import { sentence, useWords } from '../../../platform/client/i18n.ts';
import { useWriting } from '../../../platform/client/phone-row.ts';
import { refusalKey } from '../../../platform/core/words.ts';
import { phoneWords } from '../../../platform/ui/phone/words.ts';
import { useSession } from '../../../platform/client/session.tsx';
import type { Command } from '../../../platform/core/contract.ts';
import { useProblemText } from '../../../platform/ui/states.tsx';
import { newId } from './device.ts';

export type StepState<Op extends Command> = {
  readonly busy: boolean;
  readonly done: boolean;
  /** What went wrong, as a sentence; the form keeps what was typed. */
  readonly problem: string | null;
  /** Somebody else took a step meanwhile. */
  readonly overtaken: boolean;
  /** The person has read it. */
  readonly clear: () => void;
  /** `also`: in the transaction in which the phone keeps it, where it does. */
  readonly take: (input: z.input<Op['input']>, also?: () => Promise<void>) => Promise<boolean>;
};

/**
 * Takes a step of a case. What may come later is written on the phone first and sent from there; `corrects`: a refused one, whose place
 * the next try takes. Of the rest, a try that got no answer is repeated word for word under the same key, so that it is done
 * once, even where the first one arrived and the case has moved since; a refused one, or other contents, is a new try.
 */
export function useStep<Op extends Command>(operation: Op, onDone?: () => Promise<void> | void, corrects: string | null = null): StepState<Op> {
  const client = useQueryClient();
  const text = useProblemText();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [overtaken, setOvertaken] = useState(false);
  const open = useRef<{ contents: string; input: z.input<Op['input']>; key: string } | null>(null);

  const writing = useWriting(corrects);
  const sayKit = useWords(phoneWords);
  const signedIn = useSession() !== null;
  const take = async (input: z.input<Op['input']>, also?: () => Promise<void>): Promise<boolean> => {
    if (operation.offline && signedIn) return keep(input, also);
    const contents = JSON.stringify({ ...Object(input), revision: undefined });
    if (open.current?.contents !== contents) open.current = { contents, input, key: newId() };
    const attempt = open.current;
    setBusy(true);
    setProblem(null);
    setDone(false);
    setOvertaken(false);
    try {
      await send(operation, attempt.input, attempt.key);
      open.current = null;
      await onDone?.();
      setDone(true);
      return true;
    } catch (error) {
      const unanswered = error instanceof Problem && (error.status === 0 || error.status >= 500 || error.status === 429);
      if (!unanswered) open.current = null;
      setOvertaken(error instanceof Problem && (error.status === 412 || error.status === 409));
      const fields = error instanceof Problem ? error.fields.map((field) => field.detail).filter(Boolean).join(' ') : '';
      setProblem(fields || text(error));
      return false;
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: ['incidents'] });
    }
  };
  const keep = async (input: z.input<Op['input']>, also?: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    setDone(false);
    setOvertaken(false);
    const sent = await writing.write(operation, input, also);
    setBusy(false);
    void client.invalidateQueries({ queryKey: ['incidents'] });
    if (sent === null || sent.kind === 'refused') {
      setOvertaken(sent !== null);
      setProblem(sent === null ? sayKit('phoneUi.unwritten') : sent.detail || (sentence(refusalKey(sent.refused)) ?? sent.refused));
      return false;
    }
    await onDone?.();
    setDone(true);
    return true;
  };
  const clear = (): void => {
    setProblem(null);
    setOvertaken(false);
  };
  return { busy, done, problem, overtaken, clear, take };
}
