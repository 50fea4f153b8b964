import { action, type Ctx } from '../../platform/action.ts';
import { grantAt } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { areaById } from '../geography/actions.ts';
import { namesOfPersons } from '../identity/actions.ts';
import { isMinor } from '../registry/rules/sight.ts';
import * as contract from './contract/entries.ts';
import { capSpan, periodAt } from './rules/period.ts';
import { judgeProposal, type ProposalAction, type ProposalState, type Standing } from './rules/proposal.ts';
import { amountProblem, capLeft, evidenceProblem, type BookKind, type Content } from './rules/rule-book.ts';
import { findBook, type Book } from './store/ledger-accounts.ts';
import { householdsByIds, personById } from './store/people.ts';
import * as store from './store/proposals.ts';
import { liveVersion, periodsKept, versionsByIds } from './store/rules.ts';
import { settleOne } from './settling.ts';
import { reaches, seal, taken, unknownBook, unknownProposal, writer } from './who.ts';

// A deed is proposed with its evidence, confirmed by another, told, and may be objected to; nobody judges what he said himself.

export const propose = action(contract.propose, async (ctx, input) => {
  const id = input.id ?? ctx.newId();
  ctx.about(`proposal:${id}`);
  const book = await findBook(ctx.db, input.bookId);
  if (!book || !reaches(ctx.actor, 'points.propose', book.areaPath)) return unknownBook();
  const live = await liveVersion(ctx.db, book.id, input.happenedOn);
  const today = dayOf(ctx.now);
  if (input.happenedOn > today) return refuse('points/day-ahead');
  const closed = await closedBy(ctx, book, input.happenedOn);
  if (closed) return closed;
  // What happened before the rules held, or after, is judged by none: rules are never retroactive.
  if (!live) return (await liveVersion(ctx.db, book.id, today)) ? refuse('points/before-rules') : refuse('points/no-rules');
  const item = live.content.items.find(({ code }) => code === input.item);
  if (!item) return absent('points/item-unknown');
  if (item.source !== null || item.bonusOf !== null) return refuse('points/by-itself', { title: item.title });
  const problem = amountProblem(input.amount, item) ?? evidenceProblem(item, { photos: input.photos.length, documentNo: input.documentNo, note: input.note });
  if (problem) return problem;
  if (item.family && input.basis === undefined) return refuse('points/family-needs-basis');
  const whose = await whoseEntry(ctx, book, input);
  if (isRefusal(whose)) return whose;
  if (item.points < 0 && whose.isMinor) return refuse('points/minor-no-minus');
  const photos = [...new Set(input.photos)];
  if ((await store.unknownPhotos(ctx.db, photos)).length > 0) return refuse('points/photo-unknown');
  const of = { bookId: book.id, item: item.code, householdId: whose.householdId, workerId: whose.workerId };
  await store.lockItem(ctx.db, book.id, `${item.code}/${whose.householdId ?? whose.workerId ?? ''}`);
  if (await store.isThere(ctx.db, { ...of, happenedOn: input.happenedOn })) return refuse('points/proposed-already', { on: input.happenedOn });
  if (item.cap) {
    const span = capSpan(item.cap.every, input.happenedOn);
    const left = capLeft(item, await store.givenFor(ctx.db, of, span));
    if (input.amount > left) return refuse('points/cap-reached', { cap: item.cap.points, left, from: span.from, to: span.to });
  }
  const by = writer(ctx);
  const written = await store.insertProposal(ctx.db, {
    id, bookId: book.id, versionId: live.id, item: item.code, class: item.class, householdId: whose.householdId, personId: input.personId ?? null, workerId: whose.workerId, areaId: whose.area.id, areaPath: whose.area.path, points: Math.sign(item.points) * input.amount, happenedOn: input.happenedOn,
    family: item.family, basis: item.family ? input.basis ?? null : null, noteSealed: seal(ctx.vault, 'proposal.note', id, input.note), photos, documentNo: input.documentNo.trim(), by,
  });
  if (!written) return taken();
  ctx.about(`proposal:${id}`, grantAt(ctx.actor, 'points.propose', whose.area.path));
  ctx.emit({ kind: 'points.proposal', subject: id, areaPath: whose.area.path, personIds: whose.workerId === null ? [] : [whose.workerId] });
  return { proposalId: id, state: 'proposed' as const, revision: 0 };
});

type Whose = { readonly householdId: string | null; readonly workerId: number | null; readonly area: { readonly id: number; readonly path: string }; readonly isMinor: boolean };
async function whoseEntry(ctx: Ctx, book: Book, input: { readonly householdId?: string | undefined; readonly workerId?: number | undefined; readonly personId?: string | undefined }): Promise<Whose | Refusal> {
  const byHousehold = book.kind === 'household';
  if ((input.householdId === undefined) === byHousehold || (input.workerId === undefined) !== byHousehold) return refuse('points/whose');
  if (input.workerId !== undefined) {
    const area = await areaById(ctx.db, book.areaId);
    if (!area || !grantAt(ctx.actor, 'points.propose', area.path) || !(await namesOfPersons(ctx.db, [input.workerId])).has(input.workerId)) return absent('points/worker-unknown');
    return { householdId: null, workerId: input.workerId, area, isMinor: false };
  }
  const household = (await householdsByIds(ctx.db, [input.householdId ?? ''])).get(input.householdId ?? '');
  if (!household) return absent('points/household-unknown');
  if (!household.areaPath.startsWith(book.areaPath)) return refuse('points/household-elsewhere');
  if (!grantAt(ctx.actor, 'points.propose', household.areaPath)) return absent('points/household-unknown');
  const person = input.personId === undefined ? undefined : await personById(ctx.db, input.personId);
  if (input.personId !== undefined && person?.householdId !== household.id) return absent('points/person-elsewhere');
  // A household of a child alone is a child's.
  const born = person ? person.birthDate : household.headBorn;
  return { householdId: household.id, workerId: null, area: { id: household.areaId, path: household.areaPath }, isMinor: isMinor(born, dayOf(ctx.now)) };
}

/** A day that no longer takes anything: its assessment is closed, or the ledger's book is. */
async function closedBy(ctx: Ctx, book: Book, on: string): Promise<Refusal | null> {
  if (book.closedTo !== null && on <= book.closedTo) return refuse('points/period-closed', { closedTo: book.closedTo });
  const kind: BookKind = book.kind === 'cadre' || book.kind === 'member' ? book.kind : 'household';
  const period = periodAt(kind, 'assessment', on);
  const isClosed = (await periodsKept(ctx.db, book.id)).some((row) => row.kind === 'assessment' && row.code === period?.code && row.closedAt !== null);
  return isClosed && period ? refuse('points/period-closed', { closedTo: period.to }) : null;
}

export const confirm = action(contract.confirm, async (ctx, { proposalId }) => {
  const row = await hold(ctx, proposalId, 'confirm', 'points.decide');
  if (isRefusal(row)) return row;
  const book = await findBook(ctx.db, row.bookId);
  const closed = book && await closedBy(ctx, book, row.happenedOn);
  if (closed) return closed;
  return step(ctx, row, 'confirm', 'confirmed', '', { confirmed: writer(ctx) });
});

export const declineProposal = action(contract.declineProposal, async (ctx, { proposalId, reason }) => {
  const row = await hold(ctx, proposalId, 'decline', 'points.decide');
  return isRefusal(row) ? row : step(ctx, row, 'decline', 'declined', reason);
});

export const withdrawProposal = action(contract.withdrawProposal, async (ctx, { proposalId }) => {
  const row = await hold(ctx, proposalId, 'withdraw', 'points.propose');
  return isRefusal(row) ? row : step(ctx, row, 'withdraw', 'withdrawn', '');
});

export const tell = action(contract.tell, async (ctx, { proposalId, how }) => {
  const row = await hold(ctx, proposalId, 'tell', 'points.propose');
  if (isRefusal(row)) return row;
  const content = (await versionsByIds(ctx.db, [row.versionId])).get(row.versionId)?.content;
  if (!content) return refuse('points/no-rules');
  const windowEndsOn = addDays(dayOf(ctx.now), content.objectionDays);
  const moved = await step(ctx, row, 'tell', 'told', how, { windowEndsOn });
  return { ...moved, ...(await creditAtOnce(ctx, row, content)), windowEndsOn };
});

/** Where the rule book credits what is good as soon as it is told, whoever may book there books it now; otherwise the house does. */
async function creditAtOnce(ctx: Ctx, row: store.ProposalRow, content: Content): Promise<{ state?: ProposalState; revision?: number }> {
  const book = content.creditAt === 'told' && row.points > 0 ? await findBook(ctx.db, row.bookId) : undefined;
  if (!book || !(grantAt(ctx.actor, 'points.decide', book.areaPath) ?? grantAt(ctx.actor, 'points.manage', book.areaPath))) return {};
  const settled = await settleOne(ctx.db, row.id, dayOf(ctx.now), { id: ctx.actor.personId, name: ctx.actor.name });
  return settled.what === 'credit' ? { state: 'credited', revision: row.revision + 2 } : {};
}

export const object = action(contract.object, async (ctx, input) => {
  const row = await store.lockProposal(ctx.db, input.proposalId);
  const isOwnCard = row !== undefined && row.workerId === ctx.actor.personId;
  const grant = row && grantAt(ctx.actor, 'points.read', row.areaPath);
  ctx.about(`proposal:${input.proposalId}`, grant);
  if (!row || (!grant && !isOwnCard)) return unknownProposal();
  if (row.objectionId !== null) return refuse('points/objected-already');
  const problem = judgeProposal('object', standingOf(row), ctx.actor.personId, dayOf(ctx.now));
  if (problem) return problem;
  const id = input.id ?? ctx.newId();
  const written = await store.insertObjection(ctx.db, { id, proposalId: row.id, areaPath: row.areaPath, onBehalf: input.onBehalf, reasonSealed: seal(ctx.vault, 'objection.reason', id, input.reason), by: writer(ctx) });
  if (written === 'there') return refuse('points/objected-already');
  return written === 'taken' ? taken() : step(ctx, row, 'object', 'objected', '');
});

export const decideObjection = action(contract.decideObjection, async (ctx, { proposalId, outcome, decision }) => {
  const row = await hold(ctx, proposalId, 'decide', 'points.decide');
  if (isRefusal(row)) return row;
  if (row.objectionId === null) return unknownProposal();
  await store.decide(ctx.db, row.id, { outcome, decisionSealed: seal(ctx.vault, 'objection.decision', row.objectionId, decision), by: writer(ctx) });
  if (outcome === 'upheld') return step(ctx, row, 'decide', 'upheld', '');
  // Decided before it was told, it is told first; and one that was credited already stays so.
  const wasCredited = (await store.stepsOf(ctx.db, [row.id])).some((one) => one.action === 'credit');
  if (wasCredited) return step(ctx, row, 'decide', 'credited', '');
  if (row.windowEndsOn === null) return step(ctx, row, 'decide', 'confirmed', '');
  return step(ctx, row, 'decide', 'told', '', { windowEndsOn: addDays(dayOf(ctx.now), -1) });
});

export function standingOf(row: store.ProposalRow): Standing {
  return { state: row.state, proposedBy: row.proposedBy ?? 0, confirmedBy: row.confirmedBy, raisedBy: row.raisedBy, workerId: row.workerId, windowEndsOn: row.windowEndsOn };
}

/** The proposal, locked, where the caller may take this step there. */
async function hold(ctx: Ctx, id: string, how: ProposalAction, permission: 'points.decide' | 'points.propose'): Promise<store.ProposalRow | Refusal> {
  const row = await store.lockProposal(ctx.db, id);
  const grant = row && grantAt(ctx.actor, permission, row.areaPath);
  ctx.about(`proposal:${id}`, grant);
  if (!row) return unknownProposal();
  if (!grant) return row.proposedBy === ctx.actor.personId && how === 'withdraw' ? row : grantAt(ctx.actor, 'points.read', row.areaPath) ? refuse('points/not-in-group', {}, 'forbidden') : unknownProposal();
  return judgeProposal(how, standingOf(row), ctx.actor.personId, dayOf(ctx.now)) ?? row;
}

async function step(ctx: Ctx, row: store.ProposalRow, how: ProposalAction, to: ProposalState, note: string, more: Parameters<typeof store.moveProposal>[3] = {}): Promise<{ proposalId: string; state: ProposalState; revision: number }> {
  const seq = row.revision + 1;
  await store.moveProposal(ctx.db, row.id, { action: how, to, seq, by: writer(ctx), noteSealed: note.trim() === '' ? null : seal(ctx.vault, 'proposal_step.note', `${row.id}/${seq}`, note) }, more);
  ctx.emit({ kind: 'points.proposal', subject: row.id, areaPath: row.areaPath, personIds: [row.proposedBy, row.workerId].filter((one) => one !== null), data: { state: to } });
  return { proposalId: row.id, state: to, revision: seq };
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
