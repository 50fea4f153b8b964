import { action } from '../../platform/action.ts';
import { grantAt } from '../../platform/actor.ts';
import { dayOf } from '../../platform/core/calendar.ts';
import { isRefusal, refuse, type Refusal } from '../../platform/core/refusal.ts';
import type { Db } from '../../platform/db.ts';
import { creditDue as creditDueCommand } from './contract/entries.ts';
import { derivedId } from './derived-id.ts';
import { capSpan } from './rules/period.ts';
import type { Content, Item } from './rules/rule-book.ts';
import { reverse, transfer } from './store/ledger.ts';
import { findBook, openAccount } from './store/ledger-accounts.ts';
import { countOf } from './store/facts.ts';
import { dueProposals, lockProposal, moveProposal, type ProposalRow } from './store/proposals.ts';
import { versionsByIds } from './store/rules.ts';
import { unknownBook } from './who.ts';

// What was decided goes into the ledger: by the house as soon as it is due, or when whoever manages the book asks.

export const creditDue = action(creditDueCommand, async (ctx, { bookId }) => {
  const book = await findBook(ctx.db, bookId);
  const grant = book && grantAt(ctx.actor, 'points.manage', book.areaPath);
  ctx.about(`book:${bookId}`, grant);
  if (!book || !grant) return unknownBook();
  const today = dayOf(ctx.now);
  const answer = { credited: 0, reversed: 0, refused: [] as { proposalId: string; refused: string }[] };
  for (const due of await dueProposals(ctx.db, today, bookId, 500)) {
    const settled = await settleOne(ctx.db, due.id, today, { id: ctx.actor.personId, name: ctx.actor.name });
    if (settled.refusal) answer.refused.push({ proposalId: due.id, refused: settled.refusal.refused });
    else if (settled.what === 'credit') answer.credited += 1;
    else if (settled.what === 'reverse') answer.reversed += 1;
  }
  ctx.emit({ kind: 'points.credited', subject: `book:${bookId}`, areaPath: book.areaPath });
  return answer;
});

type By = { readonly id: number | null; readonly name: string };
export type Settled = { readonly what: 'credit' | 'reverse' | null; readonly refusal: Refusal | null };

/** Books one proposal that is due, or undoes one whose objection was upheld. What the ledger refuses stays due, and says why. */
export async function settleOne(db: Db, id: string, today: string, by: By): Promise<Settled> {
  const row = await lockProposal(db, id);
  const version = row && (await versionsByIds(db, [row.versionId])).get(row.versionId);
  if (!row || !version) return { what: null, refusal: null };
  if (row.state === 'upheld') {
    const undone = await reverse(db, { id: derivedId(`reverse/${row.id}`), of: row.id });
    if (isRefusal(undone)) return { what: null, refusal: undone };
    await moveProposal(db, row.id, { action: 'reverse', to: 'upheld', seq: row.revision + 1, by, noteSealed: null });
    return { what: 'reverse', refusal: null };
  }
  const early = version.content.creditAt === 'told' && row.points > 0;
  if (row.state !== 'told' || row.windowEndsOn === null || (row.windowEndsOn >= today && !early)) return { what: null, refusal: null };
  const moved = await book(db, row);
  if (isRefusal(moved)) return { what: null, refusal: moved };
  await moveProposal(db, row.id, { action: 'credit', to: 'credited', seq: row.revision + 1, by, noteSealed: null });
  const account = moved;
  const item = version.content.items.find(({ code }) => code === row.item);
  if (item) await bonuses(db, { bookId: row.bookId, versionId: row.versionId, content: version.content, item, account, on: row.happenedOn });
  return { what: 'credit', refusal: null };
}

async function book(db: Db, row: ProposalRow): Promise<number | Refusal> {
  const ledger = await findBook(db, row.bookId);
  if (!ledger) return refuse('points/book-unknown');
  const village = { id: ledger.areaId, path: ledger.areaPath };
  const issuer = await openAccount(db, { book: ledger.id, kind: 'issuer', area: village });
  const account = row.workerId === null ? await openAccount(db, { book: ledger.id, kind: 'household', householdId: row.householdId, area: { id: row.areaId, path: row.areaPath } }) : await openAccount(db, { book: ledger.id, kind: 'worker', workerId: row.workerId, area: village });
  const moved = await transfer(db, {
    id: row.id, book: ledger.id, kind: row.points > 0 ? 'award' : 'deduct', legs: [[issuer.id, -row.points], [account.id, row.points]], rule: row.versionId, fact: `proposal:${row.id}`,
  });
  return isRefusal(moved) ? moved : account.id;
}

export type Earned = { readonly bookId: number; readonly versionId: string; readonly content: Content; readonly item: Item; readonly account: number; readonly on: string };
/** What is added when an item was earned so often; each time once, as the fact says. */
export async function bonuses(db: Db, { bookId, versionId, content, item, account, on }: Earned): Promise<void> {
  for (const bonus of content.items.filter(({ bonusOf }) => bonusOf?.code === item.code)) {
    const span = capSpan(bonus.cap?.every ?? 'year', on);
    const times = await countOf(db, account, versionId, item, span);
    const rounds = Math.floor(times / (bonus.bonusOf?.times ?? Number.POSITIVE_INFINITY));
    const most = bonus.cap ? Math.floor(bonus.cap.points / Math.abs(bonus.points)) : rounds;
    const ledger = rounds > 0 ? await findBook(db, bookId) : undefined;
    if (!ledger) continue;
    const issuer = await openAccount(db, { book: bookId, kind: 'issuer', area: { id: ledger.areaId, path: ledger.areaPath } });
    for (let round = 1; round <= Math.min(rounds, most); round += 1) {
      const fact = `bonus:${bonus.code}:${span.from}:${round}`;
      await transfer(db, { id: derivedId(`${versionId}/${fact}/${account}`), book: bookId, kind: 'award', legs: [[issuer.id, -bonus.points], [account, bonus.points]], rule: versionId, fact });
    }
  }
}
