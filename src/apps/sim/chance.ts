/** Everything random of a run comes from one seed (mulberry32, public domain). */
export type Chance = {
  /** From 0 to 1, without 1. */
  readonly next: () => number;
  readonly below: (n: number) => number;
  readonly is: (probability: number) => boolean;
  readonly one: <T>(list: readonly T[]) => T | undefined;
  readonly id: () => string;
};

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const hex = (digits: number): string => Math.floor(next() * 16 ** digits).toString(16).padStart(digits, '0');
  return {
    next, below: (n) => Math.floor(next() * n), is: (probability) => next() < probability,
    one: (list) => list[Math.floor(next() * list.length)],
    id: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`,
  };
}

export type Event = { readonly at: number; readonly what: string; readonly run: () => void | Promise<void> };

/** Events in the order of their time; of equal times the one that was planned first. */
export function agenda(): { readonly plan: (at: number, what: string, run: Event['run']) => void; readonly next: () => Event | undefined; readonly size: () => number } {
  const heap: (Event & { readonly order: number })[] = [];
  let order = 0;
  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [heap[a], heap[b]];
    return one !== undefined && other !== undefined && (one.at < other.at || (one.at === other.at && one.order < other.order));
  };
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]];
    if (one && other) { heap[a] = other; heap[b] = one; }
  };
  return {
    size: () => heap.length,
    plan(at, what, run) {
      heap.push({ at, what, run, order: order++ });
      for (let here = heap.length - 1; here > 0;) {
        const above = (here - 1) >> 1;
        if (!isBefore(here, above)) break;
        swap(here, above);
        here = above;
      }
    },
    next() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first;
      heap[0] = last;
      for (let here = 0; ;) {
        const [left, right] = [2 * here + 1, 2 * here + 2];
        let least = here;
        if (left < heap.length && isBefore(left, least)) least = left;
        if (right < heap.length && isBefore(right, least)) least = right;
        if (least === here) return first;
        swap(here, least);
        here = least;
      }
    },
  };
}
