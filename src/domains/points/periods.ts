import { action, reading, type Ctx } from '../../platform/action.ts';
import { grantAt, pathsFor } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import { areaIndex } from '../geography/actions.ts';
import * as contract from './contract/books.ts';
import { derivedId } from './derived-id.ts';
import { aliasOf } from './rules/notice.ts';
import { baseFact, closingProblem, periodsOf, type Period, type PeriodKind } from './rules/period.ts';
import type { BookKind } from './rules/rule-book.ts';
import { closeBook, transferMany } from './store/ledger.ts';
import { findBook, listAccounts, openAccount, type Book } from './store/ledger-accounts.ts';
import { accountsOfVillage, haveBase, householdsByIds } from './store/people.ts';
import { creditedSum, unfinishedIn } from './store/proposals.ts';
import * as store from './store/rules.ts';
import { byClass, byVillage, totalsOf } from './store/sums.ts';
import { householdName, reaches, taken, unknownBook, whereIs, writer } from './who.ts';

// 一季度一考核打分, 每半年评比兑现, 一年一汇总表扬; the base; what hangs on the notice board; honours.

export const periods = reading(contract.periods, async (ctx, { bookId, year }) => {
  const book = await findBook(ctx.db, bookId);
  if (!book || !reaches(ctx.actor, 'points.read', book.areaPath)) return unknownBook();
  const today = dayOf(ctx.now);
  const of = year ?? Number(today.slice(0, 4));
  const kept = await store.periodsKept(ctx.db, bookId);
  const manages = grantAt(ctx.actor, 'points.manage', book.areaPath) !== undefined;
  const items: contract.PeriodLine[] = [];
  for (const one of periodsOf(kindOf(book), of)) {
    const row = kept.find(({ kind, code }) => kind === one.kind && code === one.code);
    const unfinished = row?.closedAt || one.kind !== 'assessment' || one.from > today ? 0 : await unfinishedIn(ctx.db, bookId, one);
    const state = row?.closedAt ? 'closed' as const : row ? 'open' as const : one.from > today ? 'ahead' as const : one.to < today ? 'over' as const : 'running' as const;
    items.push({
      kind: one.kind, code: one.code, from: one.from, to: one.to, state, unfinished, closed: row?.closedAt ? { by: row.closedByName ?? '', at: row.closedAt.toISOString(), entries: row.sums.entries ?? 0, points: row.sums.points ?? 0 } : null,
      mayClose: manages && state !== 'closed' && one.to < today && (one.kind !== 'redemption' || state === 'open'), mayOpen: manages && one.kind === 'redemption' && !row && earliestOpening(one) <= today,
    });
  }
  return { year: of, items };
});

function kindOf(book: Pick<Book, 'kind'>): BookKind {
  return book.kind === 'cadre' || book.kind === 'member' ? book.kind : 'household';
}
/** A redemption is opened from half a month before its half-year ends. */
function earliestOpening(period: Period): string {
  return new Date(Date.parse(period.to) - 15 * 86_400_000).toISOString().slice(0, 10);
}

type Asked = { readonly bookId: number; readonly kind: PeriodKind; readonly code: string };
async function periodAsked(ctx: Ctx, { bookId, kind, code }: Asked): Promise<{ book: Book; period: Period; kept: store.PeriodRow[] } | Refusal> {
  const book = await findBook(ctx.db, bookId);
  const grant = book && grantAt(ctx.actor, 'points.manage', book.areaPath);
  ctx.about(`book:${bookId}`, grant);
  if (!book || !grant) return unknownBook();
  await store.lockBook(ctx.db, bookId);
  const period = periodsOf(kindOf(book), Number(code.slice(0, 4))).find((one) => one.kind === kind && one.code === code);
  return period ? { book, period, kept: await store.periodsKept(ctx.db, bookId) } : absent('points/period-unknown');
}

export const openPeriod = action(contract.openPeriod, async (ctx, input) => {
  const asked = await periodAsked(ctx, input);
  if (isRefusal(asked)) return asked;
  const { book, period, kept } = asked;
  if (period.kind !== 'redemption') return absent('points/period-unknown');
  const row = kept.find(({ kind, code }) => kind === period.kind && code === period.code);
  if (row) return row.closedAt ? refuse('points/period-closed-already', { period: period.code }) : refuse('points/period-open-already', { period: period.code });
  if (earliestOpening(period) > dayOf(ctx.now)) return refuse('points/period-early', { from: earliestOpening(period) });
  await store.insertOpen(ctx.db, book.id, book.areaPath, period, ctx.actor.name);
  ctx.emit({ kind: 'points.period', subject: `book:${book.id}`, areaPath: book.areaPath });
  return input;
});

export const closePeriod = action(contract.closePeriod, async (ctx, input) => {
  const asked = await periodAsked(ctx, input);
  if (isRefusal(asked)) return asked;
  const { book, period, kept } = asked;
  const isClosed = (one: Period): boolean => kept.some((row) => row.kind === one.kind && row.code === one.code && row.closedAt !== null);
  const first = (await store.listVersions(ctx.db, book.id)).filter(({ state }) => state === 'published').at(-1)?.validFrom;
  // Periods before the book began to count are nobody's to close; a redemption that was never opened neither.
  const earlier = [Number(period.code.slice(0, 4)) - 1, Number(period.code.slice(0, 4))].flatMap((year) => periodsOf(kindOf(book), year))
    .find((one) => one.kind === period.kind && one.to < period.from && first !== undefined && one.to >= first && !isClosed(one) && (one.kind !== 'redemption' || kept.some((row) => row.kind === one.kind && row.code === one.code)));
  const unfinished = period.kind === 'assessment' ? await unfinishedIn(ctx.db, book.id, { from: '1900-01-01', to: period.to }) : 0;
  const problem = closingProblem({ period, isClosed: isClosed(period), earlierOpen: earlier?.code ?? null, unfinished }, dayOf(ctx.now));
  if (problem) return problem;
  const sums = await creditedSum(ctx.db, book.id, period);
  await store.insertClosed(ctx.db, book.id, book.areaPath, period, ctx.actor.name, sums);
  if (period.kind === 'assessment') {
    const closed = await closeBook(ctx.db, book.id, period.to);
    if (isRefusal(closed)) return closed;
  }
  ctx.emit({ kind: 'points.period', subject: `book:${book.id}`, areaPath: book.areaPath });
  return sums;
});

export const grantBase = action(contract.grantBase, async (ctx, { bookId }) => {
  const book = await findBook(ctx.db, bookId);
  const grant = book && grantAt(ctx.actor, 'points.manage', book.areaPath);
  ctx.about(`book:${bookId}`, grant);
  if (!book || !grant) return unknownBook();
  if (book.kind !== 'household') return refuse('points/book-of-households');
  await store.lockBook(ctx.db, bookId);
  const today = dayOf(ctx.now);
  const live = await store.liveVersion(ctx.db, bookId, today);
  if (!live) return refuse('points/no-rules');
  if (live.content.base.points === 0) return refuse('points/no-base');
  // All versions of a book share one series, so that a new version in mid-year gives nobody the base twice.
  const series = (await store.listVersions(ctx.db, bookId)).at(-1)?.id ?? live.id;
  const fact = baseFact(live.content, today);
  const accounts = await accountsOfVillage(ctx.db, bookId, book.areaPath);
  const have = await haveBase(ctx.db, bookId, series, fact);
  const due = accounts.filter((id) => !have.has(id));
  const issuer = await openAccount(ctx.db, { book: bookId, kind: 'issuer', area: { id: book.areaId, path: book.areaPath } });
  let granted = 0;
  for (let at = 0; at < due.length; at += 1_000) {
    const moved = await transferMany(ctx.db, due.slice(at, at + 1_000).map((account) => ({
      id: derivedId(`${series}/${fact}/${account}`), book: bookId, kind: 'base' as const, legs: [[issuer.id, -live.content.base.points], [account, live.content.base.points]] as const, rule: series, fact,
    })));
    const no = moved.find((one) => isRefusal(one) && one.refused !== 'points/fact-awarded');
    if (isRefusal(no)) return no;
    granted += moved.filter((one) => !isRefusal(one)).length;
  }
  ctx.emit({ kind: 'points.base', subject: `book:${book.id}`, areaPath: book.areaPath });
  return { granted, already: accounts.length - granted };
});

export const notice = reading(contract.notice, async (ctx, { bookId }) => {
  const book = await findBook(ctx.db, bookId);
  if (!book || book.kind !== 'household' || !grantAt(ctx.actor, 'points.read', book.areaPath)) return unknownBook();
  const today = dayOf(ctx.now);
  const live = await store.liveVersion(ctx.db, bookId, today);
  const totals = await totalsOf(ctx.db, bookId);
  const known = await householdsByIds(ctx.db, totals.map(({ householdId }) => householdId));
  return {
    book: { id: book.id, name: book.name, area: whereIs(await areaIndex(ctx.db), book.areaId) }, on: today,
    rules: live ? { number: live.number, validFrom: live.validFrom, validTo: live.validTo, filedNo: live.filedNo ?? '', objectionDays: live.content.objectionDays, noticeDays: live.content.noticeDays } : null,
    items: totals.map(({ householdId, total }, index) => ({ alias: aliasOf(known.get(householdId) ?? { head: null, headBorn: null, number: '' }, index + 1, today), total })),
  };
});

export const chart = reading(contract.chart, async (ctx, { areaId, from, to }) => {
  const areas = await areaIndex(ctx.db);
  const area = areaId === undefined ? undefined : areas.find(areaId);
  if (areaId !== undefined && !area) return absent('points/area-unknown');
  const within = pathsFor(ctx.actor, 'points.read').flatMap((path) => (!area || path.startsWith(area.path) ? [path] : area.path.startsWith(path) ? [area.path] : []));
  const villages = await byVillage(ctx.db, within, from, to);
  return { byClass: await byClass(ctx.db, within, from, to), byVillage: villages.map(({ bookId, name, areaId: at, ...sums }) => ({ book: { id: bookId, name }, area: whereIs(areas, at), ...sums })) };
});

export const nameHonour = action(contract.nameHonour, async (ctx, input) => {
  const book = await findBook(ctx.db, input.bookId);
  const grant = book && grantAt(ctx.actor, 'points.manage', book.areaPath);
  const id = input.id ?? ctx.newId();
  ctx.about(`honour:${id}`, grant);
  if (book?.kind !== 'household' || !grant) return unknownBook();
  const household = (await householdsByIds(ctx.db, [input.householdId])).get(input.householdId);
  if (!household) return absent('points/household-unknown');
  if (!household.areaPath.startsWith(book.areaPath)) return refuse('points/household-elsewhere');
  const [account] = input.citePoints ? await listAccounts(ctx.db, { book: book.id, kind: 'household', householdIds: [household.id], limit: 1 }) : [];
  const by = writer(ctx);
  const written = await store.insertHonour(ctx.db, {
    id, bookId: book.id, householdId: household.id, areaPath: book.areaPath, honour: input.honour, year: input.year, reason: input.reason.trim(), cited: account?.balance ?? null, documentNo: input.documentNo.trim(), decidedBy: by.id, decidedByName: by.name,
  });
  return written === 'written' ? { honourId: id } : written === 'there' ? refuse('points/honour-there') : taken();
});

export const honours = reading(contract.honours, async (ctx, { bookId }) => {
  const book = await findBook(ctx.db, bookId);
  if (!book || !grantAt(ctx.actor, 'points.read', book.areaPath)) return unknownBook();
  const rows = await store.listHonours(ctx.db, bookId);
  const known = await householdsByIds(ctx.db, rows.map(({ householdId }) => householdId));
  return { items: rows.map(({ householdId, decidedByName, at, ...row }) => ({ ...row, household: householdName(ctx, known.get(householdId)), by: decidedByName, at: at.toISOString() })) };
});
