import { reading } from '../../platform/action.ts';
import { momentAt } from '../../platform/core/calendar.ts';
import * as contract from './contract.ts';
import { listEntries } from './store.ts';

export const entries = reading(contract.entries, async ({ db }, input) => {
  const found = await listEntries(db, {
    personId: input.personId, person: input.person?.trim() || undefined, operation: input.operation, outcome: input.outcome, subject: input.subject,
    from: input.since === undefined ? undefined : momentAt(input.since, '00:00'),
    before: input.until === undefined ? undefined : momentAt(input.until, '24:00'),
    beforeId: input.after === undefined ? undefined : Number(input.after),
    limit: input.limit + 1,
  });
  const items = found.slice(0, input.limit).map((entry) => ({ ...entry, at: entry.at.toISOString() }));
  return { items, next: found.length > input.limit ? String(items.at(-1)?.id) : null };
});
