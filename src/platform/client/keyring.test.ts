import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, test } from 'vitest';
import { makeVault } from '../vault.ts';
import { keys } from '../sync/keys.ts';
import { begin, enqueue, wake } from '../core/sync/phone.ts';
import { eraseAfterDays, idleMs, Locked, makeKeyring, mostWrong, type Asked, type Keyring } from './keyring.ts';
import { rowStore, rowStores, wipePulled, type RowTables } from './row-store.ts';
import { canSeal } from './safe.ts';

// The phone's locks against the server's own halves, over real WebCrypto.

const vault = makeVault({ document: new Map(), contact: new Map(), care: new Map() }, 'a look-up secret');
let made = 0;

type Bench = { readonly ring: Keyring; readonly db: Dexie & RowTables; readonly name: string; now: number; online: boolean; asked: number };

function bench(): Bench {
  const name = `keys-${made += 1}`;
  const db = new Dexie(`${name}-phone`) as Dexie & RowTables; // as the app does it
  db.version(1).stores(rowStores);
  const it: { now: number; online: boolean; asked: number } = { now: Date.parse('2026-11-24T02:00:00Z'), online: true, asked: 0 };
  const ring = makeKeyring({
    name, turns: 1_000, now: () => it.now, newId: () => crypto.randomUUID(),
    wipe: (person) => wipePulled(db, person),
    envelopes: async (person) => (await db.rowMeta.where('person').equals(person).toArray()).flatMap(({ envelope }) => (envelope ? [envelope] : [])),
    ask: async (input) => {
      it.asked += 1;
      if (!it.online) throw new Error('no road');
      const ctx = { actor: { personId: 7 }, vault, saw: () => undefined };
      return await keys.run(ctx as never, { ring: input.ring, sealed: input.sealed ?? [] }) as Asked; // nothing else of a context is used
    },
  });
  return Object.assign(it, { ring, db, name });
}

const secret = '张三家中 510411199001011234';

async function write({ ring, db, name }: Bench, n: number): Promise<void> {
  const store = rowStore(db, 7, [], `${name}-unsent`, await ring.safeOf(7));
  const phone = wake((await store.load()) ?? begin('00000000-0000-4000-8000-000000000001', 7));
  const step = enqueue(phone, { id: `00000000-0000-4000-8000-00000000000${n}`, name: 'patrol.recordVisit', input: { found: `${secret} ${n}` } }, { now: 1 });
  if (!step.write) throw new Error('nothing was written');
  await store.commit({ ...step.write, parts: [{ scope: 'rounds:7', part: 0, docs: [{ id: 'p', version: '1', data: { title: secret } }] }] });
}

async function found({ ring, db, name }: Bench): Promise<unknown[]> {
  const kept = await rowStore(db, 7, [], `${name}-unsent`, await ring.safeOf(7)).load();
  return kept?.items.map(({ input }) => Reflect.get(Object(input), 'found')) ?? [];
}

/** Every byte that both stores hold, as far as a script sees them. */
async function lying({ db, name }: Bench): Promise<string> {
  const second = await new Dexie(`${name}-unsent`).open();
  const all = [...await db.rowItems.toArray(), ...await db.rowDocs.toArray(), ...await second.table('items').toArray()];
  second.close();
  const text = (value: unknown): unknown => (value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? Buffer.from(value instanceof ArrayBuffer ? value : value.buffer).toString('latin1') : typeof value === 'object' && value !== null ? Object.values(value).map(text) : value);
  return JSON.stringify(all.map(text));
}

describe('the locks of a phone', () => {
  test('nothing that was written or pulled lies open, in either store; the word opens it without a connection', async () => {
    expect(canSeal()).toBe(true);
    const it = bench();
    await it.ring.signedIn(7, 'a long password');
    await write(it, 1);
    expect(await lying(it)).not.toMatch(/510411199001011234|张三/u);
    it.online = false;
    await it.ring.lock(7);
    expect(await it.ring.begin(7)).toBe('locked');
    await expect(it.ring.safeOf(7)).rejects.toThrow(Locked);
    expect(await it.ring.unlock(7, 'another password')).toEqual({ ok: false, left: mostWrong - 1, waitMs: 0 });
    expect(await it.ring.unlock(7, 'a long password')).toEqual({ ok: true });
    expect(await found(it)).toEqual([`${secret} 1`]);
    expect(await rowStore(it.db, 7, [], `${it.name}-unsent`, await it.ring.safeOf(7)).docs('rounds')).toEqual([{ id: 'p', version: '1', data: { title: secret } }]);
  });

  test('too many wrong tries erase what was pulled and the half; the unsent opens at the next sign-in, and for nobody else', async () => {
    const it = bench();
    await it.ring.signedIn(7, 'a long password');
    await write(it, 1);
    await it.ring.lock(7);
    for (let n = 1; n <= mostWrong; n += 1) {
      const tried = await it.ring.unlock(7, `wrong ${n}`);
      if (tried.ok || tried.waitMs === 0) continue;
      expect(await it.ring.unlock(7, 'a long password'), 'before its time also the right word waits').toMatchObject({ ok: false, left: mostWrong - n });
      it.now += tried.waitMs;
    }
    expect([await it.db.rowDocs.count(), await it.db.rowItems.count()]).toEqual([0, 1]);
    expect(await it.ring.unlock(7, 'a long password')).toMatchObject({ ok: false });
    await it.ring.signedIn(7, 'a new password');
    expect(await found(it)).toEqual([`${secret} 1`]);
  });

  test('after a sign-out only the unsent is left, closed; the next sign-in goes on with it, also where the key ring itself is lost', async () => {
    const it = bench();
    await it.ring.signedIn(7, 'a long password');
    await write(it, 1);
    await it.ring.forget(7);
    expect([await it.db.rowDocs.count(), await it.db.rowItems.count()]).toEqual([0, 1]);
    await expect(it.ring.safeOf(7)).rejects.toThrow(Locked);
    it.online = false;
    expect(await it.ring.begin(7)).toBe('waits');
    it.online = true;
    await it.ring.signedIn(7, 'a long password');
    await write(it, 2);
    expect(await found(it)).toEqual([`${secret} 1`, `${secret} 2`]);
    await it.ring.forget(7);
    await Dexie.delete(it.name);
    const anew = { ...it, ...bench(), db: it.db, name: it.name };
    const again = makeKeyring({
      name: `${it.name}-anew`, turns: 1_000, now: () => it.now, newId: () => crypto.randomUUID(), wipe: () => Promise.resolve(),
      envelopes: async () => (await it.db.rowMeta.toArray()).flatMap(({ envelope }) => (envelope ? [envelope] : [])),
      ask: async (input) => await keys.run({ actor: { personId: 7 }, vault, saw: () => undefined } as never, { ring: input.ring, sealed: input.sealed ?? [] }) as Asked, // as above
    });
    await again.signedIn(7, 'a long password');
    expect(await found({ ...anew, ring: again })).toEqual([`${secret} 1`, `${secret} 2`]);
  });

  test('it locks itself, erases what was pulled after days without a word, and keeps the unsent', async () => {
    const it = bench();
    await it.ring.signedIn(7, 'a long password');
    await write(it, 1);
    it.now += idleMs.password - 1_000;
    expect(await it.ring.touch(7)).toBe(false);
    it.now += idleMs.password;
    expect(await it.ring.touch(7)).toBe(true);
    expect(await it.ring.begin(7)).toBe('locked');
    it.online = false;
    it.now += eraseAfterDays * 86_400_000;
    expect(await it.ring.begin(7)).toBe('locked');
    expect(await it.db.rowDocs.count()).toBe(0);
    expect(await it.ring.unlock(7, 'a long password')).toEqual({ ok: true });
    expect(await found(it)).toEqual([`${secret} 1`]);
    await write(it, 2);
    expect(await it.ring.begin(7)).toBe('open');
  });

  test('a code of his own takes the password\'s place; a password that was changed elsewhere costs a pull, no work', async () => {
    const it = bench();
    await it.ring.signedIn(7, 'a long password');
    await write(it, 1);
    await it.ring.setCode(7, '730512');
    await it.ring.lock(7);
    expect((await it.ring.unlock(7, 'a long password')).ok).toBe(false);
    expect(await it.ring.unlock(7, '730512')).toEqual({ ok: true });
    expect([await found(it), await it.ring.methodOf(7)]).toEqual([[`${secret} 1`], 'code']);
    await it.ring.lock(7);
    await it.ring.signedIn(7, 'changed at a desk');
    expect([await found(it), await it.ring.methodOf(7), await it.db.rowDocs.count()]).toEqual([[`${secret} 1`], 'password', 0]);
  });

  test('what one person sealed the server opens for no other', async () => {
    const it = bench();
    await it.ring.signedIn(7, null);
    await write(it, 1);
    const [meta] = await it.db.rowMeta.toArray();
    const answer = await keys.run({ actor: { personId: 8 }, vault, saw: () => undefined } as never, { ring: crypto.randomUUID(), sealed: meta?.envelope ? [meta.envelope] : [] }) as Asked; // as above
    const theirs = answer.opened[0]?.key ?? '';
    expect(theirs).toHaveLength(43);
    const { bytesOf, keyOf } = await import('./safe.ts');
    const wrong = await keyOf(bytesOf(theirs));
    expect((await rowStore(it.db, 7, [], `${it.name}-unsent`, { queue: wrong, docs: wrong, envelope: { kid: '', point: '' } }).load())?.items, 'it stops nobody').toEqual([]);
    expect([await it.db.rowItems.count(), await found(it)], 'and stays for its writer').toEqual([1, [`${secret} 1`]]);
  });
});
