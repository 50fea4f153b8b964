import { useCallback, useEffect, useRef, useState } from 'react';
import { drafts } from './phone-row.ts';
import { useSession } from './session.tsx';

export type Draft<T> = {
  readonly fields: T;
  readonly change: (part: Partial<T>) => void;
  readonly ready: boolean;
  /** The phone could not store it (full, or a private window): it is lost when the page is closed. */
  readonly unstored: boolean;
  readonly drop: () => Promise<void>;
};

/** A form's fields, written to the phone at every keystroke and back again after a reload. `nobody`: also of somebody signed in it lies open. */
export function useDraft<T extends object>(key: string, blank: T, nobody = false): Draft<T> {
  const session = useSession()?.personId ?? null;
  const person = nobody ? null : session;
  const [fields, setFields] = useState<T>(blank);
  const [readyKey, setReadyKey] = useState<string | null>(null);
  const [unstored, setUnstored] = useState(false);
  const latest = useRef<T>(blank);
  const last = useRef<Promise<void>>(Promise.resolve());

  useEffect(() => {
    let gone = false;
    drafts().read(person, key).then((draft) => ({ ...blank, ...Object(draft) }) as T, () => blank) // written by this hook from a T
      .then((found) => {
        if (gone) return;
        latest.current = found;
        setFields(found);
        setReadyKey(key);
      });
    return () => { gone = true; };
    // `blank` is a constant of the form.
  }, [key, person]);

  /** One after the other: a lock takes its time, and the last word must be the last. */
  const inTurn = useCallback((work: () => Promise<void>): Promise<void> => {
    last.current = last.current.then(work, work);
    return last.current;
  }, []);
  const change = useCallback((part: Partial<T>) => {
    const now = { ...latest.current, ...part };
    latest.current = now;
    setFields(now);
    inTurn(() => (latest.current === now ? drafts().write(person, key, now) : Promise.resolve())).then(() => setUnstored(false), () => setUnstored(true));
  }, [key, person, inTurn]);
  const drop = useCallback(() => inTurn(() => drafts().drop(key)), [key, inTurn]);
  return { fields, change, ready: readyKey === key, unstored, drop };
}
