import { action, reading, type ReadCtx } from '../../platform/action.ts';
import { grantAt } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { absent, refuse } from '../../platform/core/refusal.ts';
import { areaById, areaIndex } from '../geography/actions.ts';
import { namesOfPersons } from '../identity/actions.ts';
import * as contract from './contract/entries.ts';
import { monthsOf, type CardFact } from './rules/card.ts';
import { bookKinds } from './rules/rule-book.ts';
import { showProposals } from './proposals.ts';
import { accountsOfWorker, findBook, listAccounts, openAccount } from './store/ledger-accounts.ts';
import { listProposals } from './store/proposals.ts';
import { periodsKept, versionsByIds, type VersionRow } from './store/rules.ts';
import { cardEntries, type CardEntry } from './store/sums.ts';
import { unknownBook, whereIs } from './who.ts';

// 干部积分卡: what somebody did and what was found against him, month by month. Nobody is put in a row.

export const openCard = action(contract.openCard, async (ctx, { bookId, workerId }) => {
  const book = await findBook(ctx.db, bookId);
  const grant = book && grantAt(ctx.actor, 'points.manage', book.areaPath);
  ctx.about(`book:${bookId}`, grant);
  const area = book && grant ? await areaById(ctx.db, book.areaId) : undefined;
  if (!book || !area) return unknownBook();
  if (book.kind === 'household') return refuse('points/book-of-cards');
  if (!(await namesOfPersons(ctx.db, [workerId])).has(workerId)) return absent('points/worker-unknown');
  const account = await openAccount(ctx.db, { book: book.id, kind: 'worker', workerId, area });
  return { accountId: account.id };
});

export const myCard = reading(contract.myCard, async (ctx, { year }) => {
  const of = year ?? Number(dayOf(ctx.now).slice(0, 4));
  const me = ctx.actor.personId;
  if (me === null) return { year: of, cards: [] };
  const areas = await areaIndex(ctx.db);
  const cards = [];
  for (const account of (await accountsOfWorker(ctx.db, me)).filter(({ kind }) => kind === 'worker')) {
    const book = await findBook(ctx.db, account.bookId);
    if (!book) continue;
    const entries = await cardEntries(ctx.db, book.id, me, of);
    const versions = await versionsByIds(ctx.db, entries.flatMap(({ versionId }) => versionId ?? []));
    const { rows } = await listProposals(ctx.db, { within: [], bookId: book.id, waiting: false, objected: false, mine: null, workerId: me }, { after: undefined, limit: 50 });
    cards.push({
      book: { id: book.id, name: `${whereIs(areas, book.areaId).name} ${book.name}` }, kind: bookKinds.find((one) => one === book.kind) ?? 'cadre' as const, balance: account.balance, months: monthsOf(of, entries.map((entry) => factOf(entry, versions)), await closedMonths(ctx, book.id)),
      entries: entries.slice(0, 100).map((entry) => ({ title: titleOf(entry, versions), points: entry.amount, on: entry.on, at: entry.at.toISOString(), fact: entry.fact.slice(0, Math.max(0, entry.fact.indexOf(':'))) })), proposals: (await showProposals(ctx, rows)).map((one) => ({ ...one, allowed: mayObject(one) ? ['object' as const] : [] })),
    });
  }
  return { year: of, cards };
});

function mayObject(one: contract.ProposalLine): boolean {
  return one.objection === null && ['confirmed', 'told', 'credited'].includes(one.state);
}

export const workCards = reading(contract.workCards, async (ctx, { bookId, year }) => {
  const book = await findBook(ctx.db, bookId);
  if (!book || book.kind === 'household' || !grantAt(ctx.actor, 'points.manage', book.areaPath)) return unknownBook();
  const of = year ?? Number(dayOf(ctx.now).slice(0, 4));
  const accounts = await listAccounts(ctx.db, { book: bookId, kind: 'worker', limit: 500 });
  const names = await namesOfPersons(ctx.db, accounts.flatMap(({ workerId }) => workerId ?? []));
  const entries = Map.groupBy(await cardEntries(ctx.db, bookId, null, of), ({ workerId }) => workerId);
  const versions = await versionsByIds(ctx.db, [...entries.values()].flat().flatMap(({ versionId }) => versionId ?? []));
  const closed = await closedMonths(ctx, bookId);
  const collator = new Intl.Collator('zh-Hans-CN');
  return {
    year: of, items: accounts.flatMap(({ workerId, balance }) => (workerId === null ? [] : [{ workerId, name: names.get(workerId) ?? '', balance, months: monthsOf(of, (entries.get(workerId) ?? []).map((entry) => factOf(entry, versions)), closed) }]))
      .toSorted((a, b) => collator.compare(a.name, b.name)),
  };
});

async function closedMonths(ctx: ReadCtx, bookId: number): Promise<Set<string>> {
  return new Set((await periodsKept(ctx.db, bookId)).filter((row) => row.kind === 'assessment' && row.closedAt !== null).map(({ code }) => code));
}

type Versions = ReadonlyMap<string, VersionRow>;
function factOf(entry: CardEntry, versions: Versions): CardFact {
  const item = versions.get(entry.versionId ?? '')?.content.items.find(({ code }) => code === entry.item);
  return { on: entry.on, points: entry.amount, fact: entry.fact, counts: !entry.reversed, isHighlight: item !== undefined && item.points > 0, isBreach: entry.amount < 0 };
}
function titleOf(entry: CardEntry, versions: Versions): string {
  const items = versions.get(entry.versionId ?? '')?.content.items ?? [];
  const kind = entry.fact.slice(0, Math.max(0, entry.fact.indexOf(':')));
  return (items.find(({ code }) => code === entry.item) ?? items.find(({ source }) => source === kind) ?? items.find(({ code }) => entry.fact.startsWith(`bonus:${code}:`)))?.title ?? '';
}

