import { reading, type ReadCtx } from '../../platform/action.ts';
import { grantAt, pathsFor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent } from '../../platform/core/refusal.ts';
import { areaIndex } from '../geography/actions.ts';
import { namesOfPersons } from '../identity/actions.ts';
import * as contract from './contract/entries.ts';
import { offeredSteps, type ProposalAction } from './rules/proposal.ts';
import { bookKinds } from './rules/rule-book.ts';
import { standingOf } from './proposing.ts';
import { findBook, listBooks } from './store/ledger-accounts.ts';
import { householdsByIds, householdsIn } from './store/people.ts';
import { listProposals, photosOf, stepsOf, type ProposalRow } from './store/proposals.ts';
import { versionsByIds } from './store/rules.ts';
import { householdName, reaches, unknownBook, unseal, whereIs } from './who.ts';

// Proposals as their readers may see them: words of a family matter stay with the group.

export const proposals = reading(contract.proposals, async (ctx, input) => {
  const areas = await areaIndex(ctx.db);
  const area = input.areaId === undefined ? undefined : areas.find(input.areaId);
  if (input.areaId !== undefined && !area) return absent('points/area-unknown');
  const { rows, next } = await listProposals(ctx.db, {
    within: pathsFor(ctx.actor, 'points.read'), bookId: input.bookId, areaPath: area?.path, state: input.state, waiting: input.waiting, objected: input.objected, mine: input.mine ? ctx.actor.personId ?? 0 : null, id: input.proposalId,
  }, { after: input.after, limit: input.limit });
  return { items: await showProposals(ctx, rows), next };
});

export async function showProposals(ctx: ReadCtx, rows: readonly ProposalRow[]): Promise<contract.ProposalLine[]> {
  const areas = await areaIndex(ctx.db);
  const books = new Map((await listBooks(ctx.db)).map((book) => [book.id, book]));
  const versions = await versionsByIds(ctx.db, rows.map(({ versionId }) => versionId));
  const known = await householdsByIds(ctx.db, rows.flatMap(({ householdId }) => householdId ?? []));
  const workers = await namesOfPersons(ctx.db, [...new Set(rows.flatMap(({ workerId }) => workerId ?? []))]);
  const steps = Map.groupBy(await stepsOf(ctx.db, rows.map(({ id }) => id)), ({ proposalId }) => proposalId);
  const photos = await photosOf(ctx.db, rows.flatMap((row) => row.photos));
  const today = dayOf(ctx.now);
  const me = ctx.actor.personId;
  const seen: string[] = [];
  const items = rows.map((row): contract.ProposalLine => {
    const mine = row.proposedBy === me;
    const inGroup = grantAt(ctx.actor, 'points.decide', row.areaPath) !== undefined;
    const reads = !row.family || mine || inGroup || row.workerId === me;
    if (reads) seen.push(row.id);
    const text = (what: Parameters<typeof unseal>[1], at: string, sealed: Buffer | null): string | null => (reads ? unseal(ctx.vault, what, at, sealed) : null);
    const version = versions.get(row.versionId);
    const book = books.get(row.bookId);
    const may = (step: ProposalAction): boolean => {
      if (step === 'object') return grantAt(ctx.actor, 'points.read', row.areaPath) !== undefined && row.objectionId === null;
      if (step === 'tell' || step === 'withdraw') return grantAt(ctx.actor, 'points.propose', row.areaPath) !== undefined;
      return inGroup;
    };
    return {
      id: row.id, book: { id: row.bookId, name: book?.name ?? '' }, kind: bookKinds.find((one) => one === book?.kind) ?? 'household', item: row.item, title: version?.content.items.find(({ code }) => code === row.item)?.title ?? row.item, class: row.class, versionNumber: version?.number ?? 0, points: row.points,
      area: whereIs(areas, row.areaId), subject: row.workerId === null ? householdName(ctx, known.get(row.householdId ?? '')) : workers.get(row.workerId) ?? '', happenedOn: row.happenedOn, state: row.state, family: row.family, note: text('proposal.note', row.id, row.noteSealed),
      photos: reads ? row.photos.flatMap((hash) => { const photo = photos.get(hash); return photo ? [ctx.signPhoto(photo)] : []; }) : [], documentNo: reads ? row.documentNo : '', by: row.proposedByName, at: row.proposedAt.toISOString(), confirmedBy: row.confirmedByName, windowEndsOn: row.windowEndsOn,
      objection: row.objectionId === null || row.onBehalf === null ? null : {
        onBehalf: row.onBehalf, reason: text('objection.reason', row.objectionId, row.reasonSealed), by: row.raisedByName ?? '', at: row.raisedAt?.toISOString() ?? '', outcome: row.outcome, decision: text('objection.decision', row.objectionId, row.decisionSealed), decidedBy: row.decidedByName,
      },
      steps: (steps.get(row.id) ?? []).map((one) => ({ action: one.action, state: one.to, by: one.byName, at: one.at.toISOString(), note: one.noteSealed === null ? null : text('proposal_step.note', `${row.id}/${one.seq}`, one.noteSealed) })),
      allowed: offeredSteps(standingOf(row), me, today, may), mine, revision: row.revision,
    };
  });
  if (seen.length > 0) ctx.saw(seen.length === 1 ? `proposal:${seen[0] ?? ''}` : '', ['note'], 'proposals');
  return items;
}

export const households = reading(contract.households, async (ctx, { bookId, text }) => {
  const book = await findBook(ctx.db, bookId);
  if (book?.kind !== 'household' || !reaches(ctx.actor, 'points.propose', book.areaPath)) return unknownBook();
  const areas = await areaIndex(ctx.db);
  const within = pathsFor(ctx.actor, 'points.propose').flatMap((path) => (path.startsWith(book.areaPath) ? [path] : book.areaPath.startsWith(path) ? [book.areaPath] : []));
  const found = (await Promise.all(within.map((path) => householdsIn(ctx.db, path, text, 20)))).flat().slice(0, 20);
  return { items: found.map((one) => ({ id: one.id, name: householdName(ctx, one), number: one.number, area: whereIs(areas, one.areaId) })) };
});
