import type { Log, LogFields } from './log.ts';

/** `kind`: what happened, as a refusal is named; `address`: whence. */
export type Note = (kind: string, address: string, fields?: LogFields) => void;

const silenceMs = 60_000;
const mostRemembered = 5_000;

/**
 * What somebody may do to us as often as he likes: one line a minute for each kind and address, which says how many before it
 * were left out. From very many addresses at once, one a minute for the kind alone.
 */
export function makeNotes(write: Log['info'], now: () => number = () => performance.now()): Note {
  const known = new Map<string, { at: number; leftOut: number }>();
  let sweptAt = -Infinity;
  return (kind, address, fields = {}) => {
    const at = now();
    // Once a second: in a flood to look through them all each time would be the greater harm.
    if (known.size >= mostRemembered && at - sweptAt >= 1_000) {
      sweptAt = at;
      for (const [other, { at: then }] of known) if (at - then >= silenceMs) known.delete(other);
    }
    const whence = known.size >= mostRemembered && !known.has(`${kind} ${address}`) ? 'many' : address;
    const last = known.get(`${kind} ${whence}`);
    if (last && at - last.at < silenceMs) return void (last.leftOut += 1);
    known.set(`${kind} ${whence}`, { at, leftOut: 0 });
    write('turned away', { ...fields, kind, address: whence, leftOut: last?.leftOut ?? 0 });
  };
}
