import { createHash } from 'node:crypto';
import { action, canonical, reading, type Ctx, type ReadCtx } from '../../platform/action.ts';
import { grantAt } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { areaById, areaIndex, type AreaTree } from '../geography/actions.ts';
import * as contract from './contract/books.ts';
import { checkQuorum, figuresProblem } from './rules/quorum.ts';
import { bookKinds, contentProblem, spanProblem, type BookKind } from './rules/rule-book.ts';
import { simulate } from './rules/simulate.ts';
import { findBook, listBooks, openAccount, openBook as openLedgerBook, type Book } from './store/ledger-accounts.ts';
import { photosOf, unknownPhotos } from './store/proposals.ts';
import * as store from './store/rules.ts';
import { factsOf } from './store/sums.ts';
import { reaches, taken, unknownBook, unknownVersion, whereIs, writer } from './who.ts';

// 积分制管理办法: drafted, put to a meeting, filed by the township, put in force for its period.

export const books = reading(contract.books, async (ctx, { kind, areaId }) => {
  const areas = await areaIndex(ctx.db);
  const area = areaId === undefined ? undefined : areas.find(areaId);
  if (areaId !== undefined && !area) return absent('points/area-unknown');
  const seen = (await listBooks(ctx.db, kind)).filter((book) => isKind(book.kind) && (!area || book.areaPath.startsWith(area.path) || area.path.startsWith(book.areaPath)));
  const live = await store.liveVersions(ctx.db, seen.map(({ id }) => id), dayOf(ctx.now));
  return { items: seen.map((book) => bookLine(ctx, areas, book, live.get(book.id))) };
});

function isKind(kind: string): kind is BookKind {
  return bookKinds.some((one) => one === kind);
}
function kindOf(book: Pick<Book, 'kind'>): BookKind {
  return isKind(book.kind) ? book.kind : 'household';
}

function bookLine({ actor }: Pick<ReadCtx, 'actor'>, areas: AreaTree, book: Book, live: store.VersionRow | undefined): contract.BookLine {
  const at = (permission: string): boolean => grantAt(actor, permission, book.areaPath) !== undefined;
  return {
    id: book.id, kind: kindOf(book), name: book.name, area: whereIs(areas, book.areaId), closedTo: book.closedTo, live: live ? { versionId: live.id, number: live.number, validFrom: live.validFrom, validTo: live.validTo, content: live.content } : null,
    may: { propose: reaches(actor, 'points.propose', book.areaPath), decide: reaches(actor, 'points.decide', book.areaPath), manage: at('points.manage'), file: at('points.file') },
  };
}

export const openBook = action(contract.openBook, async (ctx, { areaId, kind }) => {
  const area = await areaById(ctx.db, areaId);
  const grant = area && grantAt(ctx.actor, 'points.manage', area.path);
  ctx.about(`area:${areaId}`, grant);
  if (!area || !grant) return absent('points/area-unknown');
  if (area.kind !== 'community' && kind === 'household') return refuse('points/book-of-village');
  const book = await openLedgerBook(ctx.db, { kind, name: `${area.name}${bookNames[kind]}`, area });
  await openAccount(ctx.db, { book: book.id, kind: 'issuer', area });
  ctx.emit({ kind: 'points.book', subject: `book:${book.id}`, areaPath: area.path });
  return { bookId: book.id };
});
/** Names of rows, which the village may read on its own notice. */
const bookNames: Readonly<Record<BookKind, string>> = { household: '户积分', cadre: '干部积分卡', member: '党员积分' };

export const versions = reading(contract.versions, async (ctx, { bookId }) => {
  const book = await findBook(ctx.db, bookId);
  if (!book || !reaches(ctx.actor, 'points.read', book.areaPath)) return unknownBook();
  const areas = await areaIndex(ctx.db);
  const today = dayOf(ctx.now);
  const rows = await store.listVersions(ctx.db, bookId);
  const meetings = await store.meetingsOf(ctx.db, rows.map(({ id }) => id));
  const photos = await photosOf(ctx.db, meetings.flatMap((one) => one.photos));
  const live = rows.find((row) => row.state === 'published' && row.validFrom <= today && today <= row.validTo);
  return {
    book: bookLine(ctx, areas, book, live),
    items: rows.map((row) => ({
      id: row.id, bookId: row.bookId, number: row.number, state: row.state, content: row.content, validFrom: row.validFrom, validTo: row.validTo, inForce: row.id === live?.id, by: row.draftedByName, at: row.draftedAt.toISOString(),
      filed: row.filedNo !== null && row.filedAt ? { no: row.filedNo, by: row.filedByName ?? '', at: row.filedAt.toISOString() } : null, published: row.publishedAt ? { by: row.publishedByName ?? '', at: row.publishedAt.toISOString() } : null,
      returnedReason: row.returnedReason, problem: row.state === 'draft' ? problemOf(kindOf(book), row) : null, allowed: stepsOf(ctx, book, row), revision: row.revision,
      meetings: meetings.filter(({ versionId }) => versionId === row.id).map((one) => ({
        id: one.id, kind: one.kind, heldOn: one.heldOn, noticeOn: one.noticeOn, figures: one.figures, passed: one.passed, conditions: [...one.verdict], by: one.recordedByName, at: one.recordedAt.toISOString(), note: one.note,
        photos: one.photos.flatMap((hash) => { const photo = photos.get(hash); return photo ? [ctx.signPhoto(photo)] : []; }),
      })),
    })),
  };
});

function problemOf(kind: BookKind, row: store.VersionRow): { refused: string; params: Readonly<Record<string, string | number>> } | null {
  const problem = contentProblem(kind, row.content);
  return problem && { refused: problem.refused, params: problem.params };
}

/** What may be done with a version now, and by the caller. */
function stepsOf({ actor }: Pick<ReadCtx, 'actor'>, book: Book, row: store.VersionRow): contract.VersionStep[] {
  const manages = grantAt(actor, 'points.manage', book.areaPath) !== undefined;
  const files = grantAt(actor, 'points.file', book.areaPath) !== undefined && row.draftedBy !== actor.personId;
  const byHousehold = book.kind === 'household';
  const steps: readonly (readonly [contract.VersionStep, boolean])[] = [
    ['change', manages && row.state === 'draft'], ['meet', manages && byHousehold && row.state === 'draft'],
    ['file', files && (row.state === 'adopted' || (row.state === 'draft' && !byHousehold))], ['return', files && (row.state === 'adopted' || row.state === 'filed')], ['publish', manages && row.state === 'filed'], ['drop', manages && ['draft', 'adopted'].includes(row.state)],
  ];
  return steps.flatMap(([step, may]) => (may ? [step] : []));
}

export const saveDraft = action(contract.saveDraft, async (ctx, input) => {
  const book = await findBook(ctx.db, input.bookId);
  const grant = book && grantAt(ctx.actor, 'points.manage', book.areaPath);
  if (!book || !grant) return unknownBook();
  if (input.validTo < input.validFrom) return refuse('points/span-reversed');
  if (Number(input.validTo.slice(0, 4)) - Number(input.validFrom.slice(0, 4)) > 5) return refuse('points/span-long');
  await store.lockBook(ctx.db, book.id);
  const problem = contentProblem(kindOf(book), input.content);
  const told = problem && { refused: problem.refused, params: problem.params };
  if (input.versionId !== undefined) {
    ctx.about(`rules:${input.versionId}`, grant);
    const row = await store.lockVersion(ctx.db, input.versionId);
    if (row?.bookId !== book.id) return unknownVersion();
    if (row.state !== 'draft') return notSo(row);
    if (input.revision !== undefined && input.revision !== row.revision) return refuse('points/draft-overtaken', {}, 'overtaken');
    await store.saveContent(ctx.db, row.id, input);
    return { versionId: row.id, state: 'draft' as const, revision: row.revision + 1, problem: told };
  }
  const id = input.id ?? ctx.newId();
  ctx.about(`rules:${id}`, grant);
  const all = await store.listVersions(ctx.db, book.id);
  if (all.some(({ state }) => state === 'draft')) return refuse('points/draft-there');
  const written = await store.insertVersion(ctx.db, {
    id, bookId: book.id, number: (all[0]?.number ?? 0) + 1, areaId: book.areaId, areaPath: book.areaPath, content: input.content, validFrom: input.validFrom, validTo: input.validTo, draftedBy: ctx.actor.personId, draftedByName: ctx.actor.name,
  });
  return written ? { versionId: id, state: 'draft' as const, revision: 0, problem: told } : taken();
});

export const recordMeeting = action(contract.recordMeeting, async (ctx, input) => {
  const found = await hold(ctx, input.versionId, 'points.manage');
  if (isRefusal(found)) return found;
  const { row, book } = found;
  if (book.kind !== 'household') return refuse('points/meeting-of-household');
  if (row.state !== 'draft') return notSo(row);
  const problem = contentProblem(kindOf(book), row.content);
  if (problem) return problem;
  if (input.heldOn > dayOf(ctx.now)) return refuse('points/meeting-ahead');
  const wrong = figuresProblem(input);
  if (wrong) return wrong;
  const photos = [...new Set(input.photos)];
  if ((await unknownPhotos(ctx.db, photos)).length > 0) return refuse('points/photo-unknown');
  const verdict = checkQuorum(input);
  const id = input.id ?? ctx.newId();
  const by = writer(ctx);
  const contentHash = createHash('sha256').update(canonical({ content: row.content, from: row.validFrom, to: row.validTo })).digest();
  const written = await store.insertMeeting(ctx.db, {
    id, versionId: row.id, areaPath: row.areaPath, kind: input.kind, heldOn: input.heldOn, noticeOn: input.noticeOn, figures: input.figures, photos, note: input.note.trim(), passed: verdict.passed, verdict: verdict.conditions, recordedBy: by.id, recordedByName: by.name, contentHash,
  });
  if (!written) return taken();
  if (verdict.passed) await store.moveVersion(ctx.db, row.id, { state: 'adopted', meetingId: id });
  ctx.emit({ kind: 'points.rules', subject: `rules:${row.id}`, areaPath: row.areaPath });
  return { versionId: row.id, state: verdict.passed ? 'adopted' as const : 'draft' as const, revision: row.revision + (verdict.passed ? 1 : 0), meetingId: id, passed: verdict.passed, conditions: [...verdict.conditions] };
});

export const fileVersion = action(contract.fileVersion, async (ctx, { versionId, documentNo }) => {
  const found = await hold(ctx, versionId, 'points.file');
  if (isRefusal(found)) return found;
  const { row, book } = found;
  if (row.draftedBy !== null && row.draftedBy === ctx.actor.personId) return refuse('points/own-draft', {}, 'forbidden');
  if (row.state === 'draft' && book.kind === 'household') return refuse('points/not-adopted');
  if (row.state !== 'adopted' && row.state !== 'draft') return notSo(row);
  const problem = contentProblem(kindOf(book), row.content);
  if (problem) return problem;
  return move(ctx, row, { state: 'filed', filed: { no: documentNo.trim(), by: ctx.actor.name } });
});

export const returnVersion = action(contract.returnVersion, async (ctx, { versionId, reason }) => {
  const found = await hold(ctx, versionId, 'points.file');
  if (isRefusal(found)) return found;
  if (found.row.state !== 'adopted' && found.row.state !== 'filed') return notSo(found.row);
  return move(ctx, found.row, { state: 'draft', meetingId: null, filed: null, returnedReason: reason.trim() });
});

export const publishVersion = action(contract.publishVersion, async (ctx, { versionId, validFrom }) => {
  const found = await hold(ctx, versionId, 'points.manage');
  if (isRefusal(found)) return found;
  const { row, book } = found;
  if (row.state === 'draft' || row.state === 'adopted') return refuse('points/not-filed');
  if (row.state !== 'filed') return notSo(row);
  await store.lockBook(ctx.db, book.id);
  const from = validFrom !== undefined && validFrom > row.validFrom ? validFrom : row.validFrom;
  const others = (await store.listVersions(ctx.db, book.id)).filter(({ id, state }) => id !== row.id && state === 'published').map((one) => ({ from: one.validFrom, to: one.validTo }));
  const problem = contentProblem(kindOf(book), row.content) ?? spanProblem({ from, to: row.validTo }, dayOf(ctx.now), others);
  return problem ?? move(ctx, row, { state: 'published', published: { by: ctx.actor.name, from } });
});

export const dropDraft = action(contract.dropDraft, async (ctx, { versionId }) => {
  const found = await hold(ctx, versionId, 'points.manage');
  if (isRefusal(found)) return found;
  if (found.row.state !== 'draft' && found.row.state !== 'adopted') return notSo(found.row);
  return move(ctx, found.row, { state: 'dropped' });
});

export const simulateVersion = reading(contract.simulateVersion, async (ctx, { versionId, year }) => {
  const row = (await store.versionsByIds(ctx.db, [versionId])).get(versionId);
  if (!row || !grantAt(ctx.actor, 'points.manage', row.areaPath)) return unknownVersion();
  const past = await factsOf(ctx.db, row.bookId, year);
  const { perAccount: _perAccount, items, ...sums } = simulate(row.content, past.facts, past.accounts, year);
  return { year, facts: past.facts.length, was: past.was, ...sums, items: [...items] };
});

type Held = { readonly row: store.VersionRow; readonly book: Book };
/** The version, locked, where the caller may do that there. */
async function hold(ctx: Ctx, versionId: string, permission: 'points.manage' | 'points.file'): Promise<Held | Refusal> {
  const row = await store.lockVersion(ctx.db, versionId);
  const grant = row && grantAt(ctx.actor, permission, row.areaPath);
  ctx.about(`rules:${versionId}`, grant);
  const book = row && grant ? await findBook(ctx.db, row.bookId) : undefined;
  return row && book ? { row, book } : unknownVersion();
}

async function move(ctx: Ctx, row: store.VersionRow, to: store.VersionMove): Promise<{ versionId: string; state: contract.VersionState; revision: number }> {
  await store.moveVersion(ctx.db, row.id, to);
  ctx.emit({ kind: 'points.rules', subject: `rules:${row.id}`, areaPath: row.areaPath });
  return { versionId: row.id, state: to.state, revision: row.revision + 1 };
}

function notSo(row: store.VersionRow): Refusal {
  return refuse('points/version-not-so', { state: `@points.versionState.${row.state}` });
}
