import { Dexie, type EntityTable } from 'dexie';
import type { z } from 'zod';
import type { phoneKeys } from '../core/sync/keys.ts';
import type { Safe } from './row-store.ts';
import { bytesOf, canSeal, freshKeyBytes, halfOf, keyOf, openBytes, openerOf, queueKey, rounds, sealBytes, type Box, type Envelope, type SecretKey } from './safe.ts';

// Whose part of this phone is open. Two keys for each person: one for what was pulled, which nobody can make again, and one for what is
// unsent, which the server can: a forgotten word costs a new pull, never work. See docs/decisions/0022-the-phone-locks-what-it-keeps.md.

/** By what a person opens it: the password he signed in with, a code of his own, or, where the phone has heard neither, a session alone. */
export type Method = 'password' | 'code' | 'session';
export type Ring = {
  readonly person: number; readonly ring: string; readonly method: Method; readonly salt: Uint8Array<ArrayBuffer>; readonly turns: number;
  /** The server's half; gone after too many wrong tries, and with a sign-out. */
  readonly half: SecretKey | null;
  readonly docs: Box | null; readonly queue: Box | null; readonly envelope: Envelope;
  readonly wrong: number; readonly waitUntil: number;
  /** When the server last spoke to this person here, by the phone's clock. */
  readonly contactAt: number;
};
type Opened = { readonly person: number; readonly docs: SecretKey; readonly queue: SecretKey; readonly envelope: Envelope; readonly touchedAt: number };

/** Untouched for this long it locks itself; of a session alone, which nothing opens in a valley, after a working day. */
export const idleMs: Readonly<Record<Method, number>> = { password: 30 * 60_000, code: 30 * 60_000, session: 12 * 3_600_000 };
/** Without a word from the server what was pulled is erased; what is unsent is not. */
export const eraseAfterDays = 7;
export const mostWrong = 10;
const freeTries = 5;

export type Asked = z.output<typeof phoneKeys.output>;
export type KeyringPorts = {
  readonly name: string;
  readonly ask: (input: z.input<typeof phoneKeys.input>) => Promise<Asked>;
  readonly now: () => number; readonly newId: () => string;
  /** What was pulled for him goes. */
  readonly wipe: (person: number) => Promise<void>;
  /** What his items lying here were sealed to, where the ring does not say it any more. */
  readonly envelopes: (person: number) => Promise<readonly Envelope[]>;
  readonly turns?: number;
};

/** `waits`: for a connection, to be opened by the session. */
export type Standing = 'open' | 'locked' | 'waits';
export type Tried = { readonly ok: true } | { readonly ok: false; readonly left: number; readonly waitMs: number };

export type Keyring = {
  /** Opens what needs no word, and says how it stands. */
  readonly begin: (person: number) => Promise<Standing>;
  /** At a sign-in: with the password, where one was typed on this phone. */
  readonly signedIn: (person: number, secret: string | null) => Promise<void>;
  readonly unlock: (person: number, secret: string) => Promise<Tried>;
  readonly lock: (person: number) => Promise<void>;
  /** He uses it; true where it has locked itself meanwhile. */
  readonly touch: (person: number) => Promise<boolean>;
  readonly contacted: (person: number) => Promise<void>;
  /** A code of his own instead of the password; only while it is open. */
  readonly setCode: (person: number, code: string) => Promise<void>;
  readonly methodOf: (person: number) => Promise<Method | null>;
  /** Signing out: what was pulled goes with its key, what is unsent stays closed until he signs in again. */
  readonly forget: (person: number) => Promise<void>;
  /** Null where this phone has no locks. @throws Locked */
  readonly safeOf: (person: number) => Promise<Safe | null>;
};

export class Locked extends Error {
  override readonly name = 'Locked';
}

export function makeKeyring(ports: KeyringPorts): Keyring {
  const db = new Dexie(ports.name) as Dexie & { rings: EntityTable<Ring, 'person'>; opened: EntityTable<Opened, 'person'> }; // Dexie adds the declared tables
  db.version(1).stores({ rings: 'person', opened: 'person' });
  const turns = ports.turns ?? rounds;

  const usable = async (person: number): Promise<Opened | undefined> => {
    const [ring, opened] = [await db.rings.get(person), await db.opened.get(person)];
    if (!ring || !opened) return undefined;
    const idle = ports.now() - opened.touchedAt;
    // A clock that was set back opens nothing.
    if (idle >= -60_000 && idle < idleMs[ring.method]) return opened;
    await db.opened.delete(person);
    return undefined;
  };

  const keep = async (ring: Ring, docs: Uint8Array<ArrayBuffer>, queue: Uint8Array<ArrayBuffer>): Promise<void> => {
    const opened: Opened = { person: ring.person, docs: await keyOf(docs), queue: await keyOf(queue), envelope: ring.envelope, touchedAt: ports.now() };
    await db.transaction('rw', db.rings, db.opened, async () => { await db.rings.put(ring); await db.opened.put(opened); });
  };

  const closedUnder = async (opener: SecretKey, person: number, docs: Uint8Array<ArrayBuffer>, queue: Uint8Array<ArrayBuffer>): Promise<Pick<Ring, 'docs' | 'queue'>> =>
    ({ docs: await sealBytes(opener, `docs ${person}`, docs), queue: await sealBytes(opener, `queue ${person}`, queue) });

  /** With a session: the server makes the key of the unsent again, what was pulled is pulled anew. */
  const renew = async (person: number, secret: string | null): Promise<void> => {
    const before = await db.rings.get(person);
    const ringId = before?.ring ?? ports.newId();
    const known = [...(before ? [before.envelope] : []), ...await ports.envelopes(person)].filter((one, at, all) => all.findIndex(({ point }) => point === one.point) === at).slice(0, 20);
    const answer = await ports.ask({ ring: ringId, sealed: known });
    const again = answer.opened.find(({ key }) => key !== null);
    const envelope = known.find(({ point }) => point === again?.point);
    const queue = again?.key && envelope ? { raw: bytesOf(again.key), envelope } : await queueKey(answer, person);
    const [salt, half, docs] = [crypto.getRandomValues(new Uint8Array(16)), await halfOf(answer.half), freshKeyBytes()];
    const wrapped = secret === null ? { docs: null, queue: null } : await closedUnder(await openerOf(secret, salt, half, turns), person, docs, queue.raw);
    await ports.wipe(person);
    await keep({ person, ring: ringId, method: secret === null ? 'session' : 'password', salt, turns, half, ...wrapped, envelope: queue.envelope, wrong: 0, waitUntil: 0, contactAt: ports.now() }, docs, queue.raw);
  };

  /** @returns false where the word is not the one */
  const openWith = async (ring: Ring, secret: string): Promise<boolean> => {
    if (!ring.half || !ring.queue) return false;
    const opener = await openerOf(secret, ring.salt, ring.half, ring.turns);
    const raw = await openBytes(opener, `queue ${ring.person}`, ring.queue).catch(() => null);
    if (raw === null) return false;
    const queue = new Uint8Array(raw);
    const docs = ring.docs === null ? freshKeyBytes() : new Uint8Array(await openBytes(opener, `docs ${ring.person}`, ring.docs));
    await keep({ ...ring, ...(ring.docs === null ? await closedUnder(opener, ring.person, docs, queue) : {}), wrong: 0, waitUntil: 0 }, docs, queue);
    return true;
  };

  /** What nobody has heard the server of for days is not kept. */
  const eraseOld = async (person: number): Promise<void> => {
    const ring = await db.rings.get(person);
    if (!ring || ports.now() - ring.contactAt < eraseAfterDays * 86_400_000) return;
    await ports.wipe(person);
    await db.rings.put({ ...ring, docs: null });
  };

  return {
    begin: async (person) => {
      if (!canSeal()) return 'open';
      await eraseOld(person);
      if (await usable(person)) return 'open';
      const ring = await db.rings.get(person);
      if (ring && ring.method !== 'session') return 'locked';
      try {
        await renew(person, null);
        return 'open';
      } catch {
        // A phone that never had locks, and has no connection: what is written lies as it did, and is sealed at the next contact.
        return ring ? 'waits' : 'open';
      }
    },
    signedIn: async (person, secret) => {
      if (!canSeal()) return;
      const ring = await db.rings.get(person);
      if (ring?.method === 'code' && await usable(person)) return;
      if (secret !== null && ring && ring.method === 'password' && await openWith(ring, secret)) await db.rings.update(person, { contactAt: ports.now() });
      else if (secret !== null || !(await usable(person))) await renew(person, secret);
    },
    unlock: async (person, secret) => {
      const ring = await db.rings.get(person);
      if (!ring) return { ok: true };
      const waitMs = Math.min(3_600_000, ring.waitUntil - ports.now());
      if (waitMs > 0) return { ok: false, left: mostWrong - ring.wrong, waitMs };
      const wrong = ring.wrong + 1;
      const next = wrong < freeTries ? 0 : Math.min(3_600_000, 60_000 * 2 ** (wrong - freeTries));
      // Counted before it is tried: a page that is closed meanwhile has tried all the same.
      await db.rings.update(person, { wrong, waitUntil: next === 0 ? 0 : ports.now() + next });
      if (await openWith(ring, secret)) return { ok: true };
      if (wrong >= mostWrong) {
        await ports.wipe(person);
        await db.rings.update(person, { half: null, docs: null, queue: null });
      }
      return { ok: false, left: Math.max(0, mostWrong - wrong), waitMs: next };
    },
    lock: async (person) => { await db.opened.delete(person); },
    touch: async (person) => {
      if (!canSeal()) return false;
      const opened = await usable(person);
      if (opened) await db.opened.update(person, { touchedAt: ports.now() });
      return opened === undefined && (await db.rings.get(person)) !== undefined;
    },
    contacted: async (person) => { await db.rings.update(person, { contactAt: ports.now() }); },
    setCode: async (person, code) => {
      const [ring, opened] = [await db.rings.get(person), await usable(person)];
      if (!ring || !opened) throw new Locked();
      // The keys cannot be read any more: the server makes the one again, and what was pulled is pulled anew.
      await renew(person, code);
      await db.rings.update(person, { method: 'code' });
    },
    methodOf: async (person) => (canSeal() ? (await db.rings.get(person))?.method ?? null : null),
    forget: async (person) => {
      await ports.wipe(person);
      await db.transaction('rw', db.rings, db.opened, async () => {
        await db.opened.delete(person);
        const ring = await db.rings.get(person);
        // Of the session's kind, so that the next sign-in opens it, with whatever word it brings.
        if (ring) await db.rings.put({ ...ring, method: 'session', half: null, docs: null, queue: null });
      });
    },
    safeOf: async (person) => {
      if (!canSeal()) return null;
      const opened = await usable(person);
      if (opened) return { docs: opened.docs, queue: opened.queue, envelope: opened.envelope };
      if (await db.rings.get(person)) throw new Locked();
      return null;
    },
  };
}
