import { answered, begin, close, enqueue, resubmit, signedIn, tick, wake, type Item, type Kept, type Moment, type Phone, type Reply, type Send, type Step, type Write } from '../core/sync/phone.ts';
import type { Doc } from '../core/sync/wire.ts';

// Runs the steps of `core/sync/phone.ts` on a real phone: one after the other, each written before what it sends is sent.

/** Another page of the same phone has written since this one last read: what was meant to be written was not. */
export class Overtaken extends Error {}

export type RowStore = {
  readonly load: () => Promise<Kept | null>;
  /** All of it or nothing; `also` is written in the same transaction, in tables of the app's own store. @throws Overtaken */
  readonly commit: (write: Write, also?: () => Promise<void>) => Promise<void>;
  readonly docs: (source: string) => Promise<Doc[]>;
  /** His alone; what is unsent stays. */
  readonly wipePulled: () => Promise<void>;
};

export type Ports = {
  readonly store: RowStore;
  /** Never rejects: what did not come back has status 0. */
  readonly send: (send: Send) => Promise<Reply>;
  readonly moment: Moment;
  /** Written in the transaction in which items change, in tables of the app's own. */
  readonly alongside?: (changed: readonly Item[]) => Promise<void>;
};

export type Row = {
  readonly now: () => Phone;
  readonly watch: (watcher: () => void) => () => void;
  /** Kept when it resolves; where the phone is full it rejects, and nothing has changed: the words are still in the form. */
  readonly add: (command: { readonly id: string; readonly name: string; readonly input: unknown }, also?: () => Promise<void>) => Promise<void>;
  readonly again: (id: string, input: unknown, also?: () => Promise<void>) => Promise<void>;
  readonly close: (id: string) => Promise<void>;
  readonly comeBack: () => Promise<void>;
  /** What was pulled of a domain. */
  readonly docs: (source: string) => Promise<Doc[]>;
  /** Sends what is due and waits for the answers to what it sent. `urgent`: a person pressed the button. */
  readonly flush: (urgent?: boolean) => Promise<void>;
};

/** Two pages, each with a person's finger: more than this they do not overtake each other in a moment. */
const mostTries = 20;

export async function openRow(person: number, { store, send, moment, alongside }: Ports): Promise<Row> {
  let phone: Phone = wake((await store.load()) ?? begin(moment.newId(), person));
  const watchers = new Set<() => void>();
  let last: Promise<unknown> = Promise.resolve();

  /** Steps wait for one another: each sees what the one before wrote. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  /** Of two pages that are open at once the slower reads what the other wrote and does its step again: no number is given twice. */
  const take = async (stepFrom: (phone: Phone) => Step, also?: () => Promise<void>): Promise<Send | null> => {
    for (let tries = 1;; tries += 1) {
      const step = stepFrom(phone);
      try {
        if (step.write) {
          const { put } = step.write;
          await store.commit(step.write, async () => { await alongside?.(put); await also?.(); });
        }
        phone = step.phone;
        watchers.forEach((watcher) => watcher());
        return step.send;
      } catch (error) {
        if (!(error instanceof Overtaken) || tries >= mostTries) throw error;
        phone = wake((await store.load()) ?? begin(moment.newId(), person));
      }
    }
  };
  /** An answer that cannot be written was not heard: it is asked for again later. */
  const hear = async (reply: Reply): Promise<void> => {
    await take((now) => answered(now, reply, moment)).catch(() => take((now) => answered(now, { ...reply, status: 0, body: undefined }, moment)));
  };
  const flush = async (urgent = false): Promise<void> => {
    let sent = await inTurn(() => take((now) => tick(now, moment, urgent)));
    while (sent) {
      const reply = await send(sent);
      await inTurn(() => hear(reply));
      sent = await inTurn(() => take((now) => tick(now, moment)));
    }
  };
  return {
    now: () => phone,
    watch: (watcher) => { watchers.add(watcher); return () => { watchers.delete(watcher); }; },
    add: async (command, also) => { await inTurn(() => take((now) => enqueue(now, command, moment), also)); },
    again: async (id, input, also) => { await inTurn(() => take((now) => resubmit(now, id, input, moment), also)); },
    close: async (id) => { await inTurn(() => take((now) => close(now, id))); },
    docs: (source) => store.docs(source),
    comeBack: () => inTurn(async () => { phone = signedIn(phone); await Promise.resolve(); }),
    flush,
  };
}

