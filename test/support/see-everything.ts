import { inject } from 'vitest';
import { inDatabase } from './pg-url.ts';
import { withDatabase } from './pg.ts';

/** A fresh database, by an address that row-level security does not hold back: for checks of the whole. */
export function withSuperuser<T>(use: (url: string) => Promise<T>): Promise<T> {
  return withDatabase(({ name }) => use(inDatabase(inject('testServer').adminUrl, name)));
}
