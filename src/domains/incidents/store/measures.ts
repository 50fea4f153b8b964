import { sql, type RawBuilder } from 'kysely';
import type { Measure } from '../contract-shapes.ts';
import { ended } from '../rules/steps.ts';

// What each number counts, said once: the counts and the list behind a number use the same condition.
// 应结案 = closed in the period, or due in it and not closed by its end (terms.md, KPI formulas; the version is stored with results).

export const formulaVersion = '2026-11';

/** Written out: an index of open cases alone serves only a query that says so before its values are known. */
export const isOpen = sql<boolean>`i.state not in (${sql.join(ended.map((state) => sql.lit(state)))})`;

/** A period of moments, `since` inclusive and `until` exclusive. */
export type Period = { readonly since: Date; readonly until: Date };

export function measureWhere(measure: Measure, { since, until }: Period, now: Date): RawBuilder<boolean> {
  const within = (column: string): RawBuilder<boolean> => sql<boolean>`(${sql.ref(column)} >= ${since} and ${sql.ref(column)} < ${until})`;
  const closedIn = sql<boolean>`(i.state in ('closed', 'evaluated') and i.filed_at is not null and ${within('i.ended_at')})`;
  const handledIn = sql<boolean>`(i.handled_at is not null and ${within('i.handled_at')})`;
  const alive = isOpen;
  switch (measure) {
    case 'reported': return within('i.reported_at');
    case 'accepted': return sql<boolean>`(i.accepted_at is not null and ${within('i.accepted_at')})`;
    // The rate compares like with like: what was filed this month may have been accepted in the last.
    case 'acceptedFiled': return sql<boolean>`(i.accepted_at is not null and ${within('i.accepted_at')} and i.filed_at is not null)`;
    case 'filed': return sql<boolean>`(i.filed_at is not null and ${within('i.filed_at')})`;
    case 'open': return alive;
    case 'late': return sql<boolean>`(${alive} and i.due_at < ${now} and not i.due_paused)`;
    case 'shouldClose': return sql<boolean>`(${closedIn} or (i.filed_at is not null and i.state <> 'merged' and ${within('i.closing_due_at')} and (i.ended_at is null or i.ended_at >= ${until})))`;
    case 'closed': return closedIn;
    case 'closedOnTime': return sql<boolean>`(${closedIn} and i.closed_on_time)`;
    case 'handled': return handledIn;
    case 'handledOnTime': return sql<boolean>`(${handledIn} and i.handled_on_time)`;
    case 'reworked': return sql<boolean>`(${handledIn} and i.reworks > 0)`;
    case 'dispatched': return sql<boolean>`(i.dispatched_at is not null and ${within('i.dispatched_at')})`;
    case 'returned': return sql<boolean>`(i.dispatched_at is not null and ${within('i.dispatched_at')} and i.returns > 0)`;
    case 'rated': return sql<boolean>`(i.satisfied is not null and ${within('i.fed_back_at')})`;
    case 'satisfied': return sql<boolean>`(i.satisfied and ${within('i.fed_back_at')})`;
  }
}
