import { afterAll, beforeAll } from 'vitest';

/** What `open` lends for as long as its callback runs, lent for all tests of a file. */
export function ofFile<T>(open: (use: (it: T) => Promise<void>) => Promise<void>): () => T {
  let it: { readonly lent: T } | undefined;
  let leave = (): void => undefined;
  let left: Promise<void> = Promise.resolve();
  beforeAll(() => new Promise<void>((ready, fail) => {
    left = open((lent) => new Promise<void>((gone) => {
      it = { lent };
      leave = gone;
      ready();
    }));
    left.catch(fail);
  }));
  afterAll(async () => {
    leave();
    await left;
  });
  return () => {
    if (!it) throw new Error('It is there within a test, and not before.');
    return it.lent;
  };
}
