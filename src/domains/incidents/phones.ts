import { createHash } from 'node:crypto';
import type { ReadCtx } from '../../platform/action.ts';
import type { Source } from '../../platform/sync/pull.ts';
import { currentTerms } from '../dispatch/actions.ts';
import { decorate, mineBy, whyMine } from './reads.ts';
import { unknownFacts, type CaseOnPhone } from './rules/offline.ts';
import { termsOf } from './taking.ts';
import { reportsOf, waitingFor, type ListedCase } from './store/read.ts';

/** What waits for somebody, and what he reported: the cases that are on his phone. */
export const casesOnPhones: Source = {
  name: 'cases',
  scopesOf: (actor) => (actor.personId === null ? [] : [`cases:${actor.personId}`]),
  held: async (ctx) => (await casesOf(ctx)).map((data) => ({ id: data.id, version: createHash('sha256').update(JSON.stringify(data)).digest('base64url').slice(0, 12), data })),
  read: () => Promise.resolve(new Map()),
};

async function casesOf(ctx: ReadCtx): Promise<CaseOnPhone[]> {
  const by = mineBy(ctx);
  const waiting = (await waitingFor(ctx.db, by, 200)).flatMap((row) => { const why = whyMine(row, by, ctx.actor); return why === null ? [] : [{ row, why }]; });
  const known = new Set(waiting.map(({ row }) => row.id));
  const own = (await reportsOf(ctx.db, by.personId, 50)).filter(({ id }) => !known.has(id)).map((row) => ({ row, why: null }));
  const all: { row: ListedCase; why: string | null }[] = [...waiting, ...own];
  const rows = await decorate(ctx, all.map(({ row }) => row));
  const { classes } = await currentTerms(ctx.db);
  return rows.flatMap((shown, index): CaseOnPhone[] => {
    const found = all[index];
    if (!found) return [];
    const { row, why } = found;
    const { settleable, evidencePhotos } = termsOf(classes, row.class);
    return [{
      id: row.id, number: row.number, state: row.state, className: shown.className, summary: shown.summary, address: shown.address, areaNames: shown.areaPathNames,
      longitude: shown.longitude, latitude: shown.latitude, reportedAt: shown.reportedAt, dueAt: shown.clock?.dueAt ?? null, why, message: null, revision: row.revision,
      facts: {
        ...unknownFacts, state: row.state, class: row.class, verification: asVerification(row.verification), settleable, evidencePhotos, returns: row.returns, triaged: row.triaged,
        request: row.needsRequest ? 'suspension' : null, card: row.card, fedBack: row.fedBack, satisfied: row.satisfied, hasReporter: row.hasReporter,
      },
      ahead: null,
    }];
  });
}

function asVerification(text: string | null): CaseOnPhone['facts']['verification'] {
  return text === 'exists' || text === 'notExists' || text === 'unable' ? text : null;
}
