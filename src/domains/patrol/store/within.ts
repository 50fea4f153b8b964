import { sql, type RawBuilder } from 'kysely';

/** The explicit filter of every list; the policies stand behind it. */
export function insideOf(paths: readonly string[], column: RawBuilder<unknown>): RawBuilder<boolean> {
  if (paths.length === 0) return sql<boolean>`false`;
  return sql<boolean>`(${sql.join(paths.map((path) => sql`(${column} collate "C" >= ${path} and ${column} collate "C" < ${`${path}:`})`), sql` or `)})`;
}

export type Page = { readonly after: string | undefined; readonly limit: number };

/** Of what is sorted by a moment and an id, newest first. A cursor that nobody here has given is read as the beginning. */
export function before(page: Page, at: RawBuilder<unknown>, id: RawBuilder<unknown>): RawBuilder<boolean> {
  const [moment = '', row = ''] = page.after?.split('|') ?? [];
  return /^[\d-]{10}T[\d:.]+Z$/u.test(moment) && Number.isFinite(Date.parse(moment)) && /^[0-9a-f-]{36}$/u.test(row) ? sql<boolean>`(${at}, ${id}) < (${moment}::timestamptz, ${row}::uuid)` : sql<boolean>`true`;
}
