import { reading } from '../../platform/action.ts';
import { chainStart, firstBreak } from '../../platform/audit-chain.ts';
import { momentAt } from '../../platform/core/calendar.ts';
import * as contract from './contract.ts';
import { chainState, lastLinks, listEntries } from './store.ts';

/** As many as an hour of an ordinary day has; the whole chain is the command line's. */
const followed = 500;

export const chain = reading(contract.chain, async ({ db }) => {
  const links = await lastLinks(db, followed + 1);
  const { checkpoint, pending } = await chainState(db);
  const [first, ...rest] = links;
  const fromStart = first === undefined || first.seq === 1;
  const broken = fromStart ? firstBreak(links, { seq: 0, hash: chainStart }) : firstBreak(rest, first);
  return {
    whole: broken === null && checkpoint?.fits !== false, checked: fromStart ? links.length : rest.length, linked: links.at(-1)?.seq ?? 0, pending,
    checkpoint: checkpoint && { seq: checkpoint.seq, at: checkpoint.at.toISOString() },
  };
});

export const entries = reading(contract.entries, async ({ db, saw }, input) => {
  // Who reads the log is in it; of whom it tells is not repeated.
  saw('', ['entries'], 'audit');
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
