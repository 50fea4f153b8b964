import { dayOf } from '../../platform/core/calendar.ts';
import { isRefusal } from '../../platform/core/refusal.ts';
import type { Db } from '../../platform/db.ts';
import { cursorText, headOfFeed, parseCursor, readFeed, type Cursor, type FeedEvent } from '../../platform/feed.ts';
import { asHouse } from '../../platform/wall.ts';
import { areaIndex, type AreaTree } from '../geography/actions.ts';
import { derivedId } from './derived-id.ts';
import { capSpan } from './rules/period.ts';
import { capLeft, type FactSource } from './rules/rule-book.ts';
import { bonuses, settleOne } from './settling.ts';
import * as facts from './store/facts.ts';
import { transfer } from './store/ledger.ts';
import { followAreas, openAccount } from './store/ledger-accounts.ts';
import { dueProposals } from './store/proposals.ts';
import { followRuleAreas, versionsByIds } from './store/rules.ts';

// What the house does by itself: books what is due, reads what other domains did, follows areas.

const house = { id: null, name: '' };

/** Books proposals whose window is over, and undoes upheld ones. Each alone: what one is refused holds up no other. @returns how many */
export async function settleDue(db: Db, clock: Date | null = null): Promise<number> {
  const today = dayOf(clock ?? new Date());
  const due = await asHouse(db, 'clocks', (inside) => dueProposals(inside, today, null, 200), clock);
  let done = 0;
  for (const { id } of due) {
    const settled = await asHouse(db, 'clocks', (inside) => settleOne(inside, id, today, house), clock);
    if (settled.what !== null) done += 1;
  }
  return done;
}

const reader = 'facts';
/**
 * Reads on in the events of other domains and awards what the cards' rules pay for. The cursor only saves work: the ledger
 * itself gives nothing twice for a fact, however often its event is read.
 * @returns how many awards were booked
 */
export async function awardFacts(db: Db, from?: Cursor, clock: Date | null = null): Promise<number> {
  const kept = await asHouse(db, 'clocks', (inside) => facts.readCursor(inside, reader));
  const start = from ?? (kept === null ? null : parseCursor(kept));
  if (start === null) {
    const head = await headOfFeed(db);
    await asHouse(db, 'clocks', (inside) => facts.keepCursor(inside, reader, cursorText(head)));
    return 0;
  }
  const events = await readFeed(db, start, 200);
  let awarded = 0;
  for (const event of events) awarded += await asHouse(db, 'clocks', (inside) => awardFor(inside, event), clock);
  const last = events.at(-1);
  if (last && from === undefined) await asHouse(db, 'clocks', (inside) => facts.keepCursor(inside, reader, cursorText(last)));
  return awarded;
}

async function factOf(db: Db, event: FeedEvent): Promise<{ source: FactSource; fact: facts.Fact } | null> {
  if (!/^[0-9a-f-]{36}$/u.test(event.subject)) return null;
  if (event.kind === 'patrol.visit') {
    const fact = await facts.visitFact(db, event.subject);
    return fact && { source: 'visit', fact };
  }
  if (event.kind === 'patrol.diary') return { source: 'diary', fact: { areaPath: event.areaPath, on: dayOf(event.at), workers: event.personIds } };
  if (event.kind.startsWith('incidents.') && event.data['state'] === 'closed') {
    const fact = await facts.caseFact(db, event.subject);
    return fact && { source: 'case', fact };
  }
  return null;
}

async function awardFor(db: Db, event: FeedEvent): Promise<number> {
  const found = await factOf(db, event);
  if (!found) return 0;
  const { source, fact } = found;
  let awarded = 0;
  for (const book of await facts.booksPaying(db, fact.areaPath, source, fact.on)) {
    const version = (await versionsByIds(db, [book.versionId])).get(book.versionId);
    const item = version?.content.items.find((one) => one.source === source);
    if (!version || !item) continue;
    const village = { id: book.areaId, path: book.areaPath };
    for (const worker of new Set(fact.workers)) {
      // Only who has a card in this book: it was opened for him.
      const account = await facts.cardOf(db, book.bookId, worker);
      if (account === null) continue;
      const amount = Math.min(item.points, capLeft(item, item.cap ? await facts.givenBySource(db, account, source, capSpan(item.cap.every, fact.on)) : 0));
      if (amount <= 0) continue;
      const issuer = await openAccount(db, { book: book.bookId, kind: 'issuer', area: village });
      const name = `${source}:${event.subject}`;
      const moved = await transfer(db, { id: derivedId(`${book.versionId}/${name}/${account}`), book: book.bookId, kind: 'award', legs: [[issuer.id, -amount], [account, amount]], rule: book.versionId, fact: name, ...(fact.on < dayOf(event.at) ? { about: fact.on } : {}) });
      if (isRefusal(moved) || moved.replayed) continue;
      awarded += 1;
      await bonuses(db, { bookId: book.bookId, versionId: book.versionId, content: version.content, item, account, on: fact.on });
    }
  }
  return awarded;
}

/** Keeps books, accounts and proposals with the areas they lie in; does nothing while the tree is the one it saw last. */
export function areaFollower(db: Db): () => Promise<void> {
  let seen: AreaTree | undefined;
  return async () => {
    const tree = await areaIndex(db);
    if (tree === seen) return;
    await asHouse(db, 'clocks', async (inside) => { await followAreas(inside); await followRuleAreas(inside); });
    seen = tree;
  };
}
