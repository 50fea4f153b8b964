/** `leave`: once, when it is done. */
export type Passed = { readonly kind: 'in'; readonly leave: () => void } | { readonly kind: 'come again'; readonly seconds: number };
type Waiting = { readonly since: number; readonly pass: (passed: Passed) => void };

/**
 * Nine thousand phones that come back in one minute wait here, not for the connections that everybody else needs. Whoever would wait
 * longer than `longestWaitMs`, as things go, or has waited as long, is told when to come again: a line that waits may break.
 * @param clock milliseconds that only go forward
 */
export function makeTurnstile(atOnce: number, longestWaitMs: number, clock: () => number = () => performance.now()): () => Promise<Passed> {
  let inside = 0;
  /** What one takes, of late. */
  let eachMs = 100;
  let waiting: Waiting[] = [];
  const comeAgain = (ahead: number): Passed => ({ kind: 'come again', seconds: Math.max(1, Math.min(60, Math.ceil((ahead * eachMs) / atOnce / 1_000))) });
  const enter = (): Passed => {
    const began = clock();
    return {
      kind: 'in',
      leave: () => {
        const now = clock();
        eachMs += (now - began - eachMs) / 8;
        const late = waiting.filter(({ since }) => now - since > longestWaitMs);
        waiting = waiting.slice(late.length); // they stand in the order in which they came
        for (const one of late) one.pass(comeAgain(waiting.length + 1));
        const next = waiting.shift();
        if (next) next.pass(enter());
        else inside -= 1;
      },
    };
  };
  return () => {
    if (inside < atOnce) {
      inside += 1;
      return Promise.resolve(enter());
    }
    const ahead = waiting.length + 1;
    if ((ahead * eachMs) / atOnce > longestWaitMs) return Promise.resolve(comeAgain(ahead));
    return new Promise((pass) => { waiting.push({ since: clock(), pass }); });
  };
}
