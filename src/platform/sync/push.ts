import { mostFailures, mostInPush, skipName, type Mutation, type PushAnswer, type PushRequest, type Reason, type Settled } from '../core/sync/wire.ts';

// The server's side of a push, over whatever keeps it: PostgreSQL (`store.ts`) or, in the simulator, memory.

export type Arrival = { readonly epoch: string; readonly now: string; readonly last: number; readonly frozen: boolean };

/** What stands under a number. `isSkip`: an empty command that held the place of the one with that id. */
export type Seen = { readonly hash: string; readonly id: string; readonly isSkip: boolean };

/** What became of a command that was tried in its turn. `seen`: its number is used; `was` is null where nobody can tell any more by what. */
export type Verdict =
  | { readonly kind: 'settled'; readonly settled: Settled }
  | { readonly kind: 'seen'; readonly was: Seen | null; readonly settled: Settled }
  | { readonly kind: 'gap' }
  | { readonly kind: 'frozen' }
  | { readonly kind: 'failed'; readonly tries: number };

/** Each is one transaction; whoever is killed between two of them has done the first and not the second. */
export type PushStore = {
  /** Notes that the phone was here and how it stands; makes its row where there is none. Null: the device is another person's; `crowd`: it is new, and he has too many already. */
  readonly arrive: (request: Omit<PushRequest, 'mutations'>) => Promise<Arrival | 'crowd' | null>;
  /**
   * Locks the device, then: number used → `seen`; not the next → `gap`; else the effect (or the refusal, with the body kept),
   * its answer and the advance, together. `later`: its commit need not be on the disk yet when it resolves; it is behind whatever
   * is committed after it without that word.
   */
  readonly apply: (mutation: Mutation, hash: string, later: boolean) => Promise<Verdict>;
  /** The same without an effect: the answer is this no. */
  readonly setAside: (mutation: Mutation, hash: string, reason: Reason, later: boolean) => Promise<Verdict>;
  /** Whatever anybody has committed by now is on the disk when it resolves. */
  readonly secure: () => Promise<void>;
  /** Two commands under one number: from now on the device is heard no more. What came is kept. */
  readonly freeze: (mutation: Mutation, hash: string) => Promise<void>;
};

export type PushCheck = {
  readonly person: number;
  /** May it be written on a phone at all? */
  readonly isKnown: (name: string) => boolean;
  readonly hashOf: (mutation: Mutation) => string;
  /** Whether there is still time; what is left is asked for again. */
  readonly isLate: () => boolean;
};

export type PushOutcome = { readonly kind: 'answer'; readonly answer: PushAnswer } | { readonly kind: 'no'; readonly refused: 'sync/device-foreign' | 'sync/device-frozen' | 'sync/too-many-devices' };

/**
 * Each command is one transaction; the disk is waited for once, for the last of them, whose place in the log is behind all the others'.
 * Nothing is answered before that: also not what a copy of this push, on its way at the same time, has just done.
 */
export async function pushTo(store: PushStore, request: PushRequest, check: PushCheck): Promise<PushOutcome> {
  const { mutations, ...rest } = request;
  const arrival = await store.arrive(rest);
  if (!arrival) return { kind: 'no', refused: 'sync/device-foreign' };
  if (arrival === 'crowd') return { kind: 'no', refused: 'sync/too-many-devices' };
  if (arrival.frozen) return { kind: 'no', refused: 'sync/device-frozen' };
  let { last } = arrival;
  const results: Settled[] = [];
  const inOrder = mutations.slice(0, mostInPush).toSorted((a, b) => a.seq - b.seq);
  let isOwed = false;
  for (const [index, mutation] of inOrder.entries()) {
    if (mutation.seq > last + 1 || check.isLate()) break;
    const hash = check.hashOf(mutation);
    const problem = problemOf(mutation, check);
    const later = index < inOrder.length - 1;
    let verdict = problem ? await store.setAside(mutation, hash, problem, later) : await store.apply(mutation, hash, later);
    if (verdict.kind === 'failed' && verdict.tries >= mostFailures) verdict = await store.setAside(mutation, hash, { refused: 'sync/gave-up', params: {}, detail: '' }, later);
    if (verdict.kind === 'frozen') return { kind: 'no', refused: 'sync/device-frozen' };
    if (verdict.kind === 'gap') break;
    if (verdict.kind === 'failed') {
      results.push({ seq: mutation.seq, outcome: 'failed', tries: verdict.tries });
      break;
    }
    if (verdict.kind === 'seen' && verdict.was && contradicts(verdict.was, mutation, hash)) {
      await store.freeze(mutation, hash);
      return { kind: 'no', refused: 'sync/device-frozen' };
    }
    isOwed = later || verdict.kind === 'seen';
    results.push(verdict.settled);
    last = Math.max(last, mutation.seq);
  }
  if (isOwed) await store.secure();
  return { kind: 'answer', answer: { device: request.device, epoch: arrival.epoch, now: arrival.now, last, results } };
}

/** An empty command in the place of another says nothing that the other does not; any other body is another phone's. */
function contradicts(was: Seen, mutation: Mutation, hash: string): boolean {
  if (was.hash === hash) return false;
  return !(was.id === mutation.id && (was.isSkip || mutation.name === skipName));
}

function problemOf(mutation: Mutation, { person, isKnown }: PushCheck): Reason | null {
  const no = (refused: string): Reason => ({ refused, params: {}, detail: '' });
  if (mutation.name === unreadableName) return no('sync/unreadable');
  if (mutation.name === skipName) return no('sync/skipped');
  if (mutation.by !== person) return no('sync/other-person');
  return isKnown(mutation.name) ? null : no('sync/unknown-command');
}

/** Under this name goes what has a number and is otherwise no command. */
export const unreadableName = 'sync.unreadable';
