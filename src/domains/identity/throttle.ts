// Brakes on guessing and on the work that it makes, all in this process's memory: several processes are each as patient as one.

type Bucket = { tokens: number; at: number };
export type Brake = {
  /** Takes one try; false when there is none left. */
  readonly take: (key: string) => boolean;
  /** A try that turned out to be honest costs nothing. */
  readonly giveBack: (key: string) => void;
  readonly secondsUntilNext: (key: string) => number;
};

/** `burst` tries at once for each key, and one more every `secondsEach`. `now` in milliseconds, of a clock that never goes back. */
export function brake(burst: number, secondsEach: number, now: () => number = () => performance.now()): Brake {
  const buckets = new Map<string, Bucket>();
  const filled = (bucket: Bucket): number => Math.min(burst, bucket.tokens + (now() - bucket.at) / 1000 / secondsEach);
  return {
    take(key) {
      // A flood from many addresses must not fill the memory; full buckets say nothing.
      if (buckets.size >= 20_000) for (const [other, bucket] of buckets) if (filled(bucket) >= burst) buckets.delete(other);
      if (buckets.size >= 20_000 && !buckets.has(key)) return false;
      const known = buckets.get(key);
      const tokens = known ? filled(known) : burst;
      const may = tokens >= 1;
      buckets.set(key, { tokens: may ? tokens - 1 : tokens, at: now() });
      return may;
    },
    giveBack(key) {
      const known = buckets.get(key);
      if (known) buckets.set(key, { tokens: Math.min(burst, filled(known) + 1), at: now() });
    },
    secondsUntilNext(key) {
      const known = buckets.get(key);
      return known ? Math.max(1, Math.ceil((1 - filled(known)) * secondsEach)) : 1;
    },
  };
}

/** A household's router hands out a whole /64; an IPv4 address, also one written as IPv6, stands for itself. */
export function networkOf(address: string): string {
  const four = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/iu.exec(address);
  if (four?.[1]) return four[1];
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const middle = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return [...front, ...middle, ...back].slice(0, 4).join(':');
}

/** One after the other for each key, so that guesses sent together are counted one by one. `full`: too many wait. */
export function turns(longest: number): <T>(key: string, work: () => Promise<T>) => Promise<T | 'full'> {
  const queues = new Map<string, { last: Promise<void>; length: number }>();
  return async (key, work) => {
    const queue = queues.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length >= longest) return 'full';
    const before = queue.last;
    let done = (): void => undefined;
    queue.last = new Promise((resolve) => { done = resolve; });
    queue.length += 1;
    queues.set(key, queue);
    await before;
    try {
      return await work();
    } finally {
      queue.length -= 1;
      if (queue.length === 0) queues.delete(key);
      done();
    }
  };
}

export type Lanes = {
  readonly unlessFull: <T>(work: () => Promise<T>) => Promise<T | 'full'>;
  /** Waits however many wait already. */
  readonly always: <T>(work: () => Promise<T>) => Promise<T>;
};

/** So many at once, the others in their order. */
export function lanes(count: number, longestQueue: number): Lanes {
  let busy = 0;
  const waiting: (() => void)[] = [];
  const always = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy < count) busy += 1;
    else await new Promise<void>((proceed) => { waiting.push(proceed); }); // its lane is handed over, never free in between
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  };
  return { always, unlessFull: async (work) => (waiting.length >= longestQueue ? 'full' : always(work)) };
}
