import { randomInt, randomUUID } from 'node:crypto';
import { fromTo } from '../../src/domains/points/rules/ledger.ts';
import { isMoved, post, reserve, reverse, transfer, voidReservation } from '../../src/domains/points/store/ledger.ts';
import { openDb, type Db } from '../../src/platform/db.ts';
import { asHouse } from '../../src/platform/wall.ts';

// A process that moves points until somebody kills it; it says what was answered, so that nothing of that may be missing afterwards.

type Ground = { readonly url: string; readonly book: number; readonly issuer: number; readonly homes: readonly number[] };

if (!process.send) throw new Error('ledger-child.ts is started by a test');
const say = process.send.bind(process);
process.once('disconnect', () => process.exit(0));
process.once('message', (message) => {
  const ground = message as Ground; // what the test sends
  const { db } = openDb(ground.url, { applicationName: 'ledger child', max: 4 });
  void Promise.all([0, 1, 2, 3].map(async () => { for (;;) await walk(db, ground); }));
});

async function walk(db: Db, { book, issuer, homes }: Ground): Promise<void> {
  const home = (): number => homes[randomInt(homes.length)] ?? issuer;
  const within = <T>(run: (inside: Db) => Promise<T>): Promise<T> => asHouse(db, 'survey', run);
  const [first, second] = [randomUUID(), randomUUID()];
  if (randomInt(2) === 0) {
    const moved = await within((inside) => transfer(inside, { id: first, book, kind: 'base', legs: fromTo(issuer, home(), 1 + randomInt(9)) }));
    if (isMoved(moved)) say(first);
    if (randomInt(3) === 0 && isMoved(await within((inside) => reverse(inside, { id: second, of: first })))) say(second);
  } else {
    const [from, to] = [home(), home()];
    if (from === to) return;
    const held = await within((inside) => reserve(inside, { id: first, book, kind: 'redeem', legs: fromTo(from, to, 1 + randomInt(4)), expires: new Date('2099-01-01T00:00:00Z') }));
    if (!isMoved(held)) return;
    say(first);
    const ended = await within((inside) => (randomInt(2) === 0 ? post(inside, { id: second, of: first }) : voidReservation(inside, { id: second, of: first })));
    if (isMoved(ended)) say(second);
  }
}
